"""The operation table. Routing follows it, and a test holds it against the OpenAPI files."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from livegate.contract.enums import SessionKind
from livegate.contract.error_catalogue import METHOD_NOT_ALLOWED, RESOURCE_NOT_FOUND
from livegate.contract.errors import ServiceError
from livegate.contract.versions import ApiVersion

_ROOT = "face"
_VERSIONS = tuple(ApiVersion)
_SUPPORTED = ", ".join(_VERSIONS)
_PREVIEW = tuple(version for version in ApiVersion if version.traits.is_preview_family)
_WITH_IMAGES = tuple(version for version in ApiVersion if version.traits.has_session_images)
_GENERAL = tuple(version for version in ApiVersion if not version.traits.is_preview_family)


class OperationId(StrEnum):
    """What a caller can ask for; one operation may have another path in another version."""

    CREATE_SESSION = "createSession"
    LIST_SESSIONS = "listSessions"
    GET_SESSION = "getSession"
    GET_EXPLANATION = "getExplanation"
    LIST_AUDIT_ENTRIES = "listAuditEntries"
    DELETE_SESSION = "deleteSession"
    GET_SESSION_IMAGE = "getSessionImage"
    LIST_ERASURES = "listErasures"
    GET_ERASURE = "getErasure"
    DETECT_FROM_SESSION_IMAGE = "detectFromSessionImage"
    GET_SETTINGS = "getSettings"
    PATCH_SETTINGS = "patchSettings"
    GET_CLIENT_ASSETS_TOKEN = "getClientAssetsAccessToken"  # noqa: S105  # an operation's name
    START_SESSION = "startSession"
    DETECT_LIVENESS = "detectLiveness"
    STREAM_CAPTURE = "streamCapture"
    END_ATTEMPT = "endAttempt"


class Caller(StrEnum):
    """Who may call an operation, and what it proves itself with."""

    APP_BACKEND = "subscription key or access token"
    DEVICE = "session auth token"


@dataclass(frozen=True, slots=True)
class Operation:
    """One row: an operation under one path template, relative to ``/face/{version}``.

    ``kind`` is None where sessions of both kinds are served.
    """

    id: OperationId
    method: str
    path: str
    versions: tuple[ApiVersion, ...]
    success_status: int
    caller: Caller
    kind: SessionKind | None = None


class Match(msgspec.Struct, frozen=True):
    """A request's operation, its version, and the path parameters by name."""

    operation: Operation
    version: ApiVersion
    parameters: dict[str, str]


def _sessions(kind: SessionKind, path: str, versions: tuple[ApiVersion, ...]) -> tuple[Operation, ...]:
    backend = Caller.APP_BACKEND
    item = f"{path}/{{sessionId}}"
    delete_status = versions[0].traits.delete_status
    return (
        Operation(OperationId.CREATE_SESSION, "POST", path, versions, 200, backend, kind),
        Operation(OperationId.LIST_SESSIONS, "GET", path, versions, 200, backend, kind),
        Operation(OperationId.GET_SESSION, "GET", item, versions, 200, backend, kind),
        Operation(OperationId.DELETE_SESSION, "DELETE", item, versions, delete_status, backend, kind),
        Operation(OperationId.LIST_AUDIT_ENTRIES, "GET", f"{item}/audit", versions, 200, backend, kind),
        Operation(OperationId.GET_EXPLANATION, "GET", f"{item}/explanation", versions, 200, backend, kind),
    )


def _settings(operation_id: OperationId, method: str, path: str) -> Operation:
    versions = tuple(version for version in ApiVersion if version.traits.has_abuse_monitoring)
    return Operation(operation_id, method, path, versions, 200, Caller.APP_BACKEND)


def _device(operation_id: OperationId, path: str, kind: SessionKind | None = None) -> Operation:
    return Operation(operation_id, "POST", path, _VERSIONS, 200, Caller.DEVICE, kind)


OPERATIONS: tuple[Operation, ...] = (
    *_sessions(SessionKind.LIVENESS, "/detectLiveness/singleModal/sessions", _PREVIEW),
    *_sessions(SessionKind.LIVENESS, "/detectLiveness-sessions", _GENERAL),
    *_sessions(SessionKind.LIVENESS_WITH_VERIFY, "/detectLivenessWithVerify/singleModal/sessions", _PREVIEW),
    *_sessions(SessionKind.LIVENESS_WITH_VERIFY, "/detectLivenessWithVerify-sessions", _GENERAL),
    Operation(
        OperationId.GET_SESSION_IMAGE,
        "GET",
        "/session/sessionImages/{sessionImageId}",
        (ApiVersion.V1_2_PREVIEW_1,),
        200,
        Caller.APP_BACKEND,
    ),
    Operation(
        OperationId.GET_SESSION_IMAGE, "GET", "/sessionImages/{sessionImageId}", _GENERAL, 200, Caller.APP_BACKEND
    ),
    Operation(OperationId.LIST_ERASURES, "GET", "/erasures", _VERSIONS, 200, Caller.APP_BACKEND),
    Operation(OperationId.GET_ERASURE, "GET", "/erasures/{receiptId}", _VERSIONS, 200, Caller.APP_BACKEND),
    Operation(OperationId.DETECT_FROM_SESSION_IMAGE, "POST", "/detect", _WITH_IMAGES, 200, Caller.APP_BACKEND),
    _settings(OperationId.GET_SETTINGS, "GET", "/settings"),
    _settings(OperationId.PATCH_SETTINGS, "PATCH", "/settings"),
    _settings(OperationId.GET_CLIENT_ASSETS_TOKEN, "GET", "/settings/getClientAssetsAccessToken"),
    _device(OperationId.START_SESSION, "/session/start"),
    _device(OperationId.DETECT_LIVENESS, "/detectLiveness/singleModal", SessionKind.LIVENESS),
    _device(OperationId.DETECT_LIVENESS, "/detectLivenessWithVerify/singleModal", SessionKind.LIVENESS_WITH_VERIFY),
    Operation(OperationId.STREAM_CAPTURE, "GET", "/session/stream", _VERSIONS, 101, Caller.DEVICE),
    _device(OperationId.END_ATTEMPT, "/session/attempt/end"),
)


