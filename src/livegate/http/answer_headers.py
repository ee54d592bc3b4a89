"""The headers that every answer carries, whoever gave it: the request's id, the strict ones, the limits."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livegate.http.rate_limit_headers import rate_limit_headers
from livegate.http.security_headers import SECURITY_HEADERS

REQUEST_ID_HEADER: Final = "apim-request-id"
"""Support asks for it, and the audit repeats it."""


SWITCHING_PROTOCOLS: Final = 101
_BEGINNINGS: Final = frozenset({"http.response.start", "websocket.http.response.start", "websocket.accept"})


class AnswerHeaders:
    """Puts the headers on the answer, and notes its status for the stages around.

    One stage for all of them: each wrapping of ``send`` costs as much as making a header.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._strict = tuple((name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items())
        self._request_id = REQUEST_ID_HEADER.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        state = scope["state"]

        async def send_with_headers(message: Message) -> None:
            if message["type"] in _BEGINNINGS:
                state["status"] = message.get("status", SWITCHING_PROTOCOLS)
                headers = message.setdefault("headers", [])
                own = {name for name, _ in headers}
                headers += [field for field in self._strict if field[0] not in own]
                headers.append((self._request_id, state["request_id"].encode()))
                if (allowance := state.get("allowance")) is not None:
                    headers += rate_limit_headers(allowance)
            await send(message)

        await self._app(scope, receive, send_with_headers)
