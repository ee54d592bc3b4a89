"""The steps of one session, played with Azure's official SDK and, for the device, with ``livegate attempt``."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from http import HTTPStatus
from pathlib import Path

import httpx
from azure.ai.vision.face import FaceSessionClient
from azure.ai.vision.face.models import (
    CreateLivenessWithVerifySessionContent,
    CreateLivenessWithVerifySessionResult,
    LivenessOperationMode,
    LivenessResponseBody,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import AzureError, ResourceNotFoundError

from demo.narration import Caller, Narrator, shortened
from demo.server import Service
from livegate.cli.attempt import play_attempt

DEVICE = "0c1f6f2e-5a0b-4d8e-9d39-6a1f0c6b7d11"
TOKEN_SECONDS = 600
DECISION_STYLES = {"realface": "bold green", "spoofface": "bold red"}


class UnexpectedAnswerError(Exception):
    """The server answered otherwise than Azure's contract says; the message is for the terminal."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the app backend learned: the decision, and whether the face is that of the photo."""

    decision: str
    is_identical: bool


class Walkthrough:
    """Plays one session: the app backend through the SDK, the device with nothing but its token."""

    def __init__(self, service: Service, narrator: Narrator, *, clip: Path, photo: Path) -> None:
        self._service = service
        self._narrator = narrator
        self._clip = clip
        self._photo = photo

    def play(self) -> Outcome:
        """Play every step. Raises ``UnexpectedAnswerError``, the SDK's ``AzureError`` or ``AttemptFailedError``."""
        credential = AzureKeyCredential(self._service.key)
        with FaceSessionClient(endpoint=self._service.endpoint, credential=credential) as client:
            session = self._create(client)
            with _erased_at_last(client, session.session_id):
                self._attempt(session.auth_token)
                outcome = self._read_result(client, session.session_id)
                self._delete(client, session.session_id)
            self._find_nothing(client, session.session_id)
            self._refuse_device(session.auth_token)
        return outcome

    def _create(self, client: FaceSessionClient) -> CreateLivenessWithVerifySessionResult:
        content = CreateLivenessWithVerifySessionContent(
            liveness_operation_mode=LivenessOperationMode.PASSIVE,
            enable_session_image=True,
            device_correlation_id=DEVICE,
            auth_token_time_to_live_in_seconds=TOKEN_SECONDS,
        )
        call = "client.create_liveness_with_verify_session(content, verify_image=photo)"
        with self._narrator.step(Caller.BACKEND, "Create a session, with the photo to compare with", call) as step:
            session = client.create_liveness_with_verify_session(content, verify_image=self._photo.read_bytes())
            step.answer("session_id", shortened(session.session_id))
            step.answer("auth_token", f"{shortened(session.auth_token)}  good for {TOKEN_SECONDS} s")
            if session.verify_image is None:
                raise UnexpectedAnswerError("The session was created without its verify image.")
            face = session.verify_image.face_rectangle
            quality = _word(session.verify_image.quality_for_recognition)
            step.answer("verify_image", f"one face, {face.width} x {face.height} pixels, quality {quality}")
        return session

    def _attempt(self, token: str) -> None:
        call = f"livegate attempt --token AUTH_TOKEN --video {self._clip.name}"
        with self._narrator.step(Caller.DEVICE, "Hand in a clip; the token is all the device knows", call) as step:
            result = play_attempt(token, self._clip)
            step.answer("result_id", shortened(result.result_id))
            step.answer("digest", shortened(result.digest))
        self._narrator.note("The device never learns the decision.")

    def _read_result(self, client: FaceSessionClient, session_id: str) -> Outcome:
        call = "session = client.get_liveness_with_verify_session_result(session_id)"
        with self._narrator.step(Caller.BACKEND, "Read the verdict", call) as step:
            session = client.get_liveness_with_verify_session_result(session_id)
            if session.result is None:
                raise UnexpectedAnswerError("The session has no result.")
            body = session.result.response.body
            outcome = _outcome(body)
            step.answer("status", _word(session.status))
            step.answer("liveness_decision", outcome.decision, style=DECISION_STYLES.get(outcome.decision, "yellow"))
            if body.verify_result is not None:
                confidence = f"{body.verify_result.match_confidence:.3f}"
                step.answer("verify_result", f"is_identical {outcome.is_identical}, match_confidence {confidence}")
            image_id = session.result.session_image_id
        if image_id is not None:
            self._fetch_image(client, image_id)
        return outcome

    def _fetch_image(self, client: FaceSessionClient, image_id: str) -> None:
        call = "client.get_session_image(session.result.session_image_id)"
        with self._narrator.step(Caller.BACKEND, "Fetch the best frame, kept because it was asked for", call) as step:
            size = sum(map(len, client.get_session_image(image_id)))
            step.answer("image", f"{size:,} bytes")

    def _delete(self, client: FaceSessionClient, session_id: str) -> None:
        call = "client.delete_liveness_with_verify_session(session_id)"
        with self._narrator.step(Caller.BACKEND, "Delete the session: its encryption key is destroyed", call) as step:
            client.delete_liveness_with_verify_session(session_id)
            step.answer("erased", "session, verify image, session image, result")

    def _find_nothing(self, client: FaceSessionClient, session_id: str) -> None:
        call = "client.get_liveness_with_verify_session_result(session_id)"
        with self._narrator.step(Caller.BACKEND, "Ask for it again", call) as step:
            try:
                client.get_liveness_with_verify_session_result(session_id)
            except ResourceNotFoundError as error:
                code = error.error.code if error.error is not None else None
                if code != "SessionNotFound":
                    raise UnexpectedAnswerError(f"404 came with the code {code}, not SessionNotFound.") from error
                step.answer("ResourceNotFoundError", f"404 {code}")
            else:
                raise UnexpectedAnswerError("The deleted session can still be read.")

    def _refuse_device(self, token: str) -> None:
        call = "POST /face/v1.2/session/start  Authorization: Bearer auth_token"
        with self._narrator.step(Caller.DEVICE, "Try once more with the same token", call) as step:
            url = f"{self._service.endpoint}/face/v1.2/session/start"
            answer = httpx.post(url, headers={"Authorization": f"Bearer {token}"}, json={})
            if answer.status_code != HTTPStatus.UNAUTHORIZED:
                raise UnexpectedAnswerError(f"The erased session's token was answered {answer.status_code}, not 401.")
            step.answer("401", answer.json()["error"]["message"])


def _outcome(body: LivenessResponseBody) -> Outcome:
    if body.liveness_decision is None:
        raise UnexpectedAnswerError(f"The clip could not be judged: {body.as_dict()}")
    verified = body.verify_result is not None and body.verify_result.is_identical
    return Outcome(_word(body.liveness_decision), verified)


def _word(value: str | Enum) -> str:
    """Return the word on the wire; the SDK makes an enum member of those that it knows."""
    return str(value.value) if isinstance(value, Enum) else value


@contextmanager
def _erased_at_last(client: FaceSessionClient, session_id: str) -> Iterator[None]:
    """Delete the session when a step before its deletion fails."""
    try:
        yield
    except BaseException:
        with suppress(AzureError):
            client.delete_liveness_with_verify_session(session_id)
        raise
