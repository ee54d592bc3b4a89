"""Which pages may call the device operations from a browser, by their origin (RFC 6454)."""

from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

EVERY_ORIGIN = "*"


class PageOrigins:
    """The origins whose pages may call; the server's own pages always may."""

    def __init__(self, listed: Sequence[str] | None, *, public_url: str | None) -> None:
        """Take the listed origins, ``*`` for all; None stands for the pages of the device's own machine.

        ``public_url`` is the address that devices reach the server by, None where that is what the call's Host says.
        """
        self._listed = None if listed is None else frozenset(listed)
        self._own = None if public_url is None else origin_of(public_url)

    @property
    def admits_all(self) -> bool:
        """Whether any page may call."""
        return self._listed is not None and EVERY_ORIGIN in self._listed

    def admit(self, origin: str, *, host: str) -> bool:
        """Tell whether a page of ``origin`` may call; ``host`` is the call's Host header."""
        if self.admits_all or origin == self._own or _is_at_host(origin, host):
            return True
        return is_loopback_origin(origin) if self._listed is None else origin in self._listed


def origin_of(url: str) -> str:
    """Return the origin of an absolute URL as browsers write it: in lower case, without a scheme's own port."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    name = f"[{host}]" if ":" in host else host
    is_usual = parts.port is None or (parts.scheme, parts.port) in {("http", 80), ("https", 443)}
    return f"{parts.scheme}://{name}" if is_usual else f"{parts.scheme}://{name}:{parts.port}"


def is_loopback_name(host: str) -> bool:
    """Tell whether a host name, without port or brackets, can only be the machine that asks (RFC 6761, section 6.3)."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def is_loopback_origin(origin: str) -> bool:
    """Tell whether a page comes from the machine that shows it, whatever its port."""
    try:
        parts = urlsplit(origin)
        is_origin = origin == origin_of(origin)
    except ValueError:
        return False
    return is_origin and parts.scheme in {"http", "https"} and is_loopback_name(parts.hostname or "")


def _is_at_host(origin: str, host: str) -> bool:
    # With either scheme: a proxy that ends TLS need not say that it did. A page that was changed on its way over
    # http holds no token that it could not use as well without asking.
    return bool(host) and origin in {f"http://{host.lower()}", f"https://{host.lower()}"}
