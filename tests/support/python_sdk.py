"""Azure's Python SDK in any of its versions, with its two clients called in one way."""

import importlib
import importlib.util
import inspect
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from azure.core.credentials import AzureKeyCredential
from azure.core.pipeline import PipelineRequest, PipelineResponse
from azure.core.pipeline.policies import SansIOHTTPPolicy

from tests.support.compatibility import PYTHON, Recorder
from tests.support.server import LiveServer


@dataclass(frozen=True, slots=True)
class PythonSdk:
    """A version of the package, imported."""

    version: str
    sessions: Any
    asynchronous_sessions: Any
    models: Any

    @classmethod
    def in_environment(cls) -> "PythonSdk":
        return cls._of("azure.ai.vision.face")

    @classmethod
    def in_folder(cls, folder: Path, name: str) -> "PythonSdk":
        """Import what was installed in ``folder`` as the package ``name``, beside the environment's own version.

        The package names its own modules relatively alone, which is why it bears another name.
        """
        package = folder / "azure" / "ai" / "vision" / "face"
        found = importlib.util.spec_from_file_location(
            name, package / "__init__.py", submodule_search_locations=[str(package)]
        )
        assert found is not None
        assert found.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(found)
        found.loader.exec_module(sys.modules[name])
        return cls._of(name)

    @classmethod
    def _of(cls, name: str) -> "PythonSdk":
        def module(suffix: str) -> ModuleType:
            return importlib.import_module(f"{name}{suffix}")

        return cls(
            version=module("._version").VERSION,
            sessions=module("").FaceSessionClient,
            asynchronous_sessions=module(".aio").FaceSessionClient,
            models=module(".models"),
        )

    def liveness(self, device: str, **fields: Any) -> Any:
        """Return the body that creates a liveness session."""
        return self._body("CreateLivenessSessionContent", device, fields)

    def with_verify(self, device: str, **fields: Any) -> Any:
        """Return the body that creates a session with verify; 1.0.0b1 has one class for both."""
        own = "CreateLivenessWithVerifySessionContent"
        name = own if hasattr(self.models, own) else "CreateLivenessSessionContent"
        return self._body(name, device, fields)

    def _body(self, name: str, device: str, fields: dict[str, Any]) -> Any:
        mode = self.models.LivenessOperationMode.PASSIVE
        return getattr(self.models, name)(liveness_operation_mode=mode, device_correlation_id=device, **fields)


@dataclass(frozen=True, slots=True)
class Client:
    """A client of a resource, synchronous or not: every call of it is awaited."""

    sdk: PythonSdk
    calls: list[tuple[str, int]]
    """Method and status of every request that was sent, repeated ones included."""
    _client: Any

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        call = getattr(self._client, name)

        async def awaited(*arguments: Any, **named: Any) -> Any:
            answer = call(*arguments, **named)
            return await answer if inspect.isawaitable(answer) else answer

        return awaited


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A version of the SDK, one of its two clients, and an API version."""

    sdk_version: str
    api_version: str
    is_asynchronous: bool

    @property
    def caller(self) -> str:
        return f"{PYTHON} {self.sdk_version}" + (", asynchronous" if self.is_asynchronous else "")

    def __str__(self) -> str:
        kind = "asynchronous" if self.is_asynchronous else "synchronous"
        return f"{self.sdk_version}-{self.api_version}-{kind}"

    @asynccontextmanager
    async def open(
        self, sdk: PythonSdk, server: LiveServer, recorder: Recorder, *, key: str | None = None, endpoint: str = ""
    ) -> AsyncIterator[Client]:
        """Open the client; ``key`` and ``endpoint`` replace the server's own."""
        assert sdk.version == self.sdk_version
        policy = _Telling(recorder, self.caller)
        # Behind the retries, so that every try is told of.
        options = {"api_version": self.api_version, "per_retry_policies": [policy]}
        credential = AzureKeyCredential(key or server.key)
        if self.is_asynchronous:
            async with sdk.asynchronous_sessions(endpoint or server.endpoint, credential, **options) as client:
                yield Client(sdk, policy.calls, client)
        else:
            with sdk.sessions(endpoint or server.endpoint, credential, **options) as client:
                yield Client(sdk, policy.calls, client)


CLIENTS = [
    ClientChoice(sdk_version, api_version, is_asynchronous)
    for sdk_version, api_versions in {
        "1.0.0b1": ("v1.1-preview.1",),
        "1.0.0b2": ("v1.1-preview.1", "v1.2-preview.1"),
    }.items()
    for api_version in api_versions
    for is_asynchronous in (False, True)
]


class _Telling(SansIOHTTPPolicy[Any, Any]):
    """Tells the recorder of every answer."""

    def __init__(self, recorder: Recorder, caller: str) -> None:
        self.calls: list[tuple[str, int]] = []
        self._recorder = recorder
        self._caller = caller

    def on_response(self, request: PipelineRequest[Any], response: PipelineResponse[Any, Any]) -> None:
        sent, status = request.http_request, response.http_response.status_code
        self.calls.append((sent.method, status))
        self._recorder.note(self._caller, sent.method, sent.url, status)


async def read_all(content: Iterator[bytes] | AsyncIterator[bytes]) -> bytes:
    """Return what a client of either kind streams."""
    if isinstance(content, AsyncIterator):
        return b"".join([chunk async for chunk in content])
    return b"".join(content)
