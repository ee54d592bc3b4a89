"""``livegate evaluate``: how well livegate decides on a data set of the operator's own."""

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from livegate.cli.terminal import say
from livegate.evaluation.data_set import DataSetError, Layout
from livegate.evaluation.layouts.reading import read_data_set
from livegate.liveness.operating_points import BALANCED, OPERATING_POINTS, OperatingPoint

INCOMPLETE_STATUS = 2


class UnknownOperatingPointError(Exception):
    """No operating point has this name; the message lists those that there are."""


def evaluate(
    directory: Path,
    *,
    report: Path,
    operating_point: str = BALANCED.name,
    limit: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    layout: Layout | None = None,
    bona_fide_label: str | None = None,
) -> None:
    """Measure how well livegate decides on clips, photos or pairs; the status is 2 when files were missing.

    Parameters
    ----------
    directory
        The folder of the data set.
    report
        Where the HTML report goes; a JSON report of the same name is put beside it.
    operating_point
        The operating point to measure.
    limit
        At most so many of each kind, spread over the data set. [default: all]
    layout
        How the data set is laid out. [default: told from what the folder holds]
    bona_fide_label
        The number that stands for living people in lists of paths and numbers.
    """
    # It loads numpy, and every verb of the command comes by here.
    from livegate.cli.measurement import measure, write_reports  # noqa: PLC0415  # see above

    if report.is_dir():
        raise DataSetError(f"{report} is a folder; name a file, as in {report / 'evaluation.html'}.")
    report.parent.mkdir(parents=True, exist_ok=True)
    point = _operating_point(operating_point)
    measured = measure(read_data_set(directory, layout, bona_fide_label=bona_fide_label), point, limit=limit)
    for path in write_reports(measured, report):
        say(str(path))
    missing = len(measured.data_set.missing)
    if missing:
        sys.stderr.write(f"livegate: {missing} files of the data set are missing; the report lists them.\n")
        sys.exit(INCOMPLETE_STATUS)


def _operating_point(name: str) -> OperatingPoint:
    if name not in OPERATING_POINTS:
        raise UnknownOperatingPointError(
            f"There is no operating point {name!r}; choose from {', '.join(OPERATING_POINTS)}."
        )
    return OPERATING_POINTS[name]
