"""The use cases of the sessions, joined from what ``app`` has made; in test mode, their scripted kind.

May import the sessions and liveness. Nothing is built on import.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from livegate.liveness.operating_points import OperatingPoint
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.capture import SessionCapture
from livegate.sessions.capture_streams import CaptureStreams
from livegate.sessions.correlation_ids import OrdinaryCorrelationIds
from livegate.sessions.erasure import Erasure
from livegate.sessions.finding import References, UploadExaminer
from livegate.sessions.live_finding import StreamExaminer
from livegate.sessions.ports import ChallengeSource, Clock, Identifiers, Observer, Processes, TokenIssuer
from livegate.sessions.reuse_monitor import ReuseMonitor
from livegate.sessions.running_captures import RunningCaptures
from livegate.sessions.scripted.examiner import ScriptedExaminer
from livegate.sessions.scripted.scenarios import Scenarios
from livegate.sessions.scripted.sessions import ScriptedSessions
from livegate.sessions.scripted.stream_examiner import ScriptedStreamExaminer
from livegate.sessions.service import SessionService
from livegate.sessions.stream_limits import StreamLimits


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What the use cases of the sessions stand on; ``operating_points`` are by resource."""

    archive: SessionArchive
    erasure: Erasure
    tokens: TokenIssuer
    observer: Observer
    references: References
    clock: Clock
    identifiers: Identifiers
    processes: Processes
    challenges: ChallengeSource
    abuse: AbuseMonitor
    reuse: ReuseMonitor
    operating_points: Mapping[str, OperatingPoint]


def build_session_service(parts: SessionParts, scenarios: Scenarios | None) -> SessionService:
    """Return what the app backend does with sessions."""
    if scenarios is None:
        return SessionService(
            archive=parts.archive,
            erasure=parts.erasure,
            references=parts.references,
            tokens=parts.tokens,
            clock=parts.clock,
            identifiers=parts.identifiers,
            correlation_ids=OrdinaryCorrelationIds(),
            abuse=parts.abuse,
        )
    return ScriptedSessions(
        scenarios=scenarios,
        archive=parts.archive,
        erasure=parts.erasure,
        references=parts.references,
        tokens=parts.tokens,
        clock=parts.clock,
        identifiers=parts.identifiers,
        abuse=parts.abuse,
    )


def build_session_capture(parts: SessionParts, scenarios: Scenarios | None) -> SessionCapture:
    """Return what a device does with a session."""
    open_examiner = partial(_open_examiner, parts)
    return SessionCapture(
        archive=parts.archive,
        examiner=open_examiner() if scenarios is None else ScriptedExaminer(scenarios, open_examiner),
        clock=parts.clock,
        identifiers=parts.identifiers,
        processes=parts.processes,
        challenges=parts.challenges,
        correlation_ids=scenarios or OrdinaryCorrelationIds(),
        abuse=parts.abuse,
    )


def build_capture_streams(
    parts: SessionParts, scenarios: Scenarios | None, keeper: SessionCapture, captures: RunningCaptures
) -> CaptureStreams:
    """Return what a device does that streams."""
    open_examiner = partial(_open_stream_examiner, parts)
    return CaptureStreams(
        keeper,
        open_examiner() if scenarios is None else ScriptedStreamExaminer(scenarios, open_examiner),
        captures,
        parts.clock,
        parts.identifiers,
        StreamLimits(),
    )


def _open_stream_examiner(parts: SessionParts) -> StreamExaminer:
    from livegate.sessions.judgement import Judge  # noqa: PLC0415  # as below
    from livegate.sessions.live_examination import StreamedFaceExaminer  # noqa: PLC0415  # as below

    return StreamedFaceExaminer(
        parts.observer, parts.references, Judge(parts.operating_points.__getitem__, parts.reuse)
    )


def _open_examiner(parts: SessionParts) -> UploadExaminer:
    # As the runtimes: this loads numpy, which test mode may never need.
    from livegate.sessions.examination import Examiner  # noqa: PLC0415  # see above
    from livegate.sessions.judgement import Judge  # noqa: PLC0415  # see above

    return Examiner(parts.observer, parts.references, Judge(parts.operating_points.__getitem__, parts.reuse))
