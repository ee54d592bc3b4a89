"""Lists of ``path label`` lines, or of ``label, path`` as in OULU-NPU's protocols: ``*.txt`` beside the files.

Words are understood. Numbers are not, unless it is said which of them is bona fide: 1 is the living person in some
lists and the attack in others (CASIA-SURF and CelebA-Spoof: 0 is live; the lists of most OULU-NPU experiments: 1).
"""

from collections.abc import Iterator
from pathlib import Path

from livegate.evaluation.data_set import DataSetError, Medium, Presentation, files_of, medium_of
from livegate.evaluation.labels import species_of
from livegate.evaluation.layouts.rows import Row, read_lines

FIELDS = 2


def is_label_list(directory: Path) -> bool:
    """Tell whether a list's first line names a file and a label."""
    for path in _lists(directory):
        first = next(iter(read_lines(path)), None)
        if first is not None and _split(first) is not None:
            return True
    return False


def read_label_lists(directory: Path, bona_fide_label: str | None) -> tuple[Presentation, ...]:
    """Return the lines of all lists. Raises ``DataSetError`` for a line of another form, or a number without a word."""
    return tuple(
        _presentation(directory, row, bona_fide_label) for path in _lists(directory) for row in read_lines(path)
    )


def _presentation(directory: Path, row: Row, bona_fide_label: str | None) -> Presentation:
    fields = _split(row)
    if fields is None:
        raise row.fault("a line is `path label`, with the path of a clip, a photo or a folder of frames")
    name, label = fields
    path = directory / name
    return Presentation(
        name=name,
        files=files_of(path),
        medium=medium_of(path) or Medium.CLIP,
        attack=_attack(row, label, bona_fide_label),
        source=row.file,
    )


def _attack(row: Row, label: str, bona_fide_label: str | None) -> str | None:
    if not label.lstrip("+-").isdigit():
        return species_of(label)
    if bona_fide_label is None:
        raise row.fault(
            f"the label is {label!r}, which data sets use in both senses; say which is bona fide with --bona-fide-label"
        )
    return None if int(label) == _number(bona_fide_label) else f"label {int(label)}"


def _number(bona_fide_label: str) -> int:
    try:
        return int(bona_fide_label)
    except ValueError as error:
        raise DataSetError(f"--bona-fide-label is {bona_fide_label!r}; it must be a number, as 0 or 1.") from error


def _split(row: Row) -> tuple[str, str] | None:
    """Return path and label of a line, which may stand in either order, or None."""
    fields = row.cells["text"].replace(",", " ").split()
    if len(fields) != FIELDS:
        return None
    for name, label in (fields, fields[::-1]):
        if medium_of(Path(name)) is not None:
            return name, label
    return None


def _lists(directory: Path) -> Iterator[Path]:
    return iter(sorted(directory.glob("*.txt")))
