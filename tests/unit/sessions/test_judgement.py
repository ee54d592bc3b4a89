import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.operating_points import BALANCED, OperatingPoint
from livegate.liveness.verdict import Refusal, Verdict
from livegate.sessions.examination import Examiner
from livegate.sessions.judgement import Judge
from livegate.sessions.references import ReferenceReader
from livegate.sessions.reuse_monitor import Recollection, ReuseMonitor
from livegate.sessions.session import Judged, Refused, Session
from livegate.sessions.transitions import start_attempt
from livegate.sessions.upload import Upload
from livegate.vision.observer import VisionObserver
from tests.support.sessions import START, ids, new_session
from tests.unit.sessions.conftest import House


class ListeningMonitor(ReuseMonitor):
    """A monitor whose answers are kept for the test."""

    def __init__(self, house: House) -> None:
        super().__init__(traces=house.traces, vault=house.vault, clock=house.clock, lifetime=timedelta(hours=1))
        self.answers: list[Recollection] = []

    async def recall(self, session: Session, capture: CaptureObservation) -> Recollection:
        answer = await super().recall(session, capture)
        self.answers.append(answer)
        return answer


async def test_a_clip_that_is_uploaded_again_was_seen_before(
    house: House, observer: VisionObserver, portrait_clip: Path
) -> None:
    monitor = ListeningMonitor(house)
    examiner = Examiner(observer, ReferenceReader(observer), Judge(lambda _: BALANCED, monitor))
    upload = Upload([portrait_clip.read_bytes()])
    first, second = (start_attempt(new_session(session_id), START) for session_id in ids(2))
    finding = await examiner.examine(first, upload)
    assert isinstance(finding.outcome, Judged)
    assert finding.trace is not None
    await house.archive.replace(await house.archive.insert(first), trace=finding.trace)
    await examiner.examine(second, upload)
    assert [answer.seen_before for answer in monitor.answers] == [0, 1]


async def test_what_was_refused_leaves_no_trace_and_what_was_judged_names_the_models(
    house: House, observer: VisionObserver, portrait_clip: Path, portrait_jpeg: Path
) -> None:
    examiner = Examiner(observer, ReferenceReader(observer), Judge(lambda _: BALANCED, ListeningMonitor(house)))
    refused = await examiner.examine(start_attempt(new_session(), START), Upload([portrait_jpeg.read_bytes()]))
    assert isinstance(refused.outcome, Refused)
    assert refused.trace is None
    judged = await examiner.examine(start_attempt(new_session(), START), Upload([portrait_clip.read_bytes()]))
    assert isinstance(judged.outcome, Judged)
    assert any(name.startswith("MiniFASNet") for name in judged.outcome.models)


async def test_the_event_loop_does_not_wait_for_the_weighing(
    house: House, observer: VisionObserver, portrait_jpeg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def noted(evidence: Evidence, point: OperatingPoint) -> Verdict | Refusal:
        threads.append(threading.get_ident())
        return judge_capture(evidence, point)

    monkeypatch.setattr("livegate.sessions.judgement.judge_capture", noted)
    examiner = Examiner(observer, ReferenceReader(observer), Judge(lambda _: BALANCED, ListeningMonitor(house)))
    await examiner.examine(start_attempt(new_session(), START), Upload([portrait_jpeg.read_bytes()]))
    assert len(threads) == 1
    assert threads[0] != threading.get_ident()


class MeetingMonitor(ListeningMonitor):
    """A monitor that answers two who ask in the same turn of the event loop."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.both = asyncio.Barrier(2)

    async def recall(self, session: Session, capture: CaptureObservation) -> Recollection:
        answer = await super().recall(session, capture)
        await self.both.wait()
        return answer


async def test_captures_that_end_together_are_weighed_one_after_the_other(
    house: House, observer: VisionObserver, portrait_jpeg: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []
    has_begun, may_end = threading.Event(), threading.Event()

    def noted(evidence: Evidence, point: OperatingPoint) -> Verdict | Refusal:
        begun.append(threading.get_ident())
        has_begun.set()
        may_end.wait(10)
        return judge_capture(evidence, point)

    monkeypatch.setattr("livegate.sessions.judgement.judge_capture", noted)
    judge = Judge(lambda _: BALANCED, MeetingMonitor(house))
    capture = await observer.observe_capture([portrait_jpeg.read_bytes()], with_image=False)
    attempts = [start_attempt(new_session(session_id), START) for session_id in ids(2)]
    judged = [asyncio.ensure_future(judge.judge(one, Evidence(capture), None, digest="")) for one in attempts]
    await asyncio.to_thread(has_begun.wait, 10)
    # Threads take what they are given in its order: a second weighing would have begun before this.
    await asyncio.to_thread(lambda: None)
    assert len(begun) == 1
    may_end.set()
    await asyncio.gather(*judged)
    assert len(begun) == 2
