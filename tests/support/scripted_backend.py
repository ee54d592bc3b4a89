"""An app backend against a server in test mode, in any version of the API."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from livegate.contract.versions import ApiVersion
from livegate.testing.device import PlayedAttempt
from livegate.testing.server import LivegateServer

FIELDS = {"livenessOperationMode": "Passive", "userCorrelationId": "user-1"}
LIVENESS = {True: "detectLiveness/singleModal/sessions", False: "detectLiveness-sessions"}
VERIFY = {True: "detectLivenessWithVerify/singleModal/sessions", False: "detectLivenessWithVerify-sessions"}


@dataclass(frozen=True)
class ScriptedBackend:
    """Calls one version's routes; ``verify`` picks the kind of sessions."""

    server: LivegateServer
    client: httpx.Client
    version: ApiVersion
    verify: bool = False

    @property
    def path(self) -> str:
        paths = VERIFY if self.verify else LIVENESS
        return f"/face/{self.version}/{paths[self.version.traits.is_preview_family]}"

    def create(self, magic: str, *, image: bytes | None = None, **fields: object) -> httpx.Response:
        """Create a session whose device correlation id is ``magic`` behind the prefix."""
        sent = FIELDS | {"deviceCorrelationId": f"livegate-test-{magic}"} | fields
        if not self.verify:
            return self.client.post(self.path, json=sent)
        name = "VerifyImage" if self.version.traits.is_preview_family else "verifyImage"
        files = {} if image is None else {name: ("photo.jpg", image)}
        if self.version.traits.is_preview_family:
            return self.client.post(self.path, files=files | {"Parameters": (None, json.dumps(sent))})
        return self.client.post(self.path, files=files | {field: (None, str(value)) for field, value in sent.items()})

    def created(self, magic: str, *, image: bytes | None = None, **fields: object) -> dict[str, str]:
        answer = self.create(magic, image=image, **fields)
        assert answer.status_code == 200, answer.text
        session: dict[str, str] = answer.json()
        return session

    def item(self, session: dict[str, str]) -> str:
        return f"{self.path}/{session['sessionId']}"

    def read(self, session: dict[str, str]) -> Any:
        answer = self.client.get(self.item(session))
        assert answer.status_code == 200, answer.text
        return answer.json()

    def play(self, session: dict[str, str], content: bytes = b"any bytes", **options: Any) -> PlayedAttempt:
        return self.server.play_attempt(session["authToken"], content, version=self.version, **options)

    def result(self, session: dict[str, str]) -> Any:
        """The newest attempt's result as this version tells it."""
        read = self.read(session)
        if self.version.traits.is_preview_family:
            return read["result"]["response"]["body"]
        return read["results"]["attempts"][0]["result"]
