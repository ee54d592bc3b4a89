"""Where the tests cite the deviations."""

import re
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parents[2] / "tests"
NUMBER = re.compile(r"\bD-\d{2}\b")


def citing_tests() -> dict[str, list[Path]]:
    """Return the files below ``tests`` that cite a deviation, by its number and in order."""
    files: dict[str, list[Path]] = defaultdict(list)
    for path in sorted([*TESTS.rglob("*.py"), *TESTS.rglob("*.mjs")]):
        for number in sorted(set(NUMBER.findall(path.read_text(encoding="utf-8")))):
            files[number].append(path.relative_to(TESTS.parent))
    return files
