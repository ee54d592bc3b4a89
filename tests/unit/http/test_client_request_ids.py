import pytest
from starlette.datastructures import Headers

from livegate.http.client_request_ids import CLIENT_REQUEST_ID_HEADERS, client_request_id

GUID = "b12e033e-bda7-4b83-a211-e721c661f30e"


@pytest.mark.parametrize("name", CLIENT_REQUEST_ID_HEADERS)
@pytest.mark.parametrize("value", [GUID, "1", "~" * 128, "a/b?c=d"])
def test_takes_any_short_visible_id(name: str, value: str) -> None:
    assert client_request_id(Headers({name: value})) == value


@pytest.mark.parametrize("value", ["", " ", "a b", "a\tb", "x" * 129, "é", "\x7f", f"{GUID}\n"])
def test_an_id_of_any_other_form_counts_as_none(value: str) -> None:
    """Deviation D-39."""
    assert client_request_id(Headers({"client-request-id": value})) is None
    assert client_request_id(Headers({"client-request-id": value, "x-ms-client-request-id": GUID})) == GUID


def test_the_header_made_for_repetitions_comes_first() -> None:
    sent = Headers({name: name for name in reversed(CLIENT_REQUEST_ID_HEADERS)})
    assert client_request_id(sent) == "repeatability-request-id"
    assert client_request_id(Headers({})) is None
