"""The resources of a server: each has its own keys, sessions and limits, and sees nothing of the others."""

from collections.abc import Iterator
from dataclasses import dataclass

from livegate.access.permissions import DEFAULT_GRANTS, Grant

DEFAULT_RESOURCE = "default"
"""The name of the one resource of a server without a resources file."""


@dataclass(frozen=True, slots=True)
class Region:
    """A region; its ``hosts`` lead to all of its resources, as Azure's regional endpoints do: the key tells which."""

    name: str
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource.

    ``hosts`` are the host names that lead to it alone, in lower case and without a port; those of its ``region`` lead
    to it and its neighbours. ``rate_limit``, such as ``10/second``, ``call_quota``, such as ``100000/day``,
    ``session_lifetime``, in seconds, and ``operating_point``, by its name, are None where the server's settings hold.
    ``grants`` say which roles and scopes of an access token open it.
    """

    name: str
    hosts: tuple[str, ...] = ()
    region: str | None = None
    rate_limit: str | None = None
    call_quota: str | None = None
    session_lifetime: int | None = None
    operating_point: str | None = None
    grants: tuple[Grant, ...] = DEFAULT_GRANTS


class UnknownResourceError(Exception):
    """There is no resource of this name; the message is one sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Resources:
    """All resources of a server, in the order of their file; no two of them, or of their regions, share a host."""

    resources: tuple[Resource, ...] = (Resource(DEFAULT_RESOURCE),)
    regions: tuple[Region, ...] = ()

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def find(self, name: str) -> Resource | None:
        """Return the resource of this name, or None."""
        return next((resource for resource in self.resources if resource.name == name), None)

    def named(self, name: str) -> Resource:
        """Return the resource of this name. Raises ``UnknownResourceError``."""
        found = self.find(name)
        if found is None:
            known = ", ".join(resource.name for resource in self.resources)
            raise UnknownResourceError(f"There is no resource {name!r}; there are: {known}.")
        return found

    def at_host(self, header: str) -> tuple[Resource, ...]:
        """Return the resources that a call with this Host header may mean.

        It is the one that names the host, or those in the region that does; where none does, those with neither hosts
        nor a region. Port and letter case do not matter.
        """
        host = _host_name(header)
        named = tuple(resource for resource in self.resources if host in resource.hosts)
        if named:
            return named
        region = next((region.name for region in self.regions if host in region.hosts), None)
        return tuple(
            resource
            for resource in self.resources
            if resource.region == region and not (region is None and resource.hosts)
        )


def _host_name(header: str) -> str:
    # The colons within an IPv6 address stand before its closing bracket.
    name, colon, port = header.rpartition(":")
    host = name if colon and port.isdigit() else header
    return host.lower().removesuffix(".")
