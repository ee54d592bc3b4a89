"""``manifest.csv``: one row a clip, a photo or a folder of frames, with what it shows."""

from pathlib import Path

from livegate.evaluation.data_set import Medium, Presentation, files_of, medium_of
from livegate.evaluation.labels import species_of
from livegate.evaluation.layouts.rows import Row, read_rows

FILE_NAME = "manifest.csv"
FILE_COLUMNS = ("file", "path", "image_path")
KIND_COLUMNS = ("kind", "label")
SOURCE_COLUMNS = ("source", "source_repo")


def read_manifest(directory: Path) -> tuple[Presentation, ...]:
    """Return every row. A kind that is no word for living people is the species of an attack.

    Raises ``DataSetError`` for a missing column or an empty cell.
    """
    return tuple(_presentation(directory, row) for row in read_rows(directory / FILE_NAME, FILE_COLUMNS, KIND_COLUMNS))


def _presentation(directory: Path, row: Row) -> Presentation:
    name, kind = row.required(*FILE_COLUMNS), row.required(*KIND_COLUMNS)
    if kind.lstrip("+-").isdigit():
        raise row.fault(f"{kind!r} says neither live nor which attack; write the words, as in live, print, replay")
    path = directory / name
    sources = filter(None, map(row.optional, SOURCE_COLUMNS))
    return Presentation(
        name=name,
        files=files_of(path),
        medium=medium_of(path) or Medium.CLIP,
        attack=species_of(kind),
        source=next(sources, directory.name),
    )
