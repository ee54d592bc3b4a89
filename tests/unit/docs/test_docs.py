import ast
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from livegate.access.session_tokens import LONGEST_TOKEN
from livegate.cli.attempt import play_attempt
from livegate.cli.command import build_command
from livegate.contract.error_catalogue import ERROR_CATALOGUE
from livegate.contract.operations import OPERATIONS, Caller
from livegate.http.bodies import BODY_SECONDS, LARGEST_JSON, MOST_PARTS
from livegate.http.received_bytes import MOST_BYTES
from livegate.http.uploads import LARGEST_CAPTURE
from livegate.liveness.reference import SMALLEST_FACE
from livegate.sessions.transitions import ATTEMPT_LIFETIME
from livegate.settings import Settings
from livegate.vision.limits import MediaLimits
from tests.support.server import LiveServer

ROOT = Path(__file__).parents[3]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))

FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
INLINE_CODE = re.compile(r"`[^`\n]+`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def run_example(content: str, environment: dict[str, str]) -> str:
    command = [sys.executable, "-c", content]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own page


def read(page: str) -> str:
    return (DOCS / page).read_text(encoding="utf-8")


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def code(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    fences = [content for language, content in FENCE.findall(text) if language == "sh"]
    return "\n".join([*fences, *(found.strip("`") for found in INLINE_CODE.findall(prose(page)))])


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names that a hosting site gives to the page's headings."""
    titles = (re.sub(r"[^\w\- ]", "", title.lower()) for title in HEADING.findall(prose(page)))
    return frozenset(title.replace(" ", "-") for title in titles)


def python_examples(page: Path) -> list[str]:
    return [content for language, content in FENCE.findall(page.read_text(encoding="utf-8")) if language == "python"]


@each_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(prose(page)):
        if target.startswith(("https://", "http://")):
            continue
        file, _, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


@each_page
def test_every_verb_that_is_named_exists(page: Path) -> None:
    command = build_command()
    for group, verb in re.findall(r"(?:^|[\s/(])livegate ([a-z]+)(?: ([a-z]+))?", code(page)):
        assert group in command, group
        if command[group].default_command is None and verb:
            assert verb in command[group], verb


@each_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"(?:^|\s)make ([a-z]+)", code(page))) <= set(targets)


@each_page
def test_every_setting_that_is_named_exists(page: Path) -> None:
    of_commands = {"LIVEGATE_TOKEN"}
    of_examples = {"LIVEGATE_KEY", "LIVEGATE_ENDPOINT"}
    of_tests = {"LIVEGATE_RACE_ROUNDS", "LIVEGATE_TORTURE_ROUNDS", "LIVEGATE_PLANTED_SESSIONS"}
    of_settings = {f"LIVEGATE_{name.upper()}" for name in Settings.model_fields}
    known = of_settings | of_commands | of_examples | of_tests
    assert set(re.findall(r"LIVEGATE_[A-Z0-9_]*[A-Z0-9]\b", page.read_text(encoding="utf-8"))) <= known


@each_page
def test_python_examples_compile(page: Path) -> None:
    for content in python_examples(page):
        ast.parse(content, filename=str(page))


def test_the_tutorials_examples_work(live_server: LiveServer, portrait_clip: Path) -> None:
    create, read_and_erase = python_examples(DOCS / "tutorial" / "first-session.md")
    environment = os.environ | {"LIVEGATE_ENDPOINT": live_server.endpoint, "LIVEGATE_KEY": live_server.key}
    words = run_example(create, environment).split()
    session_id, token = (word.partition("=")[2] for word in words[1:])
    result = play_attempt(token, portrait_clip)
    told = run_example(read_and_erase, environment | {"SESSION_ID": session_id})
    assert f"digest   {result.digest}" in told
    assert "erased   SessionNotFound" in told


def test_the_readmes_example_works(live_server: LiveServer) -> None:
    (example,) = python_examples(ROOT / "README.md")
    environment = os.environ | {"LIVEGATE_ENDPOINT": live_server.endpoint, "LIVEGATE_KEY": live_server.key}
    assert run_example(example, environment) == "FaceSessionStatus.NOT_STARTED\n"


def test_the_generated_pages_are_current() -> None:
    command = [sys.executable, "-m", "tools.generate_reference", "--check"]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)  # noqa: S603  # fixed argv
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described(name: str) -> None:
    assert f"| `LIVEGATE_{name.upper()}` |" in read("reference/settings.md")
    assert Settings.model_fields[name].description


def test_every_error_code_is_listed() -> None:
    page = read("reference/errors.md")
    assert [entry.code for entry in ERROR_CATALOGUE if f"| `{entry.code}` |" not in page] == []


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_every_decision_is_indexed_and_whole(path: Path) -> None:
    assert f"]({path.name})" in read("decisions/README.md")
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    assert headings[0].startswith(f"{path.name[:4]}: ")
    assert headings[1:] == ["Context", "Decision", "Consequences", "Enforced by"]


def test_every_page_is_in_the_index() -> None:
    listed = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall(read("README.md"))}
    beside = {DOCS / "README.md", *DECISIONS, *(DOCS / "models").glob("*.md")}
    assert [page for page in sorted(DOCS.rglob("*.md")) if page not in listed | beside] == []


def test_every_test_that_the_threat_model_names_is_there() -> None:
    page = DOCS / "explanation" / "threat-model.md"
    named = re.findall(r"\[`(test_\w+)`\]\((\S+?)\)", page.read_text(encoding="utf-8"))
    assert len(named) > 30
    assert [
        name for name, file in named if f"def {name}(" not in (page.parent / file).read_text(encoding="utf-8")
    ] == []


def test_the_device_protocol_names_every_path_of_the_device() -> None:
    headings = "\n".join(HEADING.findall(read("reference/device-protocol.md")))
    paths = [operation.path for operation in OPERATIONS if operation.caller is Caller.DEVICE]
    assert [path for path in paths if path.removeprefix("/") not in headings] == []


@pytest.mark.parametrize(
    "stated",
    [
        f"at most {LARGEST_JSON} bytes",
        f"{LARGEST_CAPTURE} bytes (50 MiB), {MOST_PARTS} parts, received within {BODY_SECONDS} seconds",
        f"at most {LONGEST_TOKEN} characters",
        f"{MOST_BYTES} bytes (512 MiB); then 413",
        f"open for {ATTEMPT_LIFETIME.seconds // 60} minutes",
        f"{MediaLimits().capture_seconds:g} seconds, {MediaLimits().capture_frames} frames",
        f"{MediaLimits().sequence_pictures} JPEG frames, {MediaLimits().still_bytes_max} bytes",
        f"{MediaLimits().frame_pixels} pixels; sides of at least {MediaLimits().side_min} pixels",
        f"the longer side at most {MediaLimits().aspect_max:g} times the shorter",
        f"| all frames | {MediaLimits().capture_pixels} pixels |",
        f"{MediaLimits().still_bytes_min} to {MediaLimits().still_bytes_max} bytes",
        f"one face at least {SMALLEST_FACE} pixels wide",
    ],
)
def test_the_device_protocol_names_the_limits_that_hold(stated: str) -> None:
    assert stated in read("reference/device-protocol.md")


def test_a_capture_may_fill_the_whole_body() -> None:
    assert MediaLimits().capture_bytes == LARGEST_CAPTURE
