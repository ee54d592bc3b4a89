from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.enums import SessionKind
from livegate.contract.errors import ServiceError
from livegate.contract.operations import OPERATIONS, Caller, Operation, OperationId, match
from livegate.contract.versions import ApiVersion

SESSION_ID = "b12e033e-bda7-4b83-a211-e721c661f30e"
IMAGE_ID = "Ae3PVWlXAmVAnXgkAFt1QSjGUWONKzWiSr2iPh9p9G4I"


def refusal(method: str, path: str) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        match(method, path)
    return raised.value


@pytest.mark.parametrize(
    "path",
    [
        f"/face/v1.2/detectLiveness-sessions/{SESSION_ID}",
        f"/FACE/V1.2/DETECTLIVENESS-SESSIONS/{SESSION_ID.upper()}",
        f"//face//v1.2/detectliveness-sessions///{SESSION_ID}/",
        f"face/v1.2/detectLiveness-sessions/{SESSION_ID}",
    ],
)
def test_letter_case_and_extra_slashes_do_not_matter_and_session_ids_become_lower_case(path: str) -> None:
    found = match("GET", path)
    assert (found.operation.id, found.operation.kind) == (OperationId.GET_SESSION, SessionKind.LIVENESS)
    assert found.version is ApiVersion.V1_2
    assert found.parameters == {"sessionId": SESSION_ID}


def test_session_image_ids_keep_their_case() -> None:
    found = match("GET", f"/face/v1.2-preview.1/SESSION/sessionimages/{IMAGE_ID}")
    assert found.parameters == {"sessionImageId": IMAGE_ID}


def test_the_two_kinds_have_separate_collections() -> None:
    kinds = {
        match("POST", f"/face/{version}{path}").operation.kind
        for version, path in [
            ("v1.2", "/detectLivenessWithVerify-sessions"),
            ("v1.1-preview.1", "/detectLivenessWithVerify/singleModal/sessions"),
        ]
    }
    assert kinds == {SessionKind.LIVENESS_WITH_VERIFY}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "",
        "/face",
        "/face/v1.2",
        "/face/v1.2/",
        "/proxy/face/v1.2/detectLiveness-sessions",
        "/face/v1.2/detectLiveness-sessions/a/b",
        "/face/v1.2/detectLiveness-session",
        "/face/v1.2/{sessionId}",
    ],
)
def test_an_unknown_path_is_not_found(path: str) -> None:
    assert refusal("GET", path).entry.status == 404


def test_an_unknown_version_is_told_which_are_supported() -> None:
    error = refusal("POST", "/face/v1.0/detectLiveness-sessions")
    assert error.entry.status == 404
    assert all(version in error.detail for version in ApiVersion)


def test_a_path_of_another_version_is_told_which_versions_have_it() -> None:
    error = refusal("POST", "/face/v1.1-preview.1/detectLiveness-sessions")
    assert error.entry.status == 404
    assert error.detail.endswith("these versions do: v1.2, v1.3-preview.1.")


def test_the_first_version_has_no_session_images() -> None:
    assert refusal("GET", f"/face/v1.1-preview.1/session/sessionImages/{IMAGE_ID}").entry.status == 404


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/face/v1.2/detectLiveness-sessions", "POST, GET"),
        ("get", f"/face/v1.2/detectLiveness-sessions/{SESSION_ID}", "GET, DELETE"),
        ("GET", "/face/v1.2/session/start", "POST"),
    ],
)
def test_a_known_path_with_another_method_is_told_the_methods(method: str, path: str, allowed: str) -> None:
    error = refusal(method, path)
    assert error.entry.status == 405
    assert error.headers == {"Allow": allowed}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}")
def test_every_row_is_reached_in_each_of_its_versions(operation: object) -> None:
    rows = [row for row in OPERATIONS if row is operation]
    for row in rows:
        for version in row.versions:
            found = match(row.method, f"/face/{version}{row.path.replace('{', '').replace('}', '')}")
            assert found.operation is row


def test_devices_reach_their_own_operations_only() -> None:
    device = {row.id for row in OPERATIONS if row.caller is Caller.DEVICE}
    backend = {row.id for row in OPERATIONS if row.caller is Caller.APP_BACKEND}
    assert device == {
        OperationId.START_SESSION,
        OperationId.DETECT_LIVENESS,
        OperationId.STREAM_CAPTURE,
        OperationId.END_ATTEMPT,
    }
    assert device.isdisjoint(backend)


@given(st.text(max_size=8), st.lists(st.sampled_from([*"/{}.", "face", "v1.2", "session", "start", "\0", "é"])))
def test_any_path_is_either_matched_or_refused(method: str, parts: list[str]) -> None:
    with suppress(ServiceError):
        assert match(method, "".join(parts)).operation.method == method


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: f"{operation.method} {operation.path}")
@pytest.mark.parametrize("version", ApiVersion)
def test_the_contracts_own_spelling_leads_where_any_other_does(operation: Operation, version: ApiVersion) -> None:
    path = operation.path.replace("{sessionId}", "AB12").replace("{sessionImageId}", "Ab_1")
    if version in operation.versions:
        spelled = match(operation.method, f"/face/{version}{path}")
        assert spelled == match(operation.method, f"//FACE/{version.upper()}{path}/")
        assert (spelled.operation, spelled.version) == (operation, version)
    else:
        with pytest.raises(ServiceError):
            match(operation.method, f"/face/{version}{path}")
