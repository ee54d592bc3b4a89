"""Measure answers, time and memory through the HTTP device route of a running server.

Usage: ``python -m bench.device_route DIR [CLIP]``. DIR holds hard and broken files and a ``manifest.csv`` with the
columns ``file`` and ``kind``: the table says how each was answered as verify image and as device content. With CLIP,
a video, the memory that many attempts with it leave is measured too.
"""

import csv
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from tests.support.server import LiveServer, running_server

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "bench"}
LIVENESS = "/face/v1.2/detectLiveness-sessions"
VERIFY = "/face/v1.2/detectLivenessWithVerify-sessions"
DETECT = "/face/v1.2/detectLiveness/singleModal"


def rows(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield every file of a manifest with its kind."""
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield folder / row["file"], row["kind"]


def peak_memory(server: LiveServer) -> int:
    """Return the server's peak resident memory so far, in megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))


def current_memory(server: LiveServer) -> int:
    """Return the server's resident memory now, in megabytes."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def judge(server: LiveServer, backend: httpx.Client, content: bytes) -> tuple[httpx.Response, dict[str, object]]:
    """Hand ``content`` in as a device and return the answer with the attempt as the app backend reads it."""
    session = backend.post(LIVENESS, json=FIELDS).raise_for_status().json()
    with server.device(session["authToken"]) as device:
        answer = device.post(DETECT, files={"Content": ("file", content)})
    attempts = backend.get(f"{LIVENESS}/{session['sessionId']}").json()["results"]["attempts"]
    backend.delete(f"{LIVENESS}/{session['sessionId']}")
    return answer, attempts[0] if attempts else {}


def outcome(attempt: dict[str, object]) -> str:
    """Return the decision, or the error's code."""
    result, error = attempt.get("result"), attempt.get("error")
    if isinstance(result, dict):
        return str(result["livenessDecision"])
    return str(error["code"]) if isinstance(error, dict) else "none"


def measure_inputs(server: LiveServer, folder: Path) -> None:
    """Print how each input was answered, and what was slowest and largest."""
    slowest = 0.0
    statuses: Counter[int] = Counter()
    with server.client() as backend:
        for path, kind in rows(folder):
            content = path.read_bytes()
            started = time.perf_counter()
            created = backend.post(VERIFY, data=FIELDS, files={"verifyImage": ("photo", content)})
            as_image = time.perf_counter() - started
            started = time.perf_counter()
            answer, attempt = judge(server, backend, content)
            as_content = time.perf_counter() - started
            slowest = max(slowest, as_image, as_content)
            statuses.update([created.status_code, answer.status_code])
            seen = created.json()
            image = seen["error"]["code"] if "error" in seen else seen["results"]["verifyReferences"][0]
            described = image if isinstance(image, str) else f"accepted, {image['qualityForRecognition']}"
            print(
                f"{path.name:36} {kind:16} image {created.status_code} {described:18} {as_image:5.2f} s   "
                f"content {answer.status_code} {outcome(attempt):26} {as_content:5.2f} s   {peak_memory(server)} MB"
            )
    print(f"statuses {dict(statuses)}, slowest {slowest:.2f} s, peak memory {peak_memory(server)} MB")


def measure_memory(server: LiveServer, content: bytes, *, attempts: int = 50) -> None:
    """Print the memory after every tenth of many attempts."""
    with server.client() as backend:
        for count in range(1, attempts + 1):
            judge(server, backend, content)
            if count % 10 == 0:
                print(f"after {count:3} attempts {current_memory(server)} MB")


def main(arguments: Sequence[str]) -> None:
    """Print the table, and the memory where there is a clip to attempt with."""
    with TemporaryDirectory() as folder, running_server(Path(folder) / "inputs") as server:
        measure_inputs(server, Path(arguments[0]))
    for clip in arguments[1:]:
        with TemporaryDirectory() as folder, running_server(Path(folder) / "memory") as server:
            measure_memory(server, Path(clip).read_bytes())


if __name__ == "__main__":
    main(sys.argv[1:])
