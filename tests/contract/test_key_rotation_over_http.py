"""Keys are rotated while two servers over the same data are used; no call fails, and nothing acknowledged is lost."""

import os
import secrets
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path

import httpx
from joserfc import jws
from joserfc.jwk import ECKey

from livegate.opened_keys import open_signing_keys
from livegate.operations.system import SystemClock
from livegate.storage.key_hierarchy import rotate_master_key
from livegate.storage.master_key_sources import MasterKeyFile
from livegate.storage.wrapped_key_files import WrappedKeyFiles
from tests.support.server import LiveServer, running_server

PATH = "/face/v1.2/detectLiveness-sessions"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
PUBLISHED = "/.well-known/livegate-keys"


def rotate_master(data_dir: Path) -> None:
    source = MasterKeyFile(data_dir / "master.key", random_bytes=secrets.token_bytes)
    rotate_master_key(source, WrappedKeyFiles(data_dir, source, random_bytes=secrets.token_bytes))


def rotate_by_command(data_dir: Path, *arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIVEGATE_")}
    command = [sys.executable, "-m", "livegate", "keys", "rotate", *arguments]
    finished = subprocess.run(  # noqa: S603  # fixed argv
        command, env=environment | {"LIVEGATE_DATA_DIR": str(data_dir)}, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stderr


def key_ids(server: LiveServer) -> list[str]:
    return [key["kid"] for key in httpx.get(server.endpoint + PUBLISHED).json()["keys"]]


def signed_by(token: str) -> object:
    return jws.extract_compact(token.encode()).headers()["kid"]


def use(servers: list[LiveServer], stop: threading.Event) -> dict[str, str]:
    """Create, read on the other server, start and at times delete, until told to stop; return what must be there."""
    kept: dict[str, str] = {}
    with ExitStack() as stack:
        clients = [stack.enter_context(server.client()) for server in servers]
        for (server, one, other), number in zip(
            cycle(zip(servers, clients, clients[::-1], strict=True)), range(10_000)
        ):
            made = one.post(PATH, json=FIELDS).raise_for_status().json()
            assert other.get(f"{PATH}/{made['sessionId']}").raise_for_status().json() == made
            with server.device(made["authToken"]) as device:
                device.post("/face/v1.2/session/start").raise_for_status()
            if number % 3:
                other.delete(f"{PATH}/{made['sessionId']}").raise_for_status()
            else:
                kept[made["sessionId"]] = made["authToken"]
            if stop.is_set():
                break
    return kept


def test_keys_are_rotated_under_load_and_nothing_fails(tmp_path: Path) -> None:
    data_dir, stop = tmp_path / "data", threading.Event()
    with ExitStack() as stack:
        servers = [stack.enter_context(running_server(data_dir, test_mode="true")) for _ in range(2)]
        before = key_ids(servers[0])
        master_key = (data_dir / "master.key").read_bytes()
        with ThreadPoolExecutor(2) as callers:
            used = [callers.submit(use, servers, stop) for _ in range(2)]
            for _ in range(5):
                rotate_master(data_dir)
            open_signing_keys(data_dir).rotate(SystemClock().now())
            stop.set()
            kept = used[0].result() | used[1].result()
        after = key_ids(servers[1])
        assert (after[1:], len(after)) == (before, 2)
        assert (data_dir / "master.key").read_bytes().count(b"\n") == 1
        assert (data_dir / "master.key").read_bytes() != master_key
        for server in servers:
            with server.client() as backend:
                new = backend.post(PATH, json=FIELDS).json()
                assert signed_by(new["authToken"]) == after[0]
                kept[new["sessionId"]] = new["authToken"]
    with running_server(data_dir, test_mode="true") as server, server.client() as backend:
        assert kept
        for session_id, token in kept.items():
            assert backend.get(f"{PATH}/{session_id}").raise_for_status().json()["authToken"] == token


def test_tokens_of_keys_that_leaked_are_refused_at_once_and_their_signatures_stay_verifiable(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", test_mode="true") as server, server.client() as backend:
        token = backend.post(PATH, json=FIELDS).json()["authToken"]
        rotate_by_command(tmp_path / "data", "SIGNING", "--distrust")
        with server.device(token) as device:
            assert device.post("/face/v1.2/session/start").status_code == 401
        published = httpx.get(server.endpoint + PUBLISHED)
        assert published.headers["content-type"] == "application/jwk-set+json"
        keys = {key["kid"]: key for key in published.json()["keys"]}
        assert all("d" not in key for key in keys.values())
        jws.deserialize_compact(token, ECKey.import_key(keys[str(signed_by(token))]), algorithms=["ES256"])
        with server.device(backend.post(PATH, json=FIELDS).json()["authToken"]) as device:
            device.post("/face/v1.2/session/start").raise_for_status()
