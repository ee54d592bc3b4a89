"""The use cases of the sessions, joined from what ``app`` has made; in test mode, their scripted kind.

May import the sessions and liveness. Nothing is built on import.
"""

from dataclasses import dataclass
from functools import partial

from livegate.liveness.operating_points import BALANCED
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.capture import SessionCapture
from livegate.sessions.correlation_ids import OrdinaryCorrelationIds
from livegate.sessions.erasure import Erasure
from livegate.sessions.finding import References, UploadExaminer
from livegate.sessions.ports import ChallengeSource, Clock, Identifiers, Observer, TokenIssuer
from livegate.sessions.scripted.examiner import ScriptedExaminer
from livegate.sessions.scripted.scenarios import Scenarios
from livegate.sessions.scripted.sessions import ScriptedSessions
from livegate.sessions.service import SessionService


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What the use cases of the sessions stand on."""

    archive: SessionArchive
    erasure: Erasure
    tokens: TokenIssuer
    observer: Observer
    references: References
    clock: Clock
    identifiers: Identifiers
    challenges: ChallengeSource
    abuse: AbuseMonitor


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
        challenges=parts.challenges,
        correlation_ids=scenarios or OrdinaryCorrelationIds(),
        abuse=parts.abuse,
    )


def _open_examiner(parts: SessionParts) -> UploadExaminer:
    # As the runtimes: this loads numpy, which test mode may never need.
    from livegate.sessions.examination import Examiner  # noqa: PLC0415  # see above

    return Examiner(parts.observer, parts.references, BALANCED)
