import pytest

from livegate.access.permissions import ALL_PERMISSIONS, Permission
from livegate.contract.errors import ServiceError
from livegate.contract.operations import OperationId
from livegate.http.operation_permissions import REQUIRED_PERMISSIONS, require_permission


@pytest.mark.parametrize(("operation", "permission"), REQUIRED_PERMISSIONS.items())
def test_an_operation_needs_its_permission_and_no_other(operation: OperationId, permission: Permission) -> None:
    """Deviation D-23: Azure answers 401."""
    require_permission(frozenset({permission}), operation)
    with pytest.raises(ServiceError, match=f"It needs the permission '{permission}'") as raised:
        require_permission(ALL_PERMISSIONS - {permission}, operation)
    assert (raised.value.entry.status, raised.value.entry.code) == (403, "PermissionDenied")


def test_what_changes_a_session_or_a_setting_is_told_from_what_reads() -> None:
    changing = {name: permission for name, permission in REQUIRED_PERMISSIONS.items() if permission != "read"}
    assert changing == {
        OperationId.CREATE_SESSION: Permission.CREATE,
        OperationId.DELETE_SESSION: Permission.DELETE,
        OperationId.PATCH_SETTINGS: Permission.CONFIGURE,
    }
