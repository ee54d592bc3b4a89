"""What was acknowledged survives a killed server; what was deleted does not come back with the next one."""

from pathlib import Path

from tests.support.server import running_server

PATH = "/face/v1.2/detectLiveness-sessions"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "marker-device-7c1f", "enableSessionImage": True}
DETECT = "/face/v1.2/detectLiveness/singleModal"


def test_a_killed_server_loses_no_session_and_revives_none(tmp_path: Path, portrait_clip: Path) -> None:
    with running_server(tmp_path / "data") as server, server.client() as backend:
        kept, judged, deleted = (backend.post(PATH, json=FIELDS).json() for _ in range(3))
        for session in (judged, deleted):
            with server.device(session["authToken"]) as device:
                device.post(DETECT, files={"Content": portrait_clip.read_bytes()}).raise_for_status()
        image_ids = [
            backend.get(f"{PATH}/{session['sessionId']}").json()["results"]["attempts"][0]["result"]["sessionImageId"]
            for session in (judged, deleted)
        ]
        judged_before = backend.get(f"{PATH}/{judged['sessionId']}").json()
        backend.delete(f"{PATH}/{deleted['sessionId']}").raise_for_status()
        server.kill()
    with running_server(tmp_path / "data") as server, server.client() as backend:
        assert backend.get(f"{PATH}/{kept['sessionId']}").json() == kept
        assert backend.get(f"{PATH}/{judged['sessionId']}").json() == judged_before
        assert backend.get(f"/face/v1.2/sessionImages/{image_ids[0]}").content.startswith(b"\xff\xd8")
        assert backend.get(f"{PATH}/{deleted['sessionId']}").status_code == 404
        assert backend.get(f"/face/v1.2/sessionImages/{image_ids[1]}").status_code == 404
        with server.device(deleted["authToken"]) as device:
            assert device.post("/face/v1.2/session/start").status_code == 401


def test_nothing_personal_lies_in_the_data_directory_in_clear(tmp_path: Path, portrait_clip: Path) -> None:
    with running_server(tmp_path / "data") as server, server.client() as backend:
        session = backend.post(PATH, json=FIELDS).json()
        with server.device(session["authToken"]) as device:
            device.post(DETECT, files={"Content": ("marker-file.mp4", portrait_clip.read_bytes())}).raise_for_status()
        stored = b"".join(path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    for marker in (b"marker-device-7c1f", b"marker-file", session["authToken"].encode(), b"\xff\xd8\xff\xe0"):
        assert marker not in stored
