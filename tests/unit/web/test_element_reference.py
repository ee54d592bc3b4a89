"""The reference page of the browser element says what the element does."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from livegate.app import WEB_DIRECTORY
from tests.support.packages import find_program

ELEMENT = WEB_DIRECTORY / "element"
FAILURES = ELEMENT / "assets/facelivenessdetector-assets/js/protocol/failures.js"
PAGE = (Path(__file__).parents[3] / "docs/reference/browser-element.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(\w+)` \| `(\w+)` \| .* \| (yes|no) \|$", re.MULTILINE)
SCRIPT = f"""
import {{ failureOf, isMendable }} from {json.dumps(str(FAILURES))};
const reasons = JSON.parse(process.argv[1]);
console.log(JSON.stringify(reasons.map((reason) => [failureOf(reason).livenessError, reason, isMendable(reason)])));
"""


@pytest.fixture(scope="module")
def declared() -> str:
    return (ELEMENT / "FaceLivenessDetector.d.ts").read_text(encoding="utf-8")


def test_every_reason_is_listed_with_its_error_and_whether_the_person_can_mend_it(declared: str) -> None:
    reasons = re.findall(r'\| "(\w+)"', declared.partition("FailureReason =")[2].partition(";")[0])
    argv = [find_program("node"), "--input-type=module", "--eval", SCRIPT, json.dumps(reasons)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603  # fixed argv

    listed = [(error, reason, retry == "yes") for error, reason, retry in ROW.findall(PAGE)]
    assert sorted(listed) == sorted(map(tuple, json.loads(done.stdout)))


def test_every_property_is_listed(declared: str) -> None:
    properties = re.findall(r"^  get (\w+)\(", declared, re.MULTILINE)

    assert [name for name in properties if f"\n| `{name}` | " not in PAGE] == []


def test_every_export_is_listed(declared: str) -> None:
    exported = re.findall(r"^export (?:declare )?(?:const|class|function|interface|type) (\w+)", declared, re.MULTILINE)
    section = PAGE.partition("## Module")[2].partition("## start")[0]

    assert [name for name in exported if f"`{name}" not in section] == []
