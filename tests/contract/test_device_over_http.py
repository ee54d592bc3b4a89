"""What a device does over HTTP, and what the app backend then reads."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import numpy as np
import pytest
from PIL import Image

from tests.support.server import LiveServer

DECISIONS = {"realface", "spoofface", "uncertain"}
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1", "userCorrelationId": "user-1"}
LIVENESS, VERIFY = (
    "/face/v1.3-preview.1/detectLiveness-sessions",
    "/face/v1.3-preview.1/detectLivenessWithVerify-sessions",
)
DETECT = "/face/v1.2/detectLiveness/singleModal"
DETECT_VERIFY = "/face/v1.2/detectLivenessWithVerify/singleModal"


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


def created(
    backend: httpx.Client, path: str = LIVENESS, *, image: bytes | None = None, **fields: object
) -> dict[str, str]:
    if path == LIVENESS:
        answer = backend.post(path, json=FIELDS | fields)
    else:
        files = {"verifyImage": ("photo.jpg", image)} if image is not None else {"none": ("none", b"")}
        answer = backend.post(path, data=FIELDS | fields, files=files)
    assert answer.status_code == 200, answer.text
    session: dict[str, str] = answer.json()
    return session


def attempts(backend: httpx.Client, session: dict[str, str], path: str = LIVENESS) -> list[Any]:
    listed: list[Any] = backend.get(f"{path}/{session['sessionId']}").json()["results"]["attempts"]
    return listed


def sealed_images(live_server: LiveServer) -> list[Path]:
    return [path for path in (live_server.data_dir / "objects").rglob("*") if path.is_file()]


def blank_clip(*, seconds: float = 2.0) -> bytes:
    """A clip that shows nothing but grey."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height = 320, 240
        for level in range(int(seconds * 10)):
            pixels = np.full((240, 320, 3), 100 + level % 3, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels)))
        container.mux(stream.encode())
    return target.getvalue()


def first_frame(clip: Path) -> bytes:
    """The clip's first frame as JPEG."""
    buffer = io.BytesIO()
    with av.open(str(clip)) as container:
        frame = next(container.decode(video=0))
        Image.fromarray(frame.to_ndarray(format="rgb24")).save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


