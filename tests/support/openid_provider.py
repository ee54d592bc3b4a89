"""A little identity provider over loopback: discovery document, key set, and the tokens that it signs."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jws
from joserfc.jwk import ECKey, RSAKey

AUDIENCE = "https://cognitiveservices.azure.com"
PrivateKey = RSAKey | ECKey

SIGNING_KEY = RSAKey.generate_key(2048, auto_kid=True)
NEXT_KEY = RSAKey.generate_key(2048, auto_kid=True)
EC_KEY = ECKey.generate_key("P-256", auto_kid=True)
STRANGE_KEY = RSAKey.generate_key(2048, auto_kid=True)
"""A key that no provider publishes unless told to."""


def copy_of(key: PrivateKey, **parameters: str) -> dict[str, Any]:
    """The public half of a key as a key set lists it, with other parameters."""
    return {**key.as_dict(private=False), **parameters}


def sign(claims: object, key: PrivateKey = SIGNING_KEY, *, algorithm: str = "RS256", **header: object) -> str:
    """A token with exactly these claims; ``header`` adds to its header and replaces what is there."""
    whole = {"alg": algorithm, "kid": key.kid, "typ": "JWT"} | header
    registry = jws.JWSRegistry(algorithms=[algorithm], strict_check_header=False)
    return jws.serialize_compact(whole, json.dumps(claims), key, registry=registry)


class OpenIdProviderServer:
    """What the provider answers; a test changes it while the server runs."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.keys: list[dict[str, Any]] = [copy_of(SIGNING_KEY)]
        self.discovery: dict[str, Any] = {"issuer": issuer, "jwks_uri": f"{issuer}/keys"}
        self.status = 200
        self.asked: list[str] = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def claims(self, *values: str, **changes: object) -> dict[str, object]:
        """The claims of a good token with these roles; a change to None leaves a claim out."""
        now = int(datetime.now(UTC).timestamp())  # noqa: TID251  # the server under test has the real time
        claims = {"iss": self.issuer, "aud": AUDIENCE, "nbf": now, "exp": now + 3600, "roles": list(values)} | changes
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, *roles: str, **changes: object) -> str:
        """A good token of this provider with these roles; ``changes`` as in ``claims``."""
        return sign(self.claims(*roles, **changes))

    def answer(self, path: str) -> tuple[int, bytes]:
        """What a request for ``path`` gets."""
        self.asked.append(path)
        self.may_answer.wait(30)
        document = self.discovery if path.endswith("/.well-known/openid-configuration") else {"keys": self.keys}
        return self.status, json.dumps(document).encode()


@contextmanager
def running_provider() -> Iterator[OpenIdProviderServer]:
    """Run a provider on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, content = provider.answer(self.path)
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = OpenIdProviderServer(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield provider
        finally:
            provider.may_answer.set()
            server.shutdown()
            thread.join()
