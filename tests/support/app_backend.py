"""The backend of an app whose page asks for sessions and results by itself, as those of the sample apps do."""

from dataclasses import dataclass, field

import httpx

from tests.support.server import LiveServer

PREFIX = "/api/"


@dataclass(frozen=True)
class AppBackend:
    """Hands calls on to the service, with the key that a page must not have."""

    server: LiveServer
    asked: list[str] = field(default_factory=list)
    """Methods and paths, in order."""

    async def answer(self, head: bytes, body: bytes) -> bytes:
        """Answer one request of a page; the connection ends with the answer."""
        first, *lines = head.decode("latin-1").split("\r\n")
        method, path, _ = first.split(" ", 2)
        self.asked.append(f"{method} {path}")
        split = (line.partition(":") for line in lines)
        sent = httpx.Headers([(name, value.strip()) for name, _, value in split if name])
        headers = {"Ocp-Apim-Subscription-Key": self.server.key, "Content-Type": sent.get("content-type", "")}
        # The samples' endpoint ends with a slash and the path begins with one.
        url = f"{self.server.endpoint}//face/v1.2/{path.removeprefix(PREFIX)}"
        async with httpx.AsyncClient(timeout=60) as service:
            answer = await service.request(method, url, headers=headers, content=body)
        status = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"
        fields = ["Content-Type: application/json", f"Content-Length: {len(answer.content)}", "Connection: close"]
        return "\r\n".join([status, *fields, "", ""]).encode() + answer.content