class TestAttempt:
    def test_a_clip_is_judged_and_only_the_backend_learns_how(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        session = created(backend, enableSessionImage=True)
        content = portrait_clip.read_bytes()
        with live_server.device(session["authToken"]) as device:
            started = device.post("/face/v1.2/session/start").json()
            answer = device.post(DETECT, files={"Content": ("clip.mp4", content)})
        assert (started["attemptId"], started["livenessOperationMode"]) == (1, "Passive")
        assert "challenge" not in started
        digest = hashlib.sha256(content).hexdigest().upper()
        assert answer.json() == {"resultId": answer.headers["apim-request-id"], "digest": digest}
        (attempt,) = attempts(backend, session)
        assert attempt["attemptStatus"] == "Succeeded"
        assert attempt["result"]["livenessDecision"] in DECISIONS
        assert attempt["result"]["digest"] == digest
        assert attempt["clientInformation"] == [{"ip": "127.0.0.1"}]

    def test_the_session_image_lives_and_dies_with_its_session(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        session = created(backend, enableSessionImage=True)
        with live_server.device(session["authToken"]) as device:
            device.post(DETECT, files={"Content": portrait_clip.read_bytes()})
        result = attempts(backend, session)[0]["result"]
        path = f"/face/v1.2/sessionImages/{result['sessionImageId']}"
        image = backend.get(path)
        assert image.headers["content-type"] == "application/octet-stream"
        with Image.open(io.BytesIO(image.content)) as picture:
            assert picture.format == "JPEG"
        kept = sealed_images(live_server)
        backend.delete(f"{LIVENESS}/{session['sessionId']}")
        assert backend.get(path).status_code == 404
        assert len(sealed_images(live_server)) == len(kept) - 1

    def test_without_being_asked_no_image_is_kept(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        session = created(backend)
        with live_server.device(session["authToken"]) as device:
            device.post(DETECT, files={"Content": portrait_clip.read_bytes()})
        assert "sessionImageId" not in attempts(backend, session)[0]["result"]

    def test_single_frames_are_taken_as_a_capture(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        session = created(backend)
        frames = []
        with av.open(str(portrait_clip)) as container:
            for index, frame in enumerate(container.decode(video=0)):
                if index % 6 == 0:
                    buffer = io.BytesIO()
                    Image.fromarray(frame.to_ndarray(format="rgb24")).save(buffer, "JPEG", quality=95)
                    frames.append(buffer.getvalue())
        with live_server.device(session["authToken"]) as device:
            answer = device.post(DETECT, files=[("Content", ("frame.jpg", frame)) for frame in frames])
        assert answer.json()["digest"] == hashlib.sha256(b"".join(frames)).hexdigest().upper()
        assert attempts(backend, session)[0]["attemptStatus"] == "Succeeded"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (blank_clip(), "NoFaceDetected"),
            (b"", "ImageSizeIsTooSmall"),
            (b"no video at all" * 100, "UnsupportedMediaType"),
            (blank_clip()[:900], "ContentDecodingError"),
        ],
    )
    def test_a_useless_capture_fails_the_attempt_with_the_clients_error(
        self, backend: httpx.Client, live_server: LiveServer, content: bytes, code: str
    ) -> None:
        session = created(backend, numberOfClientAttemptsAllowed=2)
        with live_server.device(session["authToken"]) as device:
            answer = device.post(DETECT, files={"Content": ("clip.mp4", content)})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)
        (attempt,) = attempts(backend, session)
        assert (attempt["attemptStatus"], attempt["error"]["code"]) == ("Failed", code)
        assert attempt["error"]["targets"] == {
            "color": {"faceRectangle": {"top": 0, "left": 0, "width": 0, "height": 0}}
        }

    def test_no_more_attempts_than_allowed(self, backend: httpx.Client, live_server: LiveServer) -> None:
        session = created(backend, numberOfClientAttemptsAllowed=2)
        with live_server.device(session["authToken"]) as device:
            statuses = [device.post(DETECT, files={"Content": blank_clip()}).status_code for _ in range(3)]
            assert device.post("/face/v1.2/session/start").status_code == 403
        assert statuses == [400, 400, 403]
        assert [attempt["attemptId"] for attempt in attempts(backend, session)] == [2, 1]
        assert backend.get(f"{LIVENESS}/{session['sessionId']}").json()["status"] == "Failed"

    def test_an_attempt_is_given_up(self, backend: httpx.Client, live_server: LiveServer) -> None:
        session = created(backend)
        with live_server.device(session["authToken"]) as device:
            device.post("/face/v1.2/session/start")
            assert backend.get(f"{LIVENESS}/{session['sessionId']}").json()["status"] == "Running"
            device.post("/face/v1.2/session/attempt/end", json={"reason": "UserCanceledSession"})
        (attempt,) = attempts(backend, session)
        assert (attempt["attemptStatus"], attempt["error"]["code"]) == ("Canceled", "UserCanceledSession")

    @pytest.mark.parametrize("files", [{}, {"Other": b"x"}, {"Metadata": b"{}"}])
    def test_a_form_without_content_costs_no_attempt(
        self, backend: httpx.Client, live_server: LiveServer, files: dict[str, bytes]
    ) -> None:
        session = created(backend)
        with live_server.device(session["authToken"]) as device:
            answer = device.post(DETECT, files=files or {"x": b""})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidRequestBody")
        assert attempts(backend, session) == []

    def test_the_device_must_bring_the_id_that_was_left_to_it(
        self, backend: httpx.Client, live_server: LiveServer
    ) -> None:
        session = created(backend, deviceCorrelationId=None, deviceCorrelationIdSetInClient=True)
        with live_server.device(session["authToken"]) as device:
            refused = device.post("/face/v1.2/session/start", json={})
            accepted = device.post("/face/v1.2/session/start", json={"deviceCorrelationId": "phone"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "InvalidDeviceCorrelationId")
        assert accepted.status_code == 200


class TestChallenge:
    def test_a_start_tells_what_to_ask_for_and_when_and_each_start_something_else(
        self, backend: httpx.Client, live_server: LiveServer
    ) -> None:
        session = created(backend, livenessOperationMode="PassiveActive")
        with live_server.device(session["authToken"]) as device:
            first, second = (device.post("/face/v1.2/session/start").json() for _ in range(2))
            longer = device.post("/face/v1.2/session/start", json={"extendedTime": True}).json()["challenge"]
        assert first["attemptId"] == second["attemptId"] == 1
        assert first["challenge"] != second["challenge"]
        actions = [prompt["action"] for prompt in first["challenge"]]
        assert actions.count("smile") == 1
        assert set(actions) <= {"smile", "lookLeft", "lookRight", "lookUp", "lookDown"}
        assert [prompt["until"] - prompt["shownAt"] for prompt in longer] == pytest.approx([5.0] * 4)

    def test_who_does_not_do_it_is_told_so_and_may_try_again(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        session = created(backend, livenessOperationMode="PassiveActive", numberOfClientAttemptsAllowed=2)
        still = first_frame(portrait_clip)
        with live_server.device(session["authToken"]) as device:
            answer = device.post(DETECT, files=[("Content", ("frame.jpg", still))] * 20)
            again = device.post("/face/v1.2/session/start").json()
        error = answer.json()["error"]
        assert answer.status_code == 400
        assert error["code"] in {"HeadTurnNotPerformed", "SmileNotPerformed"}
        (attempt,) = attempts(backend, session)[-1:]
        assert (attempt["attemptStatus"], attempt["error"]["code"]) == ("Failed", error["code"])
        assert (again["attemptId"], again["attemptsLeft"]) == (2, 0)

    def test_extended_time_is_true_or_false(self, backend: httpx.Client, live_server: LiveServer) -> None:
        session = created(backend, livenessOperationMode="PassiveActive")
        with live_server.device(session["authToken"]) as device:
            answer = device.post("/face/v1.2/session/start", json={"extendedTime": "long"})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "InvalidRequestBody")
        assert "extendedTime must be true or false" in answer.json()["error"]["message"]


class TestVerification:
    def test_the_same_person_is_recognised(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path, portrait_jpeg: Path
    ) -> None:
        photo = portrait_jpeg.read_bytes()
        session = created(backend, VERIFY, image=photo, returnVerifyImageHash="true")
        with live_server.device(session["authToken"]) as device:
            device.post(DETECT_VERIFY, files={"Content": portrait_clip.read_bytes()})
        result = attempts(backend, session, VERIFY)[0]["result"]
        verified = result["verifyResult"]
        assert verified["isIdentical"] is True
        assert verified["matchConfidence"] > 0.5
        assert result["verifyImageHash"] == hashlib.sha256(photo).hexdigest().upper()

    def test_the_backends_threshold_decides(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path, portrait_jpeg: Path
    ) -> None:
        session = created(backend, VERIFY, image=portrait_jpeg.read_bytes(), verifyConfidenceThreshold="1")
        with live_server.device(session["authToken"]) as device:
            device.post(DETECT_VERIFY, files={"Content": portrait_clip.read_bytes()})
        verified = attempts(backend, session, VERIFY)[0]["result"]["verifyResult"]
        assert verified["isIdentical"] is False

    def test_the_device_brings_the_verify_image_where_the_backend_has_not(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path, portrait_jpeg: Path
    ) -> None:
        session = created(backend, VERIFY)
        clip, photo = portrait_clip.read_bytes(), portrait_jpeg.read_bytes()
        with live_server.device(session["authToken"]) as device:
            assert device.post("/face/v1.2/session/start").json()["verifyImageRequired"] is True
            missing = device.post(DETECT_VERIFY, files={"Content": clip})
            answer = device.post(DETECT_VERIFY, files={"Content": clip, "VerifyImage": photo})
        assert missing.json()["error"]["code"] == "VerifyImageNotProvided"
        assert answer.status_code == 200
        read = backend.get(f"{VERIFY}/{session['sessionId']}").json()
        assert len(read["results"]["verifyReferences"]) == 1
        assert read["results"]["attempts"][0]["result"]["verifyResult"]["isIdentical"] is True

    def test_the_device_may_not_replace_the_backends_verify_image(
        self, backend: httpx.Client, live_server: LiveServer, portrait_jpeg: Path
    ) -> None:
        photo = portrait_jpeg.read_bytes()
        session = created(backend, VERIFY, image=photo)
        with live_server.device(session["authToken"]) as device:
            answer = device.post(DETECT_VERIFY, files={"Content": b"any", "VerifyImage": photo})
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "SetVerifyImageNotAllowed")

    def test_the_devices_unusable_photo_is_told_in_a_sentence(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        buffer = io.BytesIO()
        Image.effect_noise((300, 300), 40).save(buffer, "PNG")
        session = created(backend, VERIFY)
        files = {"Content": portrait_clip.read_bytes(), "VerifyImage": buffer.getvalue()}
        with live_server.device(session["authToken"]) as device:
            error = device.post(DETECT_VERIFY, files=files).json()["error"]
        assert error == {"code": "FaceNotFound", "message": "The verify image shows no face."}
        assert attempts(backend, session, VERIFY)[0]["error"]["message"] == error["message"]

    def test_a_token_works_only_where_its_kind_is_judged(self, backend: httpx.Client, live_server: LiveServer) -> None:
        session = created(backend)
        with live_server.device(session["authToken"]) as device:
            assert device.post(DETECT_VERIFY, files={"Content": b"any"}).status_code == 401


class TestPreviewResults:
    def test_the_device_hears_nothing_unless_the_session_says_so(
        self, backend: httpx.Client, live_server: LiveServer, portrait_clip: Path
    ) -> None:
        path = "/face/v1.2-preview.1/detectLiveness/singleModal"
        clip = portrait_clip.read_bytes()
        silent, open_ = (
            backend.post(f"{path}/sessions", json=FIELDS | {"sendResultsToClient": wanted}).json()
            for wanted in (False, True)
        )
        with live_server.device(silent["authToken"]) as device:
            answer = device.post(path, files={"Content": clip})
            assert (answer.status_code, answer.content) == (204, b"")
        with live_server.device(open_["authToken"]) as device:
            told = device.post(path, files={"Content": ("video.webp", clip)}).json()
        entry = backend.get(f"{path}/sessions/{open_['sessionId']}").json()["result"]
        assert told["livenessDecision"] == entry["response"]["body"]["livenessDecision"]
        assert entry["response"]["body"]["target"]["fileName"] == "video.webp"
        assert entry["requestId"] == told["resultId"]
        assert (entry["id"], entry["request"]["method"], entry["response"]["statusCode"]) == (1, "POST", 200)
        assert entry["request"]["contentLength"] >= len(clip)
