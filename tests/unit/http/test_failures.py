import pytest

from livegate.access.call_counter import CallCountUnavailableError
from livegate.contract.error_catalogue import ERROR_CATALOGUE
from livegate.http.failures import service_error
from livegate.liveness.observation import MediaFault, ObserverBusyError, UnreadableMediaError
from livegate.sessions.errors import ScriptedRefusalError, SessionError, VerifyImageRefusedError
from livegate.sessions.ports import StoreUnavailableError


def plain_errors() -> list[type[SessionError]]:
    special = {ScriptedRefusalError, VerifyImageRefusedError}
    return [error for error in SessionError.__subclasses__() if error not in special]


@pytest.mark.parametrize("error_type", plain_errors())
def test_every_refusal_of_the_sessions_has_an_entry_of_the_catalogue(error_type: type[SessionError]) -> None:
    answer = service_error(error_type())
    assert answer is not None
    assert answer.entry in ERROR_CATALOGUE


@pytest.mark.parametrize("fault", list(MediaFault))
def test_every_fault_of_a_verify_image_is_a_bad_request(fault: MediaFault) -> None:
    answer = service_error(VerifyImageRefusedError(fault, "It is so.", fault))
    assert answer is not None
    assert answer.entry.status == 400
    assert str(answer).endswith("It is so.")


@pytest.mark.parametrize("fault", list(MediaFault))
def test_a_session_image_that_cannot_be_looked_at_is_an_error_of_the_image(fault: MediaFault) -> None:
    answer = service_error(UnreadableMediaError(fault, "It is so."))
    assert answer is not None
    assert answer.entry.code in {"InvalidImage", "InvalidImageSize"}
    assert str(answer).endswith("It is so.")


@pytest.mark.parametrize("client_error", ["FaceNotFound", "MultipleFaceFound"])
def test_every_unusable_face_of_a_verify_image_is_a_bad_request(client_error: str) -> None:
    answer = service_error(VerifyImageRefusedError(None, "", client_error))
    assert answer is not None
    assert (answer.entry.status, answer.entry.code) == (400, "InvalidImage")


@pytest.mark.parametrize("error", [ObserverBusyError(), StoreUnavailableError("full"), CallCountUnavailableError()])
def test_what_passes_by_itself_invites_a_repetition(error: Exception) -> None:
    answer = service_error(error)
    assert answer is not None
    assert answer.entry.status == 503
    assert int(answer.headers["Retry-After"]) > 0


def test_a_defect_has_no_answer_of_its_own() -> None:
    assert service_error(ZeroDivisionError()) is None
