from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract import error_catalogue as catalogue
from livegate.contract.enums import LivenessOperationMode, SessionKind
from livegate.contract.errors import ErrorEntry, ServiceError
from livegate.contract.requests import CreateSession, parse_create_session
from livegate.contract.versions import ApiVersion

OLDEST = ApiVersion.V1_1_PREVIEW_1
PREVIEW = ApiVersion.V1_2_PREVIEW_1
GENERAL = ApiVersion.V1_2
NEWEST = ApiVersion.V1_3_PREVIEW_1
LIVENESS = SessionKind.LIVENESS
VERIFY = SessionKind.LIVENESS_WITH_VERIFY
LEAST = {"livenessOperationMode": "Passive", "deviceCorrelationIdSetInClient": True}
LEAST_NEWEST = {**LEAST, "userCorrelationIdSetInClient": True}


def parse(version: ApiVersion = GENERAL, kind: SessionKind = LIVENESS, /, **changes: object) -> CreateSession:
    least = LEAST_NEWEST if version is NEWEST else LEAST
    return parse_create_session(kind, version, {**least, **changes})


def refusal(version: ApiVersion = GENERAL, kind: SessionKind = LIVENESS, /, **changes: object) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        parse(version, kind, **changes)
    return raised.value


def test_defaults() -> None:
    assert parse() == CreateSession(
        kind=LIVENESS,
        operation_mode=LivenessOperationMode.PASSIVE,
        token_lifetime=600,
        attempts_allowed=3,
        device_correlation_id=None,
        device_correlation_id_set_in_client=True,
        user_correlation_id=None,
        user_correlation_id_set_in_client=False,
        expected_client_ip=None,
        session_image_enabled=False,
        verify_image_hash_returned=False,
        verify_confidence_threshold=None,
        results_sent_to_client=False,
        model_version=None,
    )


@pytest.mark.parametrize("mode", ["PassiveActive", "passiveactive", " PASSIVEACTIVE "])
def test_the_mode_is_read_in_any_letter_case(mode: str) -> None:
    assert parse(livenessOperationMode=mode).operation_mode is LivenessOperationMode.PASSIVE_ACTIVE


@pytest.mark.parametrize("mode", [None, "", "Active", 1, True, ["Passive"]])
def test_a_missing_or_unknown_mode_is_told_both_modes(mode: object) -> None:
    """Deviation D-03."""
    error = refusal(livenessOperationMode=mode)
    assert error.entry.code == "InvalidLivenessOperationMode"
    assert "'Passive' or 'PassiveActive'" in str(error)


@pytest.mark.parametrize("seconds", [60, 86400, "60", 600.0])
def test_a_token_lifetime_within_the_range_is_taken(seconds: object) -> None:
    assert parse(authTokenTimeToLiveInSeconds=seconds).token_lifetime == float(str(seconds))


@pytest.mark.parametrize("seconds", [59, 86401, 0, -1, 10**30, "30"])
def test_a_token_lifetime_out_of_the_range_is_refused_with_what_was_sent(seconds: object) -> None:
    error = refusal(authTokenTimeToLiveInSeconds=seconds)
    assert error.entry is catalogue.INVALID_TOKEN_LIFETIME
    assert error.detail == f"You sent {seconds}."


def test_a_token_lifetime_that_is_no_number_is_an_invalid_body() -> None:
    assert refusal(authTokenTimeToLiveInSeconds="ten minutes").entry is catalogue.INVALID_REQUEST_BODY


@pytest.mark.parametrize("version", [OLDEST, PREVIEW, GENERAL])
def test_versions_without_the_field_have_three_client_attempts(version: ApiVersion) -> None:
    """Deviation D-10."""
    assert parse(version, numberOfClientAttemptsAllowed=1).attempts_allowed == 3


@pytest.mark.parametrize(("sent", "attempts"), [(None, 1), (1, 1), (3, 3), ("2", 2)])
def test_the_newest_version_says_how_many_client_attempts(sent: object, attempts: int) -> None:
    """Deviation D-05: the field is a number, whatever the schema says."""
    assert parse(NEWEST, numberOfClientAttemptsAllowed=sent).attempts_allowed == attempts


@pytest.mark.parametrize("sent", [0, 4, -1, {}, "many"])
def test_another_number_of_client_attempts_is_refused(sent: object) -> None:
    error = refusal(NEWEST, numberOfClientAttemptsAllowed=sent)
    assert error.entry is catalogue.INVALID_REQUEST_BODY
    assert "numberOfClientAttemptsAllowed" in error.detail


@pytest.mark.parametrize(
    ("version", "name", "entry"),
    [
        (GENERAL, "deviceCorrelationId", catalogue.INVALID_DEVICE_CORRELATION_ID),
        (NEWEST, "userCorrelationId", catalogue.INVALID_USER_CORRELATION_ID),
    ],
)
@pytest.mark.parametrize(
    ("value", "in_client"),
    [(None, False), ("", False), (" ", False), ("x" * 65, False), (7, False), (["x"], False), ("secret-id", True)],
)
def test_a_correlation_id_must_come_from_one_side_and_is_never_repeated(
    version: ApiVersion, name: str, entry: ErrorEntry, value: object, in_client: object
) -> None:
    """Deviation D-01 for the user's; D-18 for the message."""
    error = refusal(version, **{name: value, f"{name}SetInClient": in_client})
    assert error.entry is entry
    assert error.detail.startswith(name)
    assert "secret-id" not in str(error)


