"""The yardstick: a Starlette application that answers given bytes, under the server settings that livegate has.

Usage: ``python -m bench.bare ANSWERS``. ANSWERS is a JSON file: by method, a ``status``, ``headers`` and a ``body``.
"""

import json
import socket
import sys
from pathlib import Path
from typing import TypedDict

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


class Answer(TypedDict):
    """What is answered to one method."""

    status: int
    headers: dict[str, str]
    body: str


def build(answers: dict[str, Answer]) -> Starlette:
    """Return the application: one endpoint for every path."""
    bodies = {method: answer["body"].encode() for method, answer in answers.items()}

    async def answer(request: Request) -> Response:
        known = answers[request.method]
        return Response(bodies[request.method], known["status"], known["headers"])

    return Starlette(routes=[Route("/{path:path}", answer, methods=list(answers))])


def main() -> None:
    """Serve on a free port and print it."""
    answers: dict[str, Answer] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        settings = uvicorn.Config(build(answers), log_config=None, access_log=False, server_header=False, ws="none")
        uvicorn.Server(settings).run(sockets=[listener])


if __name__ == "__main__":
    main()
