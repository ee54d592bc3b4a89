"""Whether a device calls from where the app backend expects it."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_MAPPED = IPv6Network("::ffff:0:0/96")


def is_expected(expected: str, seen: str | None) -> bool:
    """Tell whether the address ``seen`` is the expected one, or lies in the expected network.

    An IPv4 address that is written as IPv6 (``::ffff:192.0.2.1``, RFC 4291 section 2.5.5.2) is the same address.
    An address that is unknown or unreadable is not expected. Raises ``ValueError`` when ``expected`` is neither an
    address nor a network.
    """
    address = parse_address(seen)
    return address is not None and address in _unmapped(ip_network(expected, strict=False))


def parse_address(text: str | None) -> IPv4Address | IPv6Address | None:
    """Return the address, as IPv4 where it is one; None for what is no address."""
    try:
        address = ip_address(text or "")
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _unmapped(network: IPv4Network | IPv6Network) -> IPv4Network | IPv6Network:
    if isinstance(network, IPv6Network) and network.subnet_of(_MAPPED):
        low_bits = int(network.network_address) & 0xFFFF_FFFF
        return IPv4Network((low_bits, network.prefixlen - _MAPPED.prefixlen))
    return network
