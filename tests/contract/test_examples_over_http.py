"""Every official example of an operation that livegate serves, replayed against a running server."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from livegate.contract.errors import ServiceError
from livegate.contract.operations import match
from livegate.contract.versions import ApiVersion
from tests.support.openapi import FOLDER, Json, specification, validator
from tests.support.server import LiveServer

PLACEHOLDER = "<your-image-bytes-here>"
FIELDS = {
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "device-1",
    "userCorrelationId": "user-1",
    "expectedClientIpAddress": "127.0.0.1",
    "enableSessionImage": "true",
}


@dataclass(frozen=True)
class Example:
    """An official request with the operation that it asks for, as the specification describes both."""

    version: ApiVersion
    name: str
    method: str
    path: str
    parameters: Json
    places: dict[str, str]
    status: int
    answer: Any
    schema: Json

    @property
    def kind(self) -> str:
        return "detectLivenessWithVerify" if "WithVerify" in self.path else "detectLiveness"

    def sent_in(self, place: str) -> Json:
        # What an example has beyond the schema stands in a form (deviation D-12).
        return {name: value for name, value in self.parameters.items() if self.places.get(name, "formData") == place}


def official_examples() -> Iterator[Example]:
    for version in ApiVersion:
        content = specification(version)
        for path, operations in (content["paths"] | content["x-ms-paths"]).items():
            for method, operation in operations.items():
                file = FOLDER / "examples" / version / f"{operation['operationId']}.json"
                if file.exists():
                    yield read_example(version, method.upper(), path.split("?")[0], content, operation)


def read_example(version: ApiVersion, method: str, path: str, content: Json, operation: Json) -> Example:
    official = json.loads((FOLDER / "examples" / version / f"{operation['operationId']}.json").read_text())
    described = [
        content["parameters"][parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter
        for parameter in operation["parameters"]
    ]
    # The version is part of the path here, and of the host in the specification.
    del official["parameters"]["apiVersion"]
    ((status, answer),) = official["responses"].items()
    return Example(
        version=version,
        name=operation["operationId"].partition("_")[2],
        method=method,
        path=path,
        parameters=official["parameters"],
        places={parameter["name"]: parameter["in"] for parameter in described},
        status=int(status),
        answer=answer.get("body"),
        schema=operation["responses"][status].get("schema", {}),
    )


def is_served(example: Example) -> bool:
    try:
        match(example.method, f"/face/{example.version}{example.path}")
    except ServiceError:
        return False
    return True


EXAMPLES = list(official_examples())
DETECTIONS = [example for example in EXAMPLES if example.name == "DetectFromSessionImageId"]
"""They ask for more than livegate measures, and have tests of their own."""


@dataclass(frozen=True)
class JudgedSession:
    session_id: str
    image_id: str


@pytest.fixture(scope="module")
def backend(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.client() as client:
        yield client


@pytest.fixture(scope="module")
def judged(
    backend: httpx.Client, live_server: LiveServer, portrait_clip: Path, portrait_jpeg: Path
) -> Iterator[dict[str, JudgedSession]]:
    """A session of each kind whose capture has been judged."""
    sessions = {}
    for kind in ("detectLiveness", "detectLivenessWithVerify"):
        session_id, token = create(backend, kind, portrait_jpeg)
        with live_server.device(token) as device:
            device.post(f"/face/v1.2/{kind}/singleModal", files={"Content": portrait_clip.read_bytes()})
        (attempt,) = backend.get(f"/face/v1.2/{kind}-sessions/{session_id}").json()["results"]["attempts"]
        sessions[kind] = JudgedSession(session_id, attempt["result"]["sessionImageId"])
    yield sessions
    for kind, session in sessions.items():
        backend.delete(f"/face/v1.2/{kind}-sessions/{session.session_id}")


def create(backend: httpx.Client, kind: str, photo: Path) -> tuple[str, str]:
    path = f"/face/v1.3-preview.1/{kind}-sessions"
    if kind == "detectLiveness":
        session = backend.post(path, json=FIELDS).json()
    else:
        session = backend.post(path, data=FIELDS, files={"verifyImage": photo.read_bytes()}).json()
    return session["sessionId"], session["authToken"]


def send(backend: httpx.Client, example: Example, photo: Path, names: dict[str, str]) -> httpx.Response:
    """Send the request as its version sends it, with a photo in place of the placeholder."""
    path = f"/face/{example.version}{example.path}".format(**names)
    form = example.sent_in("formData")
    if not form:
        return backend.request(
            example.method, path, params=example.sent_in("query"), json=example.parameters.get("body")
        )
    fields = {name: json.dumps(value) if isinstance(value, bool) else value for name, value in form.items()}
    files = {name: photo.read_bytes() for name, value in form.items() if value == PLACEHOLDER}
    return backend.post(path, data={name: fields[name] for name in fields.keys() - files.keys()}, files=files)


def check_answer(example: Example, answer: httpx.Response) -> None:
    assert answer.status_code == example.status, answer.text
    if example.schema.get("type") in {"file", "string"}:
        assert answer.content.startswith(b"\xff\xd8\xff")
    elif not example.schema:
        assert answer.content == b""
    else:
        check_content(example, answer.json())


def check_content(example: Example, content: Any) -> None:
    is_list = example.schema.get("type") == "array"
    definition = (example.schema["items"] if is_list else example.schema)["$ref"].rpartition("/")[2]
    entries, official = (content, example.answer) if is_list else ([content], [example.answer])
    for entry in entries:
        validator(example.version, definition).validate(entry)
        # Where the schema leaves a member open, the example says that it is there.
        assert official[0].keys() <= entry.keys()


def test_examples_of_every_version_are_found() -> None:
    served = {(example.version, example.name) for example in EXAMPLES if is_served(example)}
    assert {version for version, _ in served} == set(ApiVersion)
    files = {(path.parent.name, path.stem.partition("_")[2]) for path in (FOLDER / "examples").rglob("*.json")}
    assert served == files


@pytest.mark.parametrize(
    "example",
    [example for example in EXAMPLES if example not in DETECTIONS],
    ids=lambda example: f"{example.version}-{example.name}",
)
def test_the_official_example_is_answered_as_documented(
    backend: httpx.Client, judged: dict[str, JudgedSession], portrait_jpeg: Path, example: Example
) -> None:
    session = judged[example.kind]
    session_id = create(backend, example.kind, portrait_jpeg)[0] if example.method == "DELETE" else session.session_id
    names = {"sessionId": session_id, "sessionImageId": session.image_id}
    answer = send(backend, example, portrait_jpeg, names)
    check_answer(example, answer)
    if example.method == "POST":
        created = answer.json()["sessionId"]
        assert backend.delete(f"/face/v1.2/{example.kind}-sessions/{created}").status_code == 204
