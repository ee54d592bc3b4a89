import os
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from livegate.operations.socket_owners import connection_user, is_made_by_own_user

HEADINGS = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"


@contextmanager
def connected(family: socket.AddressFamily, host: str) -> Iterator[tuple[tuple[str, int], tuple[str, int]]]:
    """Connect to ourselves; the addresses of the peer and the server, as the server sees them."""
    with (
        socket.create_server((host, 0), family=family) as listener,
        socket.create_connection(listener.getsockname()[:2]),
        closing(listener.accept()[0]) as accepted,
    ):
        yield accepted.getpeername()[:2], accepted.getsockname()[:2]


@pytest.mark.parametrize(("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_our_own_connection_is_made_by_our_own_user(family: socket.AddressFamily, host: str) -> None:
    with connected(family, host) as (peer, server):
        assert connection_user(peer, server) == os.getuid()
        assert is_made_by_own_user(peer, server)


def test_a_connection_that_is_not_there_is_nobodys() -> None:
    with connected(socket.AF_INET, "127.0.0.1") as (peer, server):
        assert connection_user(peer, (server[0], 1)) is None
        assert not is_made_by_own_user((peer[0], 1), server)


def write_table(folder: Path, name: str, *rows: str) -> None:
    lines = [HEADINGS]
    for number, row in enumerate(rows):
        ends, user = row.rsplit(" ", 1)
        lines.append(f"   {number}: {ends} 00000000:00000000 00:00000000 00000000  {user} 0 1 1 0 20 4\n")
    (folder / name).write_text("".join(lines))


@pytest.mark.skipif(sys.byteorder != "little", reason="the tables were written on a little-endian machine")
class TestTables:
    def test_the_peers_row_tells_and_not_the_servers(self, tmp_path: Path) -> None:
        write_table(tmp_path, "tcp", "0100007F:20E4 0100007F:C350 01 1000", "0100007F:C350 0100007F:20E4 01 33")
        assert connection_user(("127.0.0.1", 50_000), ("127.0.0.1", 8420), directory=tmp_path) == 33

    def test_a_connection_that_is_over_tells_nothing(self, tmp_path: Path) -> None:
        write_table(tmp_path, "tcp", "0100007F:C350 0100007F:20E4 06 0")
        assert connection_user(("127.0.0.1", 50_000), ("127.0.0.1", 8420), directory=tmp_path) is None

    @pytest.mark.parametrize("peer", ["127.0.0.1", "::ffff:127.0.0.1"])
    def test_an_ipv4_address_may_stand_in_the_table_of_ipv6(self, tmp_path: Path, peer: str) -> None:
        mapped = "0000000000000000FFFF00000100007F"
        write_table(tmp_path, "tcp6", f"{mapped}:C350 {mapped}:20E4 01 1000")
        assert connection_user((peer, 50_000), ("127.0.0.1", 8420), directory=tmp_path) == 1000

    def test_without_tables_nobody_is_known(self, tmp_path: Path) -> None:
        assert connection_user(("127.0.0.1", 50_000), ("127.0.0.1", 8420), directory=tmp_path) is None
