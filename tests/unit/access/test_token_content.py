import pytest

from livegate.access.token_content import UnreadableTokenError, read_token
from tests.support.server import LiveServer

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationIdSetInClient": True}


def test_learns_everything_from_the_token(live_server: LiveServer) -> None:
    with live_server.client() as backend:
        created = backend.post("/face/v1.2/detectLiveness-sessions", json=FIELDS).json()
    content = read_token(str(created["authToken"]))
    assert content.endpoint == live_server.endpoint
    assert content.detect_path == "detectLiveness/singleModal"


@pytest.mark.parametrize("token", ["", "a.b", "a.e30.c", "a.!!.c", "a.bnVsbA.c", "ü.ü.ü"])
def test_says_that_something_is_no_token(token: str) -> None:
    with pytest.raises(UnreadableTokenError, match="not a session auth token"):
        read_token(token)
