"""``pairs.csv`` and ``pairs_photo_video.csv``: faces to be compared, and whether they are one person's."""

from collections.abc import Iterator
from pathlib import Path

from livegate.evaluation.data_set import Comparison
from livegate.evaluation.layouts.rows import Row, read_rows

PHOTO_PAIRS = "pairs.csv"
PHOTO_CLIP_PAIRS = "pairs_photo_video.csv"
SAME_WORDS = {"1": True, "true": True, "0": False, "false": False}


def read_pairs(directory: Path) -> tuple[Comparison, ...]:
    """Return the rows of the tables that are there. Raises ``DataSetError`` for a row that cannot be read."""
    return (*_photo_pairs(directory / PHOTO_PAIRS), *_photo_clip_pairs(directory / PHOTO_CLIP_PAIRS))


def _photo_pairs(table: Path) -> Iterator[Comparison]:
    if not table.exists():
        return
    for row in read_rows(table, ("same",), ("file_a",), ("file_b",)):
        first, second = row.required("file_a"), row.required("file_b")
        group = row.optional("set") or table.parent.name
        yield Comparison(table.parent / first, table.parent / second, genuine=_is_same(row), group=group)


def _photo_clip_pairs(table: Path) -> Iterator[Comparison]:
    """Paths in this table start beside the data set's folder, for its clips lie in another one."""
    if not table.exists():
        return
    for row in read_rows(table, ("same",), ("photo",), ("video",)):
        kind = row.optional("video_kind")
        yield Comparison(
            table.parent.parent / row.required("photo"),
            table.parent.parent / row.required("video"),
            genuine=_is_same(row),
            group=f"photo and {kind} clip" if kind else "photo and clip",
        )


def _is_same(row: Row) -> bool:
    word = row.required("same")
    if word.lower() not in SAME_WORDS:
        raise row.fault(f"the column 'same' is {word!r}; it must be 1 or 0")
    return SAME_WORDS[word.lower()]
