"""The yardstick: a Starlette application that answers given bytes, on the server that livegate runs on.

Usage: ``python -m bench.bare ANSWERS``. ANSWERS is a JSON file with ``status``, ``headers`` and ``body`` by method.
"""

import json
import socket
import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def build(answers: dict[str, dict[str, object]]) -> Starlette:
    """Return the application."""
    prepared = {method: (str(answer["body"]).encode(), answer) for method, answer in answers.items()}

    async def answer(request: Request) -> Response:
        body, rest = prepared[request.method]
        return Response(body, rest["status"], rest["headers"])  # type: ignore[arg-type]  # as written by the bench

    return Starlette(routes=[Route("/{path:path}", answer, methods=list(answers))])


def main() -> None:
    """Serve on a free port and print it."""
    answers = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        configuration = uvicorn.Config(
            build(answers), log_config=None, access_log=False, server_header=False, ws="none"
        )
        uvicorn.Server(configuration).run(sockets=[listener])


if __name__ == "__main__":
    main()
