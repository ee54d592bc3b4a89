"""A caller of each kind that means harm, and what must hold of every answer that it gets."""

import json
from dataclasses import dataclass
from uuid import UUID

import httpx

from tests.support.attacked_server import AttackedServer, Session
from tests.support.hostile_media import HostileUpload
from tests.support.hostile_requests import HostileRequest
from tests.support.hostile_streams import INTERNAL_ERROR, Frame, converse
from tests.support.raw_http import RawAnswer, exchange


@dataclass(frozen=True)
class HostileCallers:
    """Callers of one server; ``clip`` and ``picture`` are sound media to begin with."""

    attacked: AttackedServer
    clip: bytes
    picture: bytes

    def request(self, request: HostileRequest) -> None:
        """Send a request with credentials of two sessions, which must be there afterwards."""
        session, other = self.attacked.create(), self.attacked.create(verifies=True)
        content = request.to_bytes(self.attacked.credentials(session, other))
        answer = exchange(self.attacked.address, content, method=request.method)
        assert answer is not None
        check_answer(answer, has_body=request.method != "HEAD")
        check_created(self.attacked, request, answer)
        self.attacked.erase(session)
        self.attacked.erase(other)

    def noise(self, content: bytes) -> None:
        """Send bytes."""
        answer = exchange(self.attacked.address, content, ends=True)
        # What does not even end as a request gets no answer.
        if answer is not None:
            check_answer(answer, has_body=not content.lstrip().upper().startswith(b"HEAD"))

    def upload(self, upload: HostileUpload) -> None:
        """Upload damaged media; the session can be read and erased afterwards."""
        session = self.attacked.create(verifies=upload.verify_image is not None)
        kind = "detectLivenessWithVerify" if session.verifies else "detectLiveness"
        with self.attacked.server.device(session.token) as device:
            files = [(name, (name, content)) for name, content in upload.files(self.clip, self.picture)]
            answer = device.post(f"/face/v1.2/{kind}/singleModal", files=files)
        check_answer(RawAnswer(answer.status_code, _lower(answer.headers), answer.content))
        self.attacked.erase(session)

    def stream(self, frames: tuple[Frame, ...]) -> None:
        """Stream; the connection ends, and not for a defect."""
        session = self.attacked.create()
        assert converse(self.attacked.address, session.token, frames, self.picture) != INTERNAL_ERROR
        self.attacked.erase(session)


def check_answer(answer: RawAnswer, *, has_body: bool = True) -> None:
    """An answer is the contract's: a success, or an error in one of the two shapes."""
    assert str(UUID(answer.headers["apim-request-id"])) == answer.headers["apim-request-id"]
    assert "x-injected" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    if answer.status < 400:
        return
    assert answer.status < 500 or (answer.status == 503 and answer.headers["retry-after"]), answer
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["x-ms-error-code"]
    if has_body:
        error = json.loads(answer.body)["error"]
        assert isinstance(error["message"], str)
        assert error["message"]
        assert error.keys() in ({"code", "message"}, {"statusCode", "message"})


def check_created(attacked: AttackedServer, request: HostileRequest, answer: RawAnswer) -> None:
    """A session that was created all the same is a sound one."""
    if answer.status == 200 and answer.body.startswith(b'{"sessionId"'):
        created = json.loads(answer.body)
        attacked.erase(Session(created["sessionId"], created["authToken"], b"withverify" in request.target.lower()))


def _lower(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
