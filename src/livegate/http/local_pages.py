"""Who asks from the server's own machine, as far as a request can tell.

Each condition stands against somebody: a loopback address against the network; a loopback name with our port against a
name that its owner points here (DNS rebinding); no word of a proxy against strangers whom one brings in; the page's own
origin against pages of other sites, and of other servers on this machine.
"""

from ipaddress import ip_address

from starlette.requests import HTTPConnection

from livegate.access.page_origins import is_loopback_name
from livegate.http.single_header import only_value

_OF_PROXIES = ("forwarded", "x-forwarded", "x-real-ip", "x-original", "x-client-ip", "true-client-ip", "via", "cf-")
"""What the names of headers begin with that tell of a caller before the proxy (RFC 7239; MDN; Cloudflare)."""
_USUAL_PORT = 80


def comes_from_this_machine(connection: HTTPConnection) -> bool:
    """Tell whether a call came over loopback, to a loopback name and our port, past no proxy that says so."""
    is_proxied = any(name.startswith(_OF_PROXIES) for name in connection.headers)
    return not is_proxied and _has_loopback_peer(connection) and _is_to_own_name(connection)


def comes_from_own_page(connection: HTTPConnection) -> bool:
    """Tell whether it was besides one of our own pages that a browser let call."""
    host = only_value(connection, "host")
    is_own = host is not None and only_value(connection, "origin") == f"http://{host}"
    return is_own and connection.headers.get("sec-fetch-site", "same-origin") == "same-origin"


def _has_loopback_peer(connection: HTTPConnection) -> bool:
    try:
        address = ip_address("" if connection.client is None else connection.client.host)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def _is_to_own_name(connection: HTTPConnection) -> bool:
    host, server = only_value(connection, "host"), connection.scope.get("server")
    if host is None or server is None:
        return False
    name, colon, port = host.rpartition(":")
    if not colon or not port.isdecimal():
        name, port = host, str(_USUAL_PORT)
    return port == str(server[1]) and is_loopback_name(name.removeprefix("[").removesuffix("]").lower())
