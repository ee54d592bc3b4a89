"""Judging in test mode: what the scenario says, otherwise what the upload really shows."""

from collections.abc import Callable

from livegate.liveness.verdict import Reason
from livegate.sessions.capture import CANCELLATION_PREFIX
from livegate.sessions.finding import Finding, UploadExaminer
from livegate.sessions.scripted import stand_ins
from livegate.sessions.scripted.scenario import Scenario, ids_of
from livegate.sessions.scripted.scenarios import Scenarios
from livegate.sessions.session import Canceled, Judged, Refused, Session, SessionKind, Verification, VerifyReference
from livegate.sessions.upload import Upload

FORCED = Reason("forced_by_test_mode", value=1, limit=1)
"""In place of what was measured, since nothing was."""


class ScriptedExaminer:
    """Implements ``UploadExaminer``. ``open_real`` is called for sessions without a scenario only."""

    def __init__(self, scenarios: Scenarios, open_real: Callable[[], UploadExaminer]) -> None:
        self._scenarios = scenarios
        self._open_real = open_real

    async def examine(self, session: Session, upload: Upload) -> Finding:
        """Return what the scenario says of any bytes. Raises ``ObserverBusyError``, ``ObserverMissingError``."""
        scenario = self._scenarios.find(*ids_of(session))
        if scenario is None:
            return await self._open_real().examine(session, upload)
        reference = session.reference if upload.verify_image is None else stand_ins.reference(upload.verify_image)
        return scripted_finding(scenario, session, reference, upload.digest)


def scripted_finding(scenario: Scenario, session: Session, reference: VerifyReference | None, digest: str) -> Finding:
    """Return what the scenario says of a capture whose bytes have this digest."""
    if scenario.client_error is not None:
        return Finding(_failed(scenario.client_error, digest), reference)
    return Finding(
        _judged(scenario, session, digest, reference),
        reference,
        stand_ins.picture() if session.request.session_image_enabled else None,
    )


def _failed(client_error: str, digest: str) -> Refused | Canceled:
    if client_error.startswith(CANCELLATION_PREFIX):
        return Canceled(code=client_error)
    return Refused(code=client_error, message="", reasons=(FORCED,), digest=digest)


def _judged(scenario: Scenario, session: Session, digest: str, reference: VerifyReference | None) -> Judged:
    compares = session.request.kind is SessionKind.LIVENESS_WITH_VERIFY
    hash_returned = session.request.verify_image_hash_returned
    return Judged(
        decision=scenario.decision,
        reasons=(FORCED,),
        face_rectangle=stand_ins.FACE,
        face_captured_at=0.0,
        digest=digest,
        # At either end of the scale, so that no threshold contradicts the answer.
        verification=Verification(match_confidence=float(scenario.is_identical), is_identical=scenario.is_identical)
        if compares
        else None,
        verify_image_hash=reference.image_hash if reference is not None and hash_returned else None,
    )
