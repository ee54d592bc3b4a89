"""Write the reference pages that follow from the code; with ``--check``, tell whether they are current.

Usage, in the repository's root: ``python -m tools.generate_reference [--check]``.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from tools.reference.browser_texts import browser_texts_page
from tools.reference.command_line import command_line_page
from tools.reference.compatibility import compatibility_page
from tools.reference.contract import deviations_page, errors_page, operations_page
from tools.reference.data_map import data_map_page
from tools.reference.production import production_page
from tools.reference.settings import settings_page
from tools.reference.test_mode import test_mode_page
from tools.reference.token_attacks import token_attacks_page
from tools.reference.verdict import verdict_page

FOLDER = Path(__file__).parent.parent / "docs" / "reference"

PAGES: dict[str, Callable[[], str]] = {
    "browser-texts.md": browser_texts_page,
    "command-line.md": command_line_page,
    "compatibility.md": compatibility_page,
    "data-map.md": data_map_page,
    "deviations.md": deviations_page,
    "errors.md": errors_page,
    "operations.md": operations_page,
    "production.md": production_page,
    "settings.md": settings_page,
    "test-mode.md": test_mode_page,
    "token-attacks.md": token_attacks_page,
    "verdict-reasons.md": verdict_page,
}


def main(arguments: list[str]) -> int:
    """Write all pages, or with ``--check`` name those that are not current; return the exit status."""
    stale = [name for name, page in PAGES.items() if not _is_current(FOLDER / name, page())]
    if arguments == ["--check"]:
        sys.stderr.writelines(f"docs/reference/{name} is not current: run `make format`\n" for name in stale)
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


def _is_current(path: Path, content: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
