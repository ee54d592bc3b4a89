"""Measure create, get, list and delete of a running server beside a bare endpoint that answers the same bytes.

Usage: ``python -m bench.sessions [STORED]``. One worker, 32 connections, SQLite with durable commits. Every round sends
the same number of requests to livegate and to the bare endpoint, in turns; a ratio is the median over the rounds, for
what the machine does meanwhile slows down both sides of a round. With STORED (such as 1000000) a second server has that
many sessions in its database, and its costs are compared with those of the first.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx

from bench.bare import Answer
from bench.filling import fill
from bench.load import request_bytes, seconds_for
from tests.support.server import LiveServer, running_server

COLLECTION = "/face/v1.2/detectLiveness-sessions"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "bench"}
ROUNDS = 9
REQUESTS = 960
FEW_STORED = 1_000
LIST_REQUESTS = 96
LEAST = {"get": 0.45, "create": 0.25, "delete": 0.25}
"""Requests a second of livegate by those of the bare endpoint."""
LONGEST_LIST = 12.0
"""Time of a list of 1,000 sessions by that of a get."""
DEAREST_DELETE = 1.5
"""Time of a delete by that of a create."""
MOST_GROWTH = 1.3
"""Time of a call at STORED sessions by that at 1,000."""


@dataclass
class Times:
    """Seconds of each round, by what was sent to whom."""

    rounds: dict[tuple[str, str], list[float]] = field(default_factory=dict)

    def note(self, operation: str, target: str, seconds: float, requests: int) -> None:
        """Keep the seconds that one request took in one round."""
        self.rounds.setdefault((operation, target), []).append(seconds / requests)

    def rate(self, operation: str, target: str) -> float:
        """Return requests a second, in the middle round."""
        return 1 / median(self.rounds[operation, target])

    def ratio(self, one: tuple[str, str], other: tuple[str, str]) -> float:
        """Return how many times as long as the other the one takes, in the middle round."""
        return median(a / b for a, b in zip(self.rounds[one], self.rounds[other], strict=True))


@dataclass(frozen=True)
class Requests:
    """Whole requests to one server."""

    server: LiveServer

    def get(self, session_id: str) -> bytes:
        """Read a session."""
        return self._request("GET", f"{COLLECTION}/{session_id}")

    def delete(self, session_id: str) -> bytes:
        """Delete a session."""
        return self._request("DELETE", f"{COLLECTION}/{session_id}")

    def list(self) -> bytes:
        """List 1,000 sessions."""
        return self._request("GET", COLLECTION)

    def create(self) -> bytes:
        """Create a session."""
        return self._request("POST", COLLECTION, json.dumps(FIELDS).encode())

    def _request(self, method: str, path: str, body: bytes = b"") -> bytes:
        headers = {"Ocp-Apim-Subscription-Key": self.server.key}
        return request_bytes(method, path, headers | ({"Content-Type": "application/json"} if body else {}), body)


def session_ids(client: httpx.Client, *, count: int) -> list[str]:
    """Return the first ids of the server's list."""
    found: list[str] = []
    while len(found) < count and (page := client.get(COLLECTION, params={"start": found[-1] if found else ""}).json()):
        found += [item["id"] for item in page]
    return found[:count]


def measure(times: Times, server: LiveServer, target: str, *, bare: str | None = None) -> None:
    """Send one round of every operation to ``server``, and of the compared ones to the endpoint ``bare``."""
    requests = Requests(server)
    endpoints = {target: server.endpoint} | ({} if bare is None else {"bare": bare})
    with server.client() as client:
        known = session_ids(client, count=REQUESTS)
        reads = [requests.get(session_id) for session_id in known]
        for name, endpoint in endpoints.items():
            times.note("get", name, seconds_for(endpoint, reads, status=200), len(reads))
        creates = [requests.create()] * REQUESTS
        for name, endpoint in endpoints.items():
            times.note("create", name, seconds_for(endpoint, creates, status=200), REQUESTS)
        deletes = [requests.delete(session_id) for session_id in session_ids(client, count=REQUESTS)]
        for name, endpoint in endpoints.items():
            times.note("delete", name, seconds_for(endpoint, deletes, status=204), REQUESTS)


