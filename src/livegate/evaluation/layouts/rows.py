"""Tables and lists of a data set, line by line."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from livegate.evaluation.data_set import DataSetError


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number in the file, and its cells by column."""

    file: str
    line: int
    cells: Mapping[str, str]

    def required(self, *names: str) -> str:
        """Return the first of these columns that the table has. Raises ``DataSetError`` when it is empty."""
        name = next(name for name in names if name in self.cells)
        value = self.cells[name].strip()
        if not value:
            raise self.fault(f"the column {name!r} is empty")
        return value

    def optional(self, name: str) -> str:
        """Return the column's value, empty where there is none."""
        return self.cells.get(name, "").strip()

    def fault(self, what: str) -> DataSetError:
        """Return the error that this line is wrong."""
        return DataSetError(f"{self.file}, line {self.line}: {what}.")


def read_rows(path: Path, *required: Sequence[str]) -> Iterator[Row]:
    """Yield a CSV file's rows; of each of ``required``, one of the names must be a column. Raises ``DataSetError``."""
    with readable(path), path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, strict=True, restval="")
        columns = reader.fieldnames or ()
        for names in required:
            if not any(name in columns for name in names):
                raise DataSetError(f"{path.name}, line 1: there is no column {' or '.join(map(repr, names))}.")
        for cells in reader:
            if None in cells:
                raise DataSetError(f"{path.name}, line {reader.line_num}: there are more cells than columns.")
            yield Row(path.name, reader.line_num, cells)


def read_lines(path: Path) -> Iterator[Row]:
    """Yield a text file's lines that are not empty, each in the column ``text``. Raises ``DataSetError``."""
    with readable(path), path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield Row(path.name, number, {"text": line.strip()})


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what a file raises that is missing, no text or no CSV into ``DataSetError``."""
    try:
        yield
    except FileNotFoundError as error:
        raise DataSetError(f"{path} is not there.") from error
    except UnicodeDecodeError as error:
        raise DataSetError(f"{path.name} is not UTF-8 text.") from error
    except csv.Error as error:
        raise DataSetError(f"{path.name} is not a CSV file: {error}.") from error
