"""``livegate serve``."""

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import uvicorn
from rich.console import Console
from uvicorn.supervisors import Multiprocess

from livegate.access.resources import DEFAULT_RESOURCE
from livegate.app import Application, create_application, open_model_store, refuse_unfit_production
from livegate.cli.http_connection import LARGEST_MESSAGE, HttpConnection
from livegate.cli.websocket_connection import WebSocketConnection
from livegate.contract.test_mode import TEST_MODE_HEADER
from livegate.served_resources import call_limits, open_key_file, open_resources
from livegate.settings import Settings
from livegate.vision.models.manifest import Task

SHUTDOWN_SECONDS = 10


class AnnouncingServer(uvicorn.Server):
    """Says where to go once it listens."""

    def __init__(self, config: uvicorn.Config, settings: Settings, port: int) -> None:
        super().__init__(config)
        self._settings = settings
        self._port = port

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce."""
        await super().startup(sockets=sockets)
        if self.started:
            announce(self._settings, port=self._port)


def serve(
    *,
    host: str | None = None,
    port: int | None = None,
    data_dir: Path | None = None,
    workers: int | None = None,
    test_mode: bool | None = None,
) -> None:
    """Run the server until it is told to stop; options prevail over LIVEGATE_ settings.

    Parameters
    ----------
    host
        Address to listen on. [default: 127.0.0.1]
    port
        Port to listen on; 0 takes a free one. [default: 8420]
    data_dir
        Where sessions, sealed images and keys are kept. [default: ./livegate-data]
    workers
        Server processes over the same data directory. [default: 1]
    test_mode
        Let magic correlation ids force outcomes, for the tests of apps. [default: no]
    """
    chosen = {"host": host, "port": port, "data_dir": data_dir, "workers": workers, "test_mode": test_mode}
    # Worker processes read the same settings from the environment.
    os.environ.update({f"LIVEGATE_{name.upper()}": str(value) for name, value in chosen.items() if value is not None})
    settings = Settings()
    if not settings.test_mode:
        _check_models(settings)
    # Said once, and not by every worker process in turn.
    resources = open_resources(settings)
    refuse_unfit_production(settings, resources)
    call_limits(settings, resources)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.create_server((settings.host, settings.port), family=family) as listener:
        actual_port = listener.getsockname()[1]
        if settings.workers > 1:
            announce(settings, port=actual_port)
            Multiprocess(server_configuration("livegate.app:create_application", settings), [listener]).run()
        else:
            _serve_here(create_application(), settings, listener, actual_port)


def announce(settings: Settings, *, port: int) -> None:
    """Print the endpoint, where the key is, and the pages; the keys are made when there are none yet."""
    keys = list(_keys(settings))
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    endpoint = str(settings.public_url or f"http://{host}:{port}").rstrip("/")
    console = Console(highlight=False, soft_wrap=True)
    console.print("\n[bold]livegate[/bold] is ready\n")
    for label, value in (
        ("Endpoint", endpoint),
        *keys,
        ("Try it", f"{endpoint}/"),
        ("Health", f"{endpoint}/readyz"),
        *([("Test mode", "magic correlation ids force outcomes; not for real people")] if settings.test_mode else []),
    ):
        console.print(f"  {label:<11} {value}")
    console.print("\n  Stop with Ctrl+C.\n")


def _keys(settings: Settings) -> Iterator[tuple[str, str]]:
    for resource in open_resources(settings):
        file = open_key_file(settings, resource.name)
        file.keys()
        option = "" if resource.name == DEFAULT_RESOURCE else f" --resource {resource.name}"
        yield "Keys", f"{file.path}  ({_program()} keys show{option})"


def _program() -> str:
    """Return the command as it was called, so that what is printed can be typed again."""
    called = Path(sys.argv[0])
    return str(called) if called.name == "livegate" else "livegate"


def _serve_here(application: Application, settings: Settings, listener: socket.socket, port: int) -> None:
    server = AnnouncingServer(server_configuration(application, settings), settings, port)
    try:
        server.run(sockets=[listener])
    finally:
        # uvicorn ends the process when startup fails; the reason is worth more than its status.
        if application.startup_error is not None:
            raise application.startup_error


def server_configuration(application: Application | str, settings: Settings) -> uvicorn.Config:
    """Return how uvicorn serves an application, or the one that a name leads to."""
    return uvicorn.Config(
        application,
        factory=isinstance(application, str),
        workers=settings.workers,
        http=HttpConnection,
        lifespan="on",
        # The application logs its own events and defects; a failed startup is raised again by the caller.
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        # On the connection, so that what never reaches the application carries it too.
        headers=[(TEST_MODE_HEADER, "true")] if settings.test_mode else [],
        ws=WebSocketConnection,
        ws_max_size=LARGEST_MESSAGE,
        # Pictures are compressed already, and what is not inflated cannot be a bomb.
        ws_per_message_deflate=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )


def _check_models(settings: Settings) -> None:
    """Raise ``ModelMissingError`` before anything is opened."""
    store = open_model_store(settings)
    for task in Task:
        store.path(task)
