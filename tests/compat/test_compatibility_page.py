"""The page on compatibility names the libraries and versions that the tests run, and no others."""

import json
import re
import tomllib
from collections import defaultdict
from pathlib import Path

from tests.compat import python_sdk_b1, test_javascript_sdk, test_python_sdk, test_python_sdk_b1

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "compatibility.md"
ROW = re.compile(r"^\| (?:PyPI|npm) `([^`]+)` \| (\S+) \| ([^|]+) \|", re.MULTILINE)

Libraries = dict[tuple[str, str], set[str]]


def named_libraries() -> Libraries:
    """API versions by package and version, as the page has them."""
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return {(package, version): set(re.findall(r"`([^`]+)`", apis)) for package, version, apis in rows}


def python_libraries() -> Libraries:
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    (in_environment,) = (requirement for requirement in groups["dev"] if requirement.startswith("azure-"))
    return {
        split(in_environment, "=="): set(test_python_sdk.VERSIONS),
        split(test_python_sdk_b1.REQUIREMENT, "=="): {python_sdk_b1.API_VERSION},
    }


def javascript_libraries() -> Libraries:
    package = json.loads((test_javascript_sdk.FOLDER / "package.json").read_text(encoding="utf-8"))
    libraries: Libraries = defaultdict(set)
    for run in test_javascript_sdk.RUNS:
        installed = package["dependencies"][f"face-{run.package}"].removeprefix("npm:")
        libraries[split(installed, "@")].add(run.api_version)
    return libraries


def split(requirement: str, separator: str) -> tuple[str, str]:
    name, _, version = requirement.rpartition(separator)
    return name, version


def test_the_page_names_what_is_tested() -> None:
    assert named_libraries() == python_libraries() | javascript_libraries()
