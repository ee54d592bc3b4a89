"""The whole application in this process, asked over HTTP in v1.3-preview.1."""

from contextlib import AsyncExitStack
from pathlib import Path

import httpx

from livegate.app import open_pipeline
from livegate.operations.system import RandomIdentifiers
from livegate.served_resources import open_key_file
from livegate.sessions.ports import SessionKey
from livegate.sessions.session import SessionKind
from livegate.settings import Settings
from tests.stateful.door import MAGIC_ID, RESOURCES, UPLOAD, VERIFY_IMAGE, Order, Refusal, RefusedError, View
from tests.support.paths import collection
from tests.support.sessions import ManualClock

VERSION = "v1.3-preview.1"
ROOT = f"/face/{VERSION}"
REFUSALS = {
    (404, "SessionNotFound"): Refusal.UNKNOWN,
    (404, "SessionImageNotFound"): Refusal.UNKNOWN,
    (401, "401"): Refusal.TOKEN,
    (403, "ClientAttemptsExhausted"): Refusal.EXHAUSTED,
}


class HttpDoor:
    """Implements ``Door``. The sweep is not asked for: it runs once, at the start of each application."""

    def __init__(self, directory: Path, clock: ManualClock) -> None:
        resources_file = directory / "resources.toml"
        resources_file.write_text("\n".join(f'[[resource]]\nname = "{name}"' for name in RESOURCES))
        self._settings = Settings(
            data_dir=directory / "data",
            key1="k" * 32,
            test_mode=True,
            resources_file=resources_file,
            sweep_interval=3600,
        )
        self._clock = clock
        self._stack = AsyncExitStack()

    async def open(self) -> None:
        pipeline = await self._stack.enter_async_context(
            open_pipeline(self._settings, self._clock, RandomIdentifiers())
        )
        client = httpx.AsyncClient(transport=httpx.ASGITransport(pipeline), base_url="http://gate")
        self._client = await self._stack.enter_async_context(client)
        self._keys = {name: open_key_file(self._settings, name).keys().key1 for name in RESOURCES}

    async def close(self) -> None:
        await self._stack.aclose()

    async def create(self, order: Order, call_id: str | None) -> View:
        fields = {
            "livenessOperationMode": "Passive",
            "deviceCorrelationId": MAGIC_ID,
            "userCorrelationId": "user",
            "enableSessionImage": True,
            "authTokenTimeToLiveInSeconds": order.token_lifetime,
            "numberOfClientAttemptsAllowed": order.attempts_allowed,
        }
        path = collection(VERSION, verify=order.kind is SessionKind.LIVENESS_WITH_VERIFY)
        headers = self._key(order.resource) | ({} if call_id is None else {"x-ms-client-request-id": call_id})
        if order.kind is SessionKind.LIVENESS:
            answer = await self._client.post(path, json=fields, headers=headers)
        else:
            image = {"verifyImage": ("photo.jpg", VERIFY_IMAGE)}
            answer = await self._client.post(path, data=fields, files=image, headers=headers)
        return _view(answer)

    async def read(self, key: SessionKey) -> View:
        return _view(await self._client.get(_path(key), headers=self._key(key.resource)))

    async def list_sessions(self, resource: str, kind: SessionKind, after: str, limit: int) -> list[str]:
        path = collection(VERSION, verify=kind is SessionKind.LIVENESS_WITH_VERIFY)
        query: dict[str, str | int] = {"start": after, "top": limit}
        answer = _admitted(await self._client.get(path, params=query, headers=self._key(resource)))
        return [item["id"] for item in answer.json()]

    async def count_audit_entries(self, key: SessionKey) -> int:
        answer = await self._client.get(f"{_path(key)}/audit", headers=self._key(key.resource))
        return len(_admitted(answer).json())

    async def read_image(self, resource: str, image_id: str) -> bytes:
        answer = await self._client.get(f"{ROOT}/sessionImages/{image_id}", headers=self._key(resource))
        return _admitted(answer).content

    async def delete(self, key: SessionKey) -> None:
        answer = _admitted(await self._client.delete(_path(key), headers=self._key(key.resource)))
        assert (answer.status_code, answer.content) == (204, b"")

    async def start(self, token: str) -> None:
        _admitted(await self._client.post(f"{ROOT}/session/start", headers=_bearer(token)))

    async def judge(self, token: str, kind: SessionKind) -> None:
        name = "detectLivenessWithVerify" if kind is SessionKind.LIVENESS_WITH_VERIFY else "detectLiveness"
        files = {"Content": ("video.mp4", UPLOAD)}
        _admitted(await self._client.post(f"{ROOT}/{name}/singleModal", files=files, headers=_bearer(token)))

    async def cancel(self, token: str) -> None:
        reason = {"reason": "UserCanceledSession"}
        _admitted(await self._client.post(f"{ROOT}/session/attempt/end", json=reason, headers=_bearer(token)))

    async def sweep(self) -> None:
        pass

    def _key(self, resource: str) -> dict[str, str]:
        return {"Ocp-Apim-Subscription-Key": self._keys[resource]}


def _path(key: SessionKey) -> str:
    return f"{collection(VERSION, verify=key.kind is SessionKind.LIVENESS_WITH_VERIFY)}/{key.session_id}"


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _admitted(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    raise RefusedError(REFUSALS[answer.status_code, answer.json()["error"]["code"]])


def _view(answer: httpx.Response) -> View:
    session = _admitted(answer).json()
    attempts = list(reversed(session["results"]["attempts"]))
    return View(
        session["sessionId"],
        session["authToken"],
        tuple(attempt["attemptStatus"] for attempt in attempts),
        tuple(attempt["result"]["sessionImageId"] for attempt in attempts if "result" in attempt),
    )
