"""What the tests of Azure's JavaScript SDK assert, and for v1.2 and newer those of .NET and Java, with npm's packages.

The assertions are in ``javascript/*.test.mjs``, for node's own test runner; each is a test here.
"""

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from tests.support.compatibility import DEVICES, JAVASCRIPT, Recorder, committed_verdicts
from tests.support.packages import find_program, install_javascript
from tests.support.server import LiveServer, running_server

FOLDER = Path(__file__).parent / "javascript"
ROUTE = re.compile(r'^ +\(path: "([^"]*ession[^"]*)"', re.MULTILINE)
TITLE = re.compile(r'^test\("([^"]+)"', re.MULTILINE)
RUN_SECONDS = 180

LIVENESS = "detectLiveness"
WITH_VERIFY = "detectLivenessWithVerify"

OWN_API_VERSIONS = {"beta1": "v1.1-preview.1", "beta3": "v1.2"}


@dataclass(frozen=True)
class Run:
    """One start of node: a file of tests, named for its package, for an operation and an API version."""

    file: str
    api_version: str
    operation: str

    @property
    def name(self) -> str:
        return "-".join((self.file.removesuffix(".test.mjs"), self.api_version, self.operation))

    @property
    def package(self) -> str:
        return self.file.partition(".")[0]

    @property
    def caller(self) -> str:
        return f"{JAVASCRIPT} {installed_version(self.package)}"

    @property
    def is_version_chosen(self) -> bool:
        """Whether the package is told the version; where it is the package's own, that is left alone."""
        return self.api_version != OWN_API_VERSIONS[self.package]

    def titles(self) -> list[str]:
        return TITLE.findall((FOLDER / self.file).read_text(encoding="utf-8"))


RUNS = [
    Run("beta1.test.mjs", "v1.1-preview.1", LIVENESS),
    Run("beta1.test.mjs", "v1.1-preview.1", WITH_VERIFY),
    Run("beta1.verify.test.mjs", "v1.1-preview.1", WITH_VERIFY),
    Run("beta3.test.mjs", "v1.2", LIVENESS),
    Run("beta3.test.mjs", "v1.2", WITH_VERIFY),
    Run("beta3.verify.test.mjs", "v1.2", WITH_VERIFY),
    Run("beta3.test.mjs", "v1.3-preview.1", LIVENESS),
    Run("beta3.test.mjs", "v1.3-preview.1", WITH_VERIFY),
    Run("beta3.verify.test.mjs", "v1.3-preview.1", WITH_VERIFY),
    Run("beta3.v1.3.test.mjs", "v1.3-preview.1", LIVENESS),
]


def installed_version(package: str) -> str:
    """Return the version of the SDK that the tests know as ``face-{package}``."""
    content = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    version: str = content["dependencies"][f"face-{package}"].rpartition("@")[2]
    return version


Outcomes = dict[str, str | None]


@pytest.fixture(scope="module")
def node() -> str:
    return find_program("node")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server that holds no sessions but those of these tests: some count what is listed."""
    with running_server(tmp_path_factory.mktemp("javascript-server") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests lie beside what they need."""
    return install_javascript(FOLDER, tmp_path_factory.mktemp("javascript"))


@pytest.fixture(scope="module")
def outcomes_of(
    node: str,
    package: Path,
    server: LiveServer,
    portrait_clip: Path,
    portrait_jpeg: Path,
    recorder: Recorder,
) -> Callable[[Run], Outcomes]:
    """Return what each test of a run ended with, ``None`` for passed; a run is made once."""
    given = {
        "endpoint": server.endpoint,
        "key": server.key,
        "clip": str(portrait_clip),
        "photo": str(portrait_jpeg),
        "device": DEVICES,
    }
    numbers = count()

    @cache
    def outcomes(run: Run) -> Outcomes:
        calls = package / f"calls-{next(numbers)}.jsonl"
        facts = given | {
            "operation": run.operation,
            "apiVersion": run.api_version,
            "isVersionChosen": run.is_version_chosen,
            "caller": run.caller,
            "calls": str(calls),
        }
        done = subprocess.run(  # noqa: S603  # fixed argv
            [node, "--test-reporter=./outcomes.mjs", "--test-reporter-destination=stdout", run.file],
            cwd=package,
            env=os.environ | {"COMPATIBILITY": json.dumps(facts)},
            capture_output=True,
            text=True,
            check=False,
            timeout=RUN_SECONDS,
        )
        told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert told, done.stderr
        outcomes = {outcome["name"]: outcome["failure"] for outcome in told}
        if not any(outcomes.values()):
            for line in calls.read_text(encoding="utf-8").splitlines():
                recorder.note(**json.loads(line))
        return outcomes

    return outcomes


@pytest.mark.parametrize(
    ("run", "title"),
    [pytest.param(run, title, id=f"{run.name}: {title}") for run in RUNS for title in run.titles()],
)
def test_the_javascript_sdk(run: Run, title: str, outcomes_of: Callable[[Run], Outcomes]) -> None:
    outcomes = outcomes_of(run)
    assert title in outcomes, f"{run.file} did not run it; it ran {sorted(outcomes)}"
    if outcomes[title] is not None:
        pytest.fail(str(outcomes[title]), pytrace=False)


@pytest.mark.parametrize(("name", "api_version"), OWN_API_VERSIONS.items())
def test_every_path_of_the_package_is_called(package: Path, name: str, api_version: str) -> None:
    """The compatibility page says "contract tests only" where no library has an operation, not where none is asked."""
    definitions = package / "node_modules" / f"face-{name}" / "dist" / "esm" / "clientDefinitions.d.ts"
    called = committed_verdicts()[f"{JAVASCRIPT} {installed_version(name)}"][api_version]
    assert set(ROUTE.findall(definitions.read_text(encoding="utf-8"))) <= {call.partition(" ")[2] for call in called}


def test_every_file_of_tests_is_run() -> None:
    assert {run.file for run in RUNS} == {path.name for path in FOLDER.glob("*.test.mjs")}


def test_every_test_has_a_title_that_is_found() -> None:
    for run in RUNS:
        calls = re.findall(r"\btest\(", (FOLDER / run.file).read_text(encoding="utf-8"))
        assert len(set(run.titles())) == len(calls) > 0


def test_the_lock_file_names_no_registry() -> None:
    assert "resolved" not in (FOLDER / "package-lock.json").read_text(encoding="utf-8")
