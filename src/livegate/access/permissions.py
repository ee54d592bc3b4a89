"""What a caller may do with the sessions of a resource, and which roles and scopes of an access token give it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """One kind of thing to do. A subscription key gives all of them."""

    CREATE = "create"
    READ = "read"
    DELETE = "delete"
    CONFIGURE = "configure"


ALL_PERMISSIONS = frozenset(Permission)


@dataclass(frozen=True, slots=True)
class Grant:
    """The permissions that a role or a scope gives: ``value`` is its name in the access token."""

    value: str
    permissions: frozenset[Permission]


DEFAULT_GRANTS = (
    Grant("livegate.sessions.create", frozenset({Permission.CREATE})),
    Grant("livegate.sessions.read", frozenset({Permission.READ})),
    Grant("livegate.sessions.delete", frozenset({Permission.DELETE})),
    Grant("livegate.configure", frozenset({Permission.CONFIGURE})),
)
"""One role or scope for each permission."""


def granted_permissions(grants: Iterable[Grant], values: frozenset[str]) -> frozenset[Permission]:
    """Return all that ``values``, the roles and scopes of a token, give; names must be equal to the letter."""
    return frozenset(permission for grant in grants if grant.value in values for permission in grant.permissions)
