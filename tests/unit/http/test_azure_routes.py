from typing import Any

import pytest

from livegate.contract.operations import OperationId
from livegate.http import azure_routes
from livegate.http.azure_routes import AzureRoutes
from livegate.http.operation_permissions import REQUIRED_PERMISSIONS

BACKEND = (
    OperationId.CREATE_SESSION,
    OperationId.LIST_SESSIONS,
    OperationId.GET_SESSION,
    OperationId.GET_EXPLANATION,
    OperationId.LIST_AUDIT_ENTRIES,
    OperationId.DELETE_SESSION,
    OperationId.GET_SESSION_IMAGE,
    OperationId.LIST_ERASURES,
    OperationId.GET_ERASURE,
    OperationId.DETECT_FROM_SESSION_IMAGE,
    OperationId.GET_SETTINGS,
    OperationId.PATCH_SETTINGS,
    OperationId.GET_CLIENT_ASSETS_TOKEN,
)
DEVICE = (
    OperationId.START_SESSION,
    OperationId.DETECT_LIVENESS,
    OperationId.STREAM_CAPTURE,
    OperationId.END_ATTEMPT,
)


def routes(*, backend: tuple[OperationId, ...] = BACKEND, device: tuple[OperationId, ...] = DEVICE) -> AzureRoutes:
    anything: Any = object()
    handlers = {"backend": dict.fromkeys(backend, anything), "device": dict.fromkeys(device, anything)}
    return AzureRoutes(anything, anything, anything, **handlers, stream=anything)


def test_every_operation_of_the_table_has_a_handler() -> None:
    assert isinstance(routes(), AzureRoutes)


@pytest.mark.parametrize("missing", BACKEND)
def test_an_operation_without_a_handler_is_refused_at_start(missing: OperationId) -> None:
    with pytest.raises(ValueError, match=missing):
        routes(backend=tuple(operation for operation in BACKEND if operation is not missing))


def test_a_handler_without_an_operation_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match=OperationId.CREATE_SESSION):
        routes(device=(*DEVICE, OperationId.CREATE_SESSION))


@pytest.mark.parametrize("missing", BACKEND)
def test_an_operation_without_a_permission_is_refused_at_start(
    missing: OperationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {operation: needed for operation, needed in REQUIRED_PERMISSIONS.items() if operation is not missing}
    monkeypatch.setattr(azure_routes, "REQUIRED_PERMISSIONS", others)
    with pytest.raises(ValueError, match=missing):
        routes()
