"""Which permission each operation of the app backend needs."""

from collections.abc import Mapping
from types import MappingProxyType

from livegate.access.permissions import Permission
from livegate.contract.error_catalogue import PERMISSION_DENIED
from livegate.contract.errors import ServiceError
from livegate.contract.operations import OperationId

REQUIRED_PERMISSIONS: Mapping[OperationId, Permission] = MappingProxyType(
    {
        OperationId.CREATE_SESSION: Permission.CREATE,
        OperationId.LIST_SESSIONS: Permission.READ,
        OperationId.GET_SESSION: Permission.READ,
        OperationId.GET_EXPLANATION: Permission.READ,
        OperationId.LIST_AUDIT_ENTRIES: Permission.READ,
        OperationId.DELETE_SESSION: Permission.DELETE,
        OperationId.GET_SESSION_IMAGE: Permission.READ,
        OperationId.LIST_ERASURES: Permission.READ,
        OperationId.GET_ERASURE: Permission.READ,
        OperationId.GET_SETTINGS: Permission.READ,
        OperationId.PATCH_SETTINGS: Permission.CONFIGURE,
        OperationId.GET_CLIENT_ASSETS_TOKEN: Permission.READ,
        OperationId.DETECT_FROM_SESSION_IMAGE: Permission.READ,
    }
)


def require_permission(held: frozenset[Permission], operation: OperationId) -> None:
    """Raise ``ServiceError`` 403 where the caller lacks what the operation needs."""
    required = REQUIRED_PERMISSIONS[operation]
    if required not in held:
        raise ServiceError(PERMISSION_DENIED, f"It needs the permission '{required}'.")