def measure_lists(times: Times, server: LiveServer) -> None:
    """Send one round of lists of 1,000 sessions."""
    seconds = seconds_for(server.endpoint, [Requests(server).list()] * LIST_REQUESTS, status=200)
    times.note("list", "livegate", seconds, LIST_REQUESTS)


@contextmanager
def bare_endpoint(server: LiveServer, folder: Path) -> Iterator[str]:
    """Run the bare endpoint with the answers that ``server`` gives."""
    with server.client() as client:
        created = client.post(COLLECTION, json=FIELDS)
        item = f"{COLLECTION}/{created.json()['sessionId']}"
        answers = {"POST": _answer(created), "GET": _answer(client.get(item)), "DELETE": _answer(client.delete(item))}
    file = folder / "answers.json"
    file.write_text(json.dumps(answers), encoding="utf-8")
    process = subprocess.Popen(  # noqa: S603  # fixed argv
        [sys.executable, "-m", "bench.bare", str(file)], stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
    )
    try:
        yield f"http://127.0.0.1:{next(iter(process.stdout or ())).strip()}"
    finally:
        process.terminate()
        process.communicate()


def _answer(answer: httpx.Response) -> Answer:
    headers = {name: value for name, value in answer.headers.items() if name not in {"date", "content-length"}}
    return {"status": answer.status_code, "headers": headers, "body": answer.text}


@contextmanager
def stocked_server(folder: Path, *, stored: int) -> Iterator[LiveServer]:
    """Run a server whose database holds that many sessions already."""
    folder.mkdir()
    with running_server(folder / "data") as server:
        pass
    asyncio.run(fill(server.data_dir, stored))
    with running_server(folder / "data") as server:
        yield server


def report(times: Times) -> bool:
    """Print the tables and tell whether every bar holds."""
    holds = []
    print(f"{'operation':10} {'bare':>10} {'livegate':>10} {'ratio':>7}   bar")
    for operation, least in LEAST.items():
        ratio = times.ratio((operation, "bare"), (operation, "livegate"))
        holds.append(ratio >= least)
        bare, own = times.rate(operation, "bare"), times.rate(operation, "livegate")
        print(f"{operation:10} {bare:8.0f}/s {own:8.0f}/s {ratio:7.2f}   at least {least}")
    dearer = times.ratio(("delete", "livegate"), ("create", "livegate"))
    holds.append(dearer <= DEAREST_DELETE)
    print(
        f"\na delete, with tombstone and receipt, takes {dearer:.2f} times as long as a create (bar: {DEAREST_DELETE})"
    )
    longer = times.ratio(("list", "livegate"), ("get", "livegate"))
    holds.append(longer <= LONGEST_LIST)
    print(f"\na list of 1,000 takes {longer:.1f} times as long as a get (bar: at most {LONGEST_LIST:.0f})")
    if ("get", "stocked") in times.rounds:
        print()
        for operation in LEAST:
            growth = times.ratio((operation, "stocked"), (operation, "livegate"))
            holds.append(growth <= MOST_GROWTH)
            print(f"{operation:10} with the larger database {growth:5.2f} times the time (bar: at most {MOST_GROWTH})")
    return all(holds)


def main() -> None:
    """Print the tables; the status is 1 when a bar does not hold."""
    stored = int(sys.argv[1]) if len(sys.argv) > 1 else None
    times = Times()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        server = stack.enter_context(stocked_server(folder / "few", stored=FEW_STORED))
        bare = stack.enter_context(bare_endpoint(server, folder))
        many = None if stored is None else stack.enter_context(stocked_server(folder / "many", stored=stored))
        for _ in range(ROUNDS):
            measure_lists(times, server)
            measure(times, server, "livegate", bare=bare)
            if many is not None:
                measure(times, many, "stocked")
    sys.exit(not report(times))


if __name__ == "__main__":
    main()
