"""Write the reference pages that follow from the contract's tables; with ``--check``, tell whether they are current."""  # noqa: INP001  # a script, not a package

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from livegate.contract.deviations import DEVIATIONS
from livegate.contract.error_catalogue import ERROR_CATALOGUE
from livegate.contract.operations import OPERATIONS

FOLDER = Path(__file__).parent.parent / "docs" / "reference"
ORIGIN = "<!-- Made by tools/generate_reference.py from the tables in src/livegate/contract: change those. -->"


def deviations_page() -> str:
    """Return the page on where livegate departs from Azure's contract."""
    rows = [(deviation.number, deviation.what, deviation.why) for deviation in DEVIATIONS]
    introduction = (
        "Where livegate departs from Azure's contract, or decides what the contract leaves open. "
        "Each is cited by a test under its number."
    )
    return _page("Deviations", introduction, ("No.", "What you meet", "Why"), rows)


def operations_page() -> str:
    """Return the page on what is served."""
    rows = [
        (
            f"`{operation.method}`",
            f"`{operation.path}`",
            ", ".join(operation.versions),
            str(operation.success_status),
            operation.caller.value,
        )
        for operation in OPERATIONS
    ]
    introduction = (
        "Paths stand below `/face/{version}`. Letter case does not matter in them, except in a session image id."
    )
    return _page("Operations", introduction, ("Method", "Path", "Versions", "Success", "Opened by"), rows)


def errors_page() -> str:
    """Return the page on errors."""
    rows = [(str(entry.status), f"`{entry.code}`", entry.message) for entry in ERROR_CATALOGUE]
    introduction = (
        'The body is `{"error": {"code": …, "message": …}}`; the header `x-ms-error-code` repeats the code. A message '
        "may go on with a sentence about the request. A device whose capture cannot be judged is answered 400 with a "
        "client error name as the code."
    )
    return _page("Errors", introduction, ("Status", "Code", "Message"), rows)


PAGES: dict[str, Callable[[], str]] = {
    "deviations.md": deviations_page,
    "operations.md": operations_page,
    "errors.md": errors_page,
}


def _page(title: str, introduction: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    table = [columns, tuple("---" for _ in columns), *rows]
    lines = [f"| {' | '.join(cells)} |" for cells in table]
    return "\n".join([f"# {title}", "", ORIGIN, "", introduction, "", *lines, ""])


def main(arguments: list[str]) -> int:
    """Write all pages, or with ``--check`` name those that are not current; return the exit status."""
    stale = [name for name, page in PAGES.items() if not _is_current(FOLDER / name, page())]
    if arguments == ["--check"]:
        sys.stderr.writelines(
            f"docs/reference/{name} is not current: run tools/generate_reference.py\n" for name in stale
        )
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in stale:
        (FOLDER / name).write_text(PAGES[name](), encoding="utf-8")
    return 0


def _is_current(path: Path, content: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == content


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