def test_the_code_for_a_refused_user_correlation_id_is_the_general_one() -> None:
    """Deviation D-01."""
    assert catalogue.INVALID_USER_CORRELATION_ID.code == "InvalidRequestBody"


def test_correlation_ids_of_64_characters_are_taken() -> None:
    longest = "x" * 64
    request = parse(
        NEWEST,
        deviceCorrelationId=longest,
        deviceCorrelationIdSetInClient=False,
        userCorrelationId=longest,
        userCorrelationIdSetInClient="false",
    )
    assert (request.device_correlation_id, request.user_correlation_id) == (longest, longest)


def test_an_empty_id_beside_one_set_in_the_client_counts_as_absent() -> None:
    assert parse(deviceCorrelationId="").device_correlation_id is None


@pytest.mark.parametrize("version", [OLDEST, PREVIEW, GENERAL])
def test_fields_of_other_versions_are_passed_over_unread(version: ApiVersion) -> None:
    """Deviation D-12."""
    request = parse(
        version,
        userCorrelationId="user",
        userCorrelationIdSetInClient=[],
        expectedClientIpAddress="x",
        unknown={"a": 1},
    )
    assert request.user_correlation_id is None
    assert request.expected_client_ip is None


def test_the_oldest_version_keeps_no_image_and_later_ones_send_no_results_to_the_client() -> None:
    assert parse(OLDEST, enableSessionImage=True).session_image_enabled is False
    assert parse(PREVIEW, enableSessionImage="True").session_image_enabled is True
    assert parse(PREVIEW, sendResultsToClient="true").results_sent_to_client is True
    assert parse(GENERAL, sendResultsToClient=True).results_sent_to_client is False


def test_verify_options_are_for_sessions_with_verify() -> None:
    options: dict[str, Any] = {"returnVerifyImageHash": "true", "verifyConfidenceThreshold": "0.7"}
    with_verify = parse(GENERAL, VERIFY, **options)
    assert (with_verify.verify_image_hash_returned, with_verify.verify_confidence_threshold) == (True, 0.7)
    without = parse(GENERAL, LIVENESS, **options)
    assert (without.verify_image_hash_returned, without.verify_confidence_threshold) == (False, None)


@pytest.mark.parametrize("threshold", [-0.01, 1.01, "high"])
def test_a_threshold_out_of_the_range_is_refused(threshold: object) -> None:
    assert "within 0 to 1" in refusal(GENERAL, VERIFY, verifyConfidenceThreshold=threshold).detail


@pytest.mark.parametrize("address", ["1.2.3.4", "10.0.0.0/8", "10.1.2.3/8", "2001:db8::1", "2001:db8::/32"])
def test_an_expected_address_may_be_a_network(address: str) -> None:
    assert parse(NEWEST, expectedClientIpAddress=address).expected_client_ip == address


@pytest.mark.parametrize("address", ["localhost", "1.2.3", "1.2.3.4/33", "1.2.3.4:80", 16909060])
def test_an_expected_address_that_is_none_is_refused(address: object) -> None:
    """Deviation D-13."""
    error = refusal(NEWEST, expectedClientIpAddress=address)
    assert error.entry is catalogue.INVALID_REQUEST_BODY
    assert "expectedClientIpAddress" in error.detail


@pytest.mark.parametrize(
    ("version", "name", "model"),
    [
        (PREVIEW, "livenessSingleModalModel", "2022-10-15-preview.04"),
        (GENERAL, "livenessModelVersion", "2024-11-15"),
        (NEWEST, "livenessModelVersion", "2025-05-20"),
    ],
)
def test_a_published_model_version_is_taken_and_another_refused(version: ApiVersion, name: str, model: str) -> None:
    """Deviation D-02."""
    assert parse(version, **{name: model.upper()}).model_version == model
    error = refusal(version, **{name: "2030-01-01"})
    assert error.entry is catalogue.INVALID_REQUEST_BODY
    assert model in error.detail


def test_a_verify_session_of_the_newest_version_takes_the_users_fields() -> None:
    """Deviation D-12: its schema lacks them."""
    request = parse(
        NEWEST,
        VERIFY,
        userCorrelationId="user",
        userCorrelationIdSetInClient=False,
        expectedClientIpAddress="1.2.3.4",
    )
    assert (request.user_correlation_id, request.expected_client_ip) == ("user", "1.2.3.4")


@given(
    st.sampled_from(ApiVersion),
    st.sampled_from(SessionKind),
    st.dictionaries(
        st.sampled_from(
            [
                "livenessOperationMode",
                "deviceCorrelationId",
                "deviceCorrelationIdSetInClient",
                "userCorrelationId",
                "authTokenTimeToLiveInSeconds",
                "numberOfClientAttemptsAllowed",
                "expectedClientIpAddress",
                "verifyConfidenceThreshold",
                "enableSessionImage",
                "livenessModelVersion",
            ]
        ),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.lists(st.none())
        | st.sampled_from(["Passive", "true", "600", "1.2.3.4"]),
    ),
)
def test_whatever_the_fields_hold_the_request_is_valid_or_refused(
    version: ApiVersion, kind: SessionKind, fields: dict[str, object]
) -> None:
    try:
        request = parse_create_session(kind, version, fields)
    except ServiceError as error:
        refused: ErrorEntry | None = error.entry
    else:
        refused = None
        assert 60 <= request.token_lifetime <= 86400
        assert 1 <= request.attempts_allowed <= 3
        assert (request.device_correlation_id is None) is request.device_correlation_id_set_in_client
    assert refused is None or refused.status == 400
