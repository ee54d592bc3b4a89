"""Which operations Azure's libraries and the contract tests were really served, noted from their own requests."""

import json
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from livegate.contract.errors import ServiceError
from livegate.contract.operations import Operation, match

ROOT = Path(__file__).parents[2]
VERDICTS = ROOT / "tests" / "compat" / "verdicts.json"
ROOMS = ("tests/compat", "tests/contract")

PYTHON = "Python"
JAVASCRIPT = "JavaScript"
DOTNET = ".NET, restated"
JAVA = "Java, restated"
SAMPLES = "Samples, restated"
DEVICES = "Devices"
EXAMPLES = "Official examples"
SPECIFICATION = "Specification"
CONTRACT = "Contract tests"

Served = dict[str, dict[str, list[str]]]
"""Operations by caller and API version; an operation is written as ``operation_name`` has it."""


def operation_name(operation: Operation) -> str:
    """Return the method and the path template, which name an operation within its API version."""
    return f"{operation.method} {operation.path}"


def committed_verdicts() -> Served:
    served: Served = json.loads(VERDICTS.read_text(encoding="utf-8"))
    return served


def write_verdicts(served: Served) -> None:
    VERDICTS.write_text(f"{json.dumps(served, indent=2)}\n", encoding="utf-8")


class Recorder:
    """A plugin of pytest that keeps what the callers tell it in tests that pass.

    A caller is a library with its version, or a kind of contract test. It tells of every answer that it received.
    """

    def __init__(self) -> None:
        self._pending: set[tuple[str, str, str]] = set()
        self._served: set[tuple[str, str, str]] = set()
        self._watched: set[str] = set()
        self._passed: set[str] = set()
        self._is_failed = False
        self._is_part = False

    def note(self, caller: str, method: str, url: str, status: int) -> None:
        """Note an answer; it counts when it is a success of an operation and the test that is running passes."""
        with suppress(ServiceError):
            found = match(method, urlsplit(url).path)
            if httpx.codes.is_success(status):
                self._pending.add((caller, str(found.version), operation_name(found.operation)))

    def watch(self, client: httpx.Client, caller: str) -> httpx.Client:
        """Return the client, which from now on tells of its answers in the caller's name."""

        def note(response: httpx.Response) -> None:
            self.note(caller, response.request.method, str(response.request.url), response.status_code)

        client.event_hooks["response"].append(note)
        return client

    def served(self) -> Served:
        """Return what was noted so far, in the order in which it is kept."""
        grouped: Served = defaultdict(lambda: defaultdict(list))
        for caller, version, operation in sorted(self._served):
            grouped[caller][version].append(operation)
        return {caller: dict(versions) for caller, versions in grouped.items()}

    def missing(self) -> str | None:
        """Return why the run so far is no ground for a comparison, or None when every test that tells has passed."""
        if self._is_part:
            return f"compares a run of all tests in {' and '.join(ROOMS)}"
        left = sorted(self._watched - self._passed)
        return f"needs every test that calls the server to pass; not so {left[0]}" if left else None

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Learn which tests tell of answers, and whether all of them are to be run."""
        collected = {item.path for item in session.items}
        whole = {path for room in ROOMS for path in (ROOT / room).glob("test_*.py")}
        self._is_part |= not whole <= collected or any("::" in argument for argument in session.config.args)
        self._watched = {item.nodeid for item in session.items if "recorder" in getattr(item, "fixturenames", ())}
        self._watched -= {item.nodeid for item in session.items if runs_last(item)}

    def pytest_deselected(self) -> None:
        """Learn that a part of the tests was left out, by name or by mark."""
        self._is_part = True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep what was noted during a test that passed, its fixtures included."""
        self._is_failed |= not report.passed
        if report.when == "teardown":
            if not self._is_failed:
                self._served |= self._pending
                self._passed.add(report.nodeid)
            self._pending.clear()
            self._is_failed = False


def runs_last(item: pytest.Item) -> bool:
    """Tell whether a test looks back on the whole run."""
    return "whole_run" in getattr(item, "fixturenames", ())
