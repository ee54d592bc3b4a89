"""The browser element's modules are what their JSDoc says, by TypeScript's compiler in its strict mode."""

import subprocess
from pathlib import Path

import pytest

from tests.support.packages import find_program

PROJECT = Path(__file__).parent / "javascript" / "tsconfig.json"
CHECK_SECONDS = 120


def test_every_module_is_what_its_types_say(element_packages: Path) -> None:
    compiler = element_packages / "typescript" / "bin" / "tsc"
    done = subprocess.run(  # noqa: S603  # fixed argv
        [find_program("node"), str(compiler), "--pretty", "false", "--project", str(PROJECT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=CHECK_SECONDS,
    )
    if done.returncode != 0:
        pytest.fail(done.stdout, pytrace=False)
