"""Every file of a data set, looked at and judged as an upload of a device is."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from livegate.evaluation.data_set import Medium, Presentation
from livegate.evaluation.meter import Meter
from livegate.evaluation.outcomes import Outcome, Response
from livegate.evaluation.scoring import score_of
from livegate.evaluation.timing import Laps
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import CaptureObservation, UnreadableMediaError
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.verdict import Refusal, Verdict
from livegate.sessions.ports import Observer

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of a presentation, and what it took where it was a capture that could be decoded."""

    outcome: Outcome
    laps: Laps | None = None


class PresentationExaminer:
    """Examines presentations: clips to a verdict at an operating point, photos to a texture reading."""

    def __init__(self, observer: Observer, point: OperatingPoint, meter: Meter) -> None:
        self._observer = observer
        self._point = point
        self._meter = meter

    async def examine(self, presentation: Presentation) -> Examined:
        """Return what came of it; nothing that is wrong with a file is raised."""
        content = await asyncio.to_thread(_read_if_there, presentation.files)
        if not content:
            return Examined(_outcome(presentation, Response.MISSING))
        started = self._meter.read().wall
        try:
            observation = await self._observer.observe_capture(content, with_image=False)
        except UnreadableMediaError as error:
            return Examined(_outcome(presentation, Response.REFUSED, refusal=error.fault))
        looked = self._meter.read().wall
        if presentation.medium is Medium.PHOTO:
            return Examined(_texture_outcome(presentation, observation))
        judgement = judge_capture(Evidence(observation), self._point)
        laps = Laps(looked - started, self._meter.read().wall - looked, observation.total_frames)
        return Examined(_judged_outcome(presentation, judgement), laps)


async def for_each(
    items: Iterable[Item],
    work: Callable[[Item], Awaitable[Result]],
    *,
    at_once: int,
    done: Callable[[], None],
) -> list[Result]:
    """Return the result for every item, in their order, with ``at_once`` of them in work; the first error ends all."""
    places = asyncio.Semaphore(at_once)

    async def run(item: Item) -> Result:
        async with places:
            result = await work(item)
        done()
        return result

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(run(item)) for item in items]
    return [task.result() for task in tasks]


def _read_if_there(files: Sequence[Path]) -> list[bytes]:
    """Return what the files hold, or nothing when one of them is missing."""
    return [path.read_bytes() for path in files] if all(path.is_file() for path in files) else []


def _judged_outcome(presentation: Presentation, judgement: Verdict | Refusal) -> Outcome:
    if isinstance(judgement, Refusal):
        return _outcome(presentation, Response.REFUSED, refusal=judgement.code)
    outcome = _outcome(presentation, Response.JUDGED, score=score_of(judgement))
    return msgspec.structs.replace(outcome, decision=judgement.decision)


def _texture_outcome(presentation: Presentation, observation: CaptureObservation) -> Outcome:
    (frame,) = observation.frames
    if frame.face_count > 1:
        return _outcome(presentation, Response.REFUSED, refusal="MultipleFaceFound")
    if frame.texture is None:
        return _outcome(presentation, Response.REFUSED, refusal="NoFaceDetected")
    return _outcome(presentation, Response.JUDGED, score=frame.texture.live)


def _outcome(
    presentation: Presentation, response: Response, *, score: float | None = None, refusal: str | None = None
) -> Outcome:
    return Outcome(
        name=presentation.name,
        source=presentation.source,
        attack=presentation.attack,
        response=response,
        score=score,
        refusal=refusal,
    )
