"""Which user of this machine has made a connection, as the kernel tells everybody (Linux, proc(5): /proc/net/tcp)."""

import os
import socket
import sys
from ipaddress import IPv4Address, ip_address
from pathlib import Path

Address = tuple[str, int]

PROC = Path("/proc/net")
_ESTABLISHED = "01"
"""TCP_ESTABLISHED of the kernel's tcp_states.h."""
_USER_COLUMN = 7


def is_made_by_own_user(peer: Address, server: Address) -> bool:
    """Tell whether the connection from ``peer`` to ``server`` was made by the user of this process; False in doubt."""
    return connection_user(peer, server) == os.getuid()


def connection_user(peer: Address, server: Address, *, directory: Path = PROC) -> int | None:
    """Return the id of the user who has made the connection from ``peer``, or None where the kernel does not say."""
    for table, family in (("tcp", socket.AF_INET), ("tcp6", socket.AF_INET6)):
        ends = [_written(*peer, family), _written(*server, family), _ESTABLISHED]
        for columns in _rows(directory / table, containing=ends[0]):
            # Seen from the peer's side: the row of the other end has the server's own user.
            if columns[1:4] == ends:
                return int(columns[_USER_COLUMN])
    return None


def _rows(path: Path, *, containing: str) -> list[list[str]]:
    try:
        with path.open(encoding="ascii") as lines:
            # Before they are split: a busy machine has tens of thousands.
            return [line.split() for line in lines if containing in line]
    except OSError:
        return []


def _written(host: str, port: int, family: socket.AddressFamily) -> str:
    """Return an address as the tables have it: words of 32 bits in the machine's byte order, hexadecimal."""
    address = ip_address(host)
    if family is socket.AF_INET6 and isinstance(address, IPv4Address):
        packed = bytes(10) + b"\xff\xff" + address.packed
    elif family is socket.AF_INET and (mapped := getattr(address, "ipv4_mapped", None)) is not None:
        packed = mapped.packed
    else:
        packed = address.packed
    words = (packed[start : start + 4] for start in range(0, len(packed), 4))
    text = "".join((word[::-1] if sys.byteorder == "little" else word).hex() for word in words)
    return f"{text}:{port:04x}".upper()
