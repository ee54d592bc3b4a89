"""Labeled Faces in the Wild: a folder a person, and the pairs of View 2 in ``pairs.txt``.

The list's format is described in the data set's own README (http://vis-www.cs.umass.edu/lfw/README.txt): a head of
folds and pairs a fold, then ``name n1 n2`` for one person or ``name1 n1 name2 n2`` for two.
"""

from pathlib import Path

from livegate.evaluation.data_set import Comparison, DataSetError
from livegate.evaluation.layouts.rows import Row, read_lines

FILE_NAME = "pairs.txt"
SAME_PERSON_FIELDS, TWO_PERSONS_FIELDS = 3, 4


def read_lfw(directory: Path) -> tuple[Comparison, ...]:
    """Return every pair of ``pairs.txt``. Raises ``DataSetError`` for a line of another form."""
    lines = tuple(read_lines(directory / FILE_NAME))
    # The head has one field, or two, none of which is a name.
    pairs = [line for line in lines if not line.cells["text"].replace("\t", " ").replace(" ", "").isdigit()]
    if not pairs:
        raise DataSetError(f"{FILE_NAME} holds no pairs.")
    photos = _photo_folder(directory, _fields(pairs[0])[0])
    return tuple(_comparison(photos, line) for line in pairs)


def _comparison(photos: Path, line: Row) -> Comparison:
    fields = _fields(line)
    if len(fields) == SAME_PERSON_FIELDS:
        name, first, second = fields
        reference, probe = _photo(photos, name, first, line), _photo(photos, name, second, line)
        return Comparison(reference, probe, genuine=True, group="lfw")
    if len(fields) == TWO_PERSONS_FIELDS:
        name, first, other, second = fields
        reference, probe = _photo(photos, name, first, line), _photo(photos, other, second, line)
        return Comparison(reference, probe, genuine=False, group="lfw")
    raise line.fault("a pair is `name n1 n2` or `name1 n1 name2 n2`")


def _fields(line: Row) -> list[str]:
    return line.cells["text"].split()


def _photo(photos: Path, name: str, number: str, line: Row) -> Path:
    if not number.isdigit():
        raise line.fault(f"{number!r} is not the number of a photo")
    return photos / name / f"{name}_{int(number):04d}.jpg"


def _photo_folder(directory: Path, name: str) -> Path:
    """Return where the persons' folders lie: beside the list, or one folder below as the archives unpack."""
    below = sorted(path for path in directory.iterdir() if path.is_dir())
    return next((folder for folder in (directory, *below) if (folder / name).is_dir()), directory)
