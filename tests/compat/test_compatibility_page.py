"""What the page on compatibility shows is what the tests of this run have seen."""

from pathlib import Path
from typing import Literal

import pytest

from tests.compat import test_javascript_sdk
from tests.support.compatibility import (
    JAVASCRIPT,
    PYTHON,
    VERDICTS,
    Recorder,
    Served,
    committed_verdicts,
    write_verdicts,
)
from tests.support.python_sdk import CLIENTS, ClientChoice, PythonSdk
from tools.reference.compatibility import compatibility_page

SESSION = "/face/v1.2/detectLiveness-sessions/1"
SERVED = {"Caller": {"v1.2": ["GET /detectLiveness-sessions/{sessionId}"]}}


Outcome = Literal["passed", "failed", "skipped"]
PASSED: tuple[Outcome, Outcome, Outcome] = ("passed", "passed", "passed")


def told(
    recorder: Recorder,
    outcomes: tuple[Outcome, Outcome, Outcome],
    status: int = 200,
    url: str = f"http://127.0.0.1{SESSION}",
) -> Recorder:
    """Let a test be served once, and then end its three parts as given."""
    recorder.note("Caller", "GET", url, status)
    whens: tuple[Literal["setup", "call", "teardown"], ...] = ("setup", "call", "teardown")
    for when, outcome in zip(whens, outcomes, strict=True):
        recorder.pytest_runtest_logreport(pytest.TestReport("test", ("", None, ""), {}, outcome, None, when))
    return recorder


def as_lines(served: Served) -> set[str]:
    return {
        f"{caller} in {version}: {operation}"
        for caller, versions in served.items()
        for version, operations in versions.items()
        for operation in operations
    }


def test_the_verdicts_are_those_of_this_run(whole_run: Recorder, pytestconfig: pytest.Config) -> None:
    seen = whole_run.served()
    if pytestconfig.getoption("--write-verdicts"):
        write_verdicts(seen)
    assert as_lines(seen) == as_lines(committed_verdicts()), f"{VERDICTS.name} is not current: run `make compatibility`"


def test_every_library_that_is_run_has_verdicts_and_no_other(whole_run: Recorder) -> None:
    """No column of the page is left over from a version that is no longer run."""
    libraries = {caller for caller in committed_verdicts() if caller.startswith((PYTHON, JAVASCRIPT))}
    assert libraries == {choice.caller for choice in CLIENTS} | {run.caller for run in test_javascript_sdk.RUNS}


def test_nothing_that_is_served_is_untested(whole_run: Recorder) -> None:
    assert [line for line in compatibility_page().splitlines() if "not tested" in line] == []


def test_every_call_of_the_python_library_is_made(choice: ClientChoice, sdk: PythonSdk) -> None:
    """The page says "contract tests only" where no library has an operation, not where none is asked for it."""
    client = sdk.asynchronous_sessions if choice.is_asynchronous else sdk.sessions
    calls = {name for name in dir(client) if name.startswith(("create_", "get_", "delete_", "detect_"))}
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_python_sdk*.py"))
    assert {name for name in calls if f".{name}(" not in tests} == set()


def test_what_a_passing_test_was_served_counts() -> None:
    assert told(Recorder(), PASSED).served() == SERVED


@pytest.mark.parametrize(
    "outcomes", [("passed", "failed", "passed"), ("passed", "passed", "failed"), ("passed", "skipped", "passed")]
)
def test_what_another_test_was_served_does_not(outcomes: tuple[Outcome, Outcome, Outcome]) -> None:
    recorder = told(Recorder(), outcomes)
    assert recorder.served() == {}
    assert told(recorder, PASSED).served() == SERVED


@pytest.mark.parametrize(
    ("status", "url"), [(404, f"http://127.0.0.1{SESSION}"), (200, "http://127.0.0.1/healthz"), (200, SESSION + "/no")]
)
def test_refusals_and_other_paths_do_not_count(status: int, url: str) -> None:
    assert told(Recorder(), PASSED, status=status, url=url).served() == {}
