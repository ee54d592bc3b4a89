"""An app's backend: it creates sessions, hands their tokens to its page, and reads the verdicts."""

import json
import os
import uuid
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

ENDPOINT = os.environ.get("LIVEGATE_ENDPOINT", "http://127.0.0.1:8420")
KEY = {"Ocp-Apim-Subscription-Key": os.environ["LIVEGATE_KEY"]}
SESSIONS = f"{ENDPOINT}/face/v1.2/detectLiveness-sessions"
PAGE = Path(__file__).parents[1] / "page"


class Backend(SimpleHTTPRequestHandler):
    """Serves the page and what it asks for."""

    def do_POST(self) -> None:
        """Create a session."""
        fields = {"livenessOperationMode": "Passive", "deviceCorrelationId": str(uuid.uuid4())}  # noqa: TID251  # an app's own id
        created = httpx.post(SESSIONS, headers=KEY, json=fields).raise_for_status().json()
        self.answer({"sessionId": created["sessionId"], "authToken": created["authToken"], "endpoint": ENDPOINT})

    def do_GET(self) -> None:
        """Read a verdict, or a file of the page."""
        if not self.path.startswith("/sessions/"):
            return super().do_GET()
        session = httpx.get(f"{SESSIONS}/{self.path.rpartition('/')[2]}", headers=KEY).raise_for_status().json()
        return self.answer(session["results"]["attempts"][0]["result"])

    def answer(self, content: dict[str, object]) -> None:
        """Answer with JSON."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "3000"))), partial(Backend, directory=PAGE))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
