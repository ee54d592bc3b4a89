"""One run of ``livegate evaluate``: the product's parts, joined for measuring, and the reports it leaves."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

import livegate
from livegate.app import open_model_store, open_observer
from livegate.evaluation.data_set import DataSet
from livegate.evaluation.meter import ProcessMeter
from livegate.evaluation.report import MeasuredModel, Product, Report, encode_report
from livegate.evaluation.report_page.page import render_page
from livegate.evaluation.run import Evaluation, Progress
from livegate.liveness.operating_points import OperatingPoint
from livegate.operations.system import SystemClock
from livegate.settings import Settings
from livegate.storage.durable_file import replace_file

PLAIN_STEPS = 10
"""Lines of progress where nobody watches a terminal."""


def measure(data_set: DataSet, point: OperatingPoint, *, limit: int | None) -> Report:
    """Measure a data set on all workers of the settings. Raises ``ModelMissingError``."""
    settings = Settings()
    with open_observer(settings) as observer, shown_progress() as progress:
        evaluation = Evaluation(
            observer, point, _product(settings, point), ProcessMeter(), at_once=settings.capture_workers
        )
        return asyncio.run(evaluation.run(data_set, limit=limit, created_at=SystemClock().now(), progress=progress))


def write_reports(report: Report, path: Path) -> tuple[Path, Path]:
    """Write the HTML report, and the JSON one beside it, and return their paths; neither is ever there by half."""
    base = path.with_suffix("") if path.suffix in {".html", ".json"} else path
    page, record = (base.with_name(f"{base.name}{suffix}") for suffix in (".html", ".json"))
    replace_file(record, encode_report(report))
    replace_file(page, render_page(report).encode())
    return page, record


@contextmanager
def shown_progress() -> Iterator[Progress]:
    """Yield what shows progress on standard error: a bar on a terminal, a line for every tenth elsewhere."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total: _tell_tenth(console, done, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with ProgressBar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Measuring", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _tell_tenth(console: Console, done: int, total: int) -> None:
    if done * PLAIN_STEPS // total > (done - 1) * PLAIN_STEPS // total:
        console.print(f"{done} of {total} files measured", highlight=False)


def _product(settings: Settings, point: OperatingPoint) -> Product:
    models = tuple(MeasuredModel(entry.task, entry.name, entry.sha256) for entry in open_model_store(settings).manifest)
    return Product(version=livegate.__version__, operating_point=point.name, models=models)
