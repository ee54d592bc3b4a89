"""The whole evaluation of one data set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from livegate.evaluation.data_set import DataSet, Medium
from livegate.evaluation.examination import Examined, PresentationExaminer, for_each
from livegate.evaluation.matching import Enroller, Enrolment, compare, files_to_enrol, name_in
from livegate.evaluation.meter import Meter
from livegate.evaluation.outcomes import ComparisonOutcome, Outcome, Response
from livegate.evaluation.photo_texture import measure_photo_texture
from livegate.evaluation.presentation_attacks import measure_attack_detection
from livegate.evaluation.recognition import measure_recognition
from livegate.evaluation.report import NOTICE, SCHEMA_VERSION, Measured, Product, Report
from livegate.evaluation.timing import Timing, summarise
from livegate.liveness.identity import DEFAULT_CONFIDENCE_THRESHOLD
from livegate.liveness.operating_points import OperatingPoint
from livegate.sessions.ports import Observer

Progress = Callable[[int, int], None]
"""Called with how many files are done, and of how many."""


@dataclass(frozen=True, slots=True)
class _Compared:
    """What came of the comparisons, and of every file that they name."""

    outcomes: tuple[ComparisonOutcome, ...]
    enrolments: Mapping[str, Enrolment]


class Evaluation:
    """Looks at every file of a data set, ``at_once`` of them side by side, and reports what was decided."""

    def __init__(
        self, observer: Observer, point: OperatingPoint, product: Product, meter: Meter, *, at_once: int
    ) -> None:
        self._examiner = PresentationExaminer(observer, point, meter)
        self._enroller = Enroller(observer)
        self._product = product
        self._meter = meter
        self._at_once = at_once

    async def run(self, data_set: DataSet, *, limit: int | None, created_at: datetime, progress: Progress) -> Report:
        """Return the report on at most ``limit`` items of each kind; it bears the time ``created_at``."""
        taken = data_set if limit is None else data_set.limited(limit)
        count = _Count(len(taken.presentations) + len(files_to_enrol(taken.comparisons)), progress)
        started = self._meter.read()
        examined = await for_each(
            taken.presentations, self._examiner.examine, at_once=self._at_once, done=count.add_one
        )
        compared = await self._compare(taken, count)
        timing = summarise(
            [item.laps for item in examined if item.laps is not None],
            started,
            self._meter.read(),
            files=count.total,
            at_once=self._at_once,
            peak_memory=self._meter.peak_memory(),
        )
        return self._report(taken, limit, created_at, examined, compared, timing)

    async def _compare(self, data_set: DataSet, count: "_Count") -> _Compared:
        files = files_to_enrol(data_set.comparisons)
        enrolled = await for_each(files, self._enroller.enrol, at_once=self._at_once, done=count.add_one)
        enrolments = dict(zip(files, enrolled, strict=True))
        outcomes = tuple(
            compare(item, enrolments[item.reference], enrolments[item.probe], data_set.directory)
            for item in data_set.comparisons
        )
        return _Compared(outcomes, {name_in(data_set.directory, path): found for path, found in enrolments.items()})

    def _report(
        self,
        data_set: DataSet,
        limit: int | None,
        created_at: datetime,
        examined: list[Examined],
        compared: _Compared,
        timing: Timing,
    ) -> Report:
        outcomes = tuple(item.outcome for item in examined)
        pairs = tuple(zip(data_set.presentations, outcomes, strict=True))
        clips = tuple(outcome for item, outcome in pairs if item.medium is Medium.CLIP)
        photos = tuple(outcome for item, outcome in pairs if item.medium is Medium.PHOTO)
        refused = {name: found.refusal for name, found in compared.enrolments.items() if found.refusal is not None}
        return Report(
            schema_version=SCHEMA_VERSION,
            notice=NOTICE,
            created_at=created_at,
            product=self._product,
            data_set=Measured(
                name=data_set.directory.name,
                layout=data_set.layout,
                limit=limit,
                clips=len(clips),
                photos=len(photos),
                comparisons=len(data_set.comparisons),
                missing=_missing(outcomes, compared.enrolments),
            ),
            attack_detection=measure_attack_detection(clips),
            photo_texture=measure_photo_texture(photos),
            recognition=measure_recognition(compared.outcomes, refused),
            timing=timing,
            outcomes=outcomes,
            wrong_comparisons=tuple(filter(_is_wrong, compared.outcomes)),
        )


class _Count:
    """Tells how many files are done."""

    def __init__(self, total: int, progress: Progress) -> None:
        self.total = total
        self._progress = progress
        self._done = 0

    def add_one(self) -> None:
        self._done += 1
        self._progress(self._done, self.total)


def _missing(outcomes: tuple[Outcome, ...], enrolments: Mapping[str, Enrolment]) -> tuple[str, ...]:
    presented = {outcome.name for outcome in outcomes if outcome.response is Response.MISSING}
    return tuple(sorted(presented | {name for name, found in enrolments.items() if found.is_missing}))


def _is_wrong(outcome: ComparisonOutcome) -> bool:
    if outcome.confidence is None:
        return True
    return (outcome.confidence >= DEFAULT_CONFIDENCE_THRESHOLD) is not outcome.genuine
