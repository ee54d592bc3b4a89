"""How long the sessions of each resource live."""

from collections.abc import Iterable

from livegate.access.resources import Resource


def lifetimes_by_resource(resources: Iterable[Resource], *, session_lifetime: int) -> dict[str, int]:
    """Return seconds by resource name; ``session_lifetime`` is the setting, for resources without their own."""
    return {resource.name: resource.session_lifetime or session_lifetime for resource in resources}
