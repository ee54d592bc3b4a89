import pytest

from livegate.contract import error_catalogue as catalogue
from livegate.contract.client_errors import ClientError
from livegate.contract.device_requests import StartSession, parse_end_attempt, parse_start_session
from livegate.contract.errors import ErrorEntry, ServiceError


def test_a_device_may_start_without_ids_or_bring_them() -> None:
    """Deviation D-15."""
    assert parse_start_session({}) == StartSession(None, None, is_extended=False)
    assert parse_start_session(
        {"DeviceCorrelationId": "d", "userCorrelationId": "u", "extendedTime": True}
    ) == StartSession("d", "u", is_extended=True)


def test_extended_time_is_asked_for_with_true_or_false() -> None:
    with pytest.raises(ServiceError, match="extendedTime must be true or false"):
        parse_start_session({"extendedTime": "yes"})


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("deviceCorrelationId", catalogue.INVALID_DEVICE_CORRELATION_ID),
        ("userCorrelationId", catalogue.INVALID_USER_CORRELATION_ID),
    ],
)
@pytest.mark.parametrize("value", ["", "  ", "x" * 65, 7, []])
def test_an_unusable_id_is_refused(name: str, entry: ErrorEntry, value: object) -> None:
    with pytest.raises(ServiceError) as raised:
        parse_start_session({name: value})
    assert raised.value.entry is entry


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("UserCanceledSession", ClientError.USER_CANCELED_SESSION),
        ("facewithmaskdetected", ClientError.FACE_WITH_MASK_DETECTED),
        ("ErrorOfTomorrow", ClientError.UNEXPECTED),
        (None, ClientError.UNEXPECTED),
        (7, ClientError.UNEXPECTED),
    ],
)
def test_the_end_of_an_attempt_has_a_known_reason_or_is_unexpected(reason: object, expected: ClientError) -> None:
    """Deviation D-15."""
    assert parse_end_attempt({"reason": reason}).reason is expected


def test_every_client_error_has_a_sentence() -> None:
    for error in ClientError:
        assert error.message.endswith(".")