_Shape = tuple[str | None, ...]
"""A path's segments in lower case, with None in the place of its parameter; no path has more than one."""


def _shape(operation: Operation) -> _Shape:
    return tuple(None if part.startswith("{") else part.lower() for part in operation.path.split("/")[1:])


def _by_shape(operations: tuple[Operation, ...]) -> dict[_Shape, tuple[Operation, ...]]:
    shapes = [_shape(operation) for operation in operations]
    return {
        shape: tuple(operation for operation, its in zip(operations, shapes, strict=True) if its == shape)
        for shape in shapes
    }


_ROUTES = _by_shape(OPERATIONS)
_PARAMETER_PLACES = {
    length: {shape.index(None) if None in shape else None for shape in _ROUTES if len(shape) == length}
    for length in {len(shape) for shape in _ROUTES}
}
"""Where paths of a length have their parameter, so that a path is looked up as often as there are places."""


def _routes(segments: list[str]) -> Iterator[tuple[Operation, dict[str, str]]]:
    """Yield the operations under this path in any version, each with its path parameter."""
    folded: list[str | None] = [segment.lower() for segment in segments]
    for place in _PARAMETER_PLACES.get(len(segments), ()):
        shape = folded if place is None else [*folded[:place], None, *folded[place + 1 :]]
        for operation in _ROUTES.get(tuple(shape), ()):
            yield operation, {} if place is None else _parameter(operation.path.split("/")[place + 1], segments[place])


def _parameter(placeholder: str, segment: str) -> dict[str, str]:
    name = placeholder[1:-1]
    return {name: segment.lower() if name == "sessionId" else segment}


def _spelled_path(operation: Operation, version: ApiVersion) -> str | None:
    """Return the path, up to its parameter; None where something follows the parameter."""
    path = f"/{_ROOT}/{version}{operation.path}"
    stem, placeholder, rest = path.partition("{")
    return stem if not placeholder or rest.endswith("}") else None


_SPELLED = {
    (operation.method, path): (operation, version)
    for operation in OPERATIONS
    for version in operation.versions
    if (path := _spelled_path(operation, version)) is not None
}


def match(method: str, path: str) -> Match:
    """Return the operation that ``method`` and the decoded ``path`` ask for.

    Static segments match in any letter case; doubled slashes and one at the end do not matter. A session id is
    returned in lower case, any other parameter as it came. Raises ``ServiceError``: 404 for an unknown version or
    path, 405 with ``Allow`` for a known path.
    """
    return _match_spelled(method, path) or _match_folded(method, path)


def _match_spelled(method: str, path: str) -> Match | None:
    """Match a path that is spelled as in the contract, as most are, without taking it apart."""
    if (route := _SPELLED.get((method, path))) is not None:
        return Match(route[0], route[1], {})
    stem, _, last = path.rpartition("/")
    if last and (route := _SPELLED.get((method, f"{stem}/"))) is not None:
        return Match(route[0], route[1], _parameter(route[0].path.rpartition("/")[2], last))
    return None


def _match_folded(method: str, path: str) -> Match:
    segments = [segment for segment in path.split("/") if segment]
    version = _version(segments)
    found = [Match(operation, version, parameters) for operation, parameters in _routes(segments[2:])]
    served = [candidate for candidate in found if version in candidate.operation.versions]
    for candidate in served:
        if candidate.operation.method == method:
            return candidate
    if served:
        allowed = ", ".join(candidate.operation.method for candidate in served)
        raise ServiceError(METHOD_NOT_ALLOWED, f"It supports {allowed}.", headers={"Allow": allowed})
    raise ServiceError(RESOURCE_NOT_FOUND, _elsewhere(version, [candidate.operation for candidate in found]))


def _version(segments: list[str]) -> ApiVersion:
    if len(segments) < 2 or segments[0].lower() != _ROOT:  # noqa: PLR2004  # the root and the version
        raise ServiceError(RESOURCE_NOT_FOUND, f"Paths begin with /face/{{version}}; supported versions: {_SUPPORTED}.")
    version = ApiVersion.parse(segments[1])
    if version is None:
        raise ServiceError(RESOURCE_NOT_FOUND, f"The API version is not supported; supported versions: {_SUPPORTED}.")
    return version


def _elsewhere(version: ApiVersion, operations: list[Operation]) -> str:
    if not operations:
        return ""
    versions = ", ".join(dict.fromkeys(other for operation in operations for other in operation.versions))
    return f"{version} does not have this path; these versions do: {versions}."
