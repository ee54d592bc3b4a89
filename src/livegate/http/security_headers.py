"""Headers that keep browsers strict: nothing here is framed, sniffed, cached or allowed to load from elsewhere."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

SECURITY_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_FIELDS = tuple((name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items())


class SecurityHeaders:
    """Puts the headers on every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = {name for name, _ in message["headers"]}
                message["headers"].extend(field for field in _FIELDS if field[0] not in own)
            await send(message)

        await self._app(scope, receive, send_with_headers)
