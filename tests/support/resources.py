"""A server with several resources that accepts a provider's access tokens too."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.openid_provider import OpenIdProviderServer, running_provider
from tests.support.server import LiveServer, running_server

FILE = """
[[resource]]
name = "default"

[[resource]]
name = "payments"
grants = {"payments.clerk" = ["read", "delete"]}

[[resource]]
name = "alpha"
hosts = ["alpha.example"]

[[region]]
name = "north"
hosts = ["north.example"]

[[resource]]
name = "beta"
region = "north"

[[resource]]
name = "closed"
hosts = ["closed.example"]
grants = {}
"""


@dataclass(frozen=True)
class SharedServer:
    """A server for several resources, and the provider whose tokens it accepts."""

    server: LiveServer
    provider: OpenIdProviderServer

    def key(self, resource: str, name: str = "KEY1") -> str:
        """A resource's key, as its file has it now."""
        if resource == "default":
            return self.server.key
        content = json.loads((self.server.data_dir / f"subscription-keys-{resource}.json").read_text())
        return str(content[name])

    def with_key(self, key: str, host: str | None = None) -> httpx.Client:
        """An app backend with a key, calling by a host name."""
        return self._client({"Ocp-Apim-Subscription-Key": key}, host)

    def with_token(self, token: str, host: str | None = None) -> httpx.Client:
        """An app backend with an access token, calling by a host name."""
        return self._client({"Authorization": f"Bearer {token}"}, host)

    def _client(self, headers: dict[str, str], host: str | None) -> httpx.Client:
        named = {} if host is None else {"Host": host}
        return httpx.Client(base_url=self.server.endpoint, headers=headers | named, timeout=60)


@contextmanager
def running_shared_server(directory: Path) -> Iterator[SharedServer]:
    """Run a provider, and a server that knows it, with the resources of ``FILE``."""
    file = directory / "resources.toml"
    file.write_text(FILE, encoding="utf-8")
    with (
        running_provider() as provider,
        running_server(directory / "data", resources_file=str(file), oidc_issuer=provider.issuer) as server,
    ):
        yield SharedServer(server, provider)
