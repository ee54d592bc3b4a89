"""From evidence to what is found of an attempt: was it seen before, is it a living person, whose reference is it?"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from livegate.liveness.evidence import Evidence
from livegate.liveness.identity import DEFAULT_CONFIDENCE_THRESHOLD, match_confidence, match_score, mean_embedding
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.verdict import Refusal, Verdict
from livegate.sessions.finding import Finding
from livegate.sessions.reuse_monitor import ReuseMonitor
from livegate.sessions.session import Judged, Refused, Session, Verification, VerifyReference


class Judge:
    """Judges captures for both device doors, at the operating point that ``point_of`` returns for their resource."""

    def __init__(self, point_of: Callable[[str], OperatingPoint], reuse: ReuseMonitor) -> None:
        self._point_of = point_of
        self._reuse = reuse
        self._computing = asyncio.Semaphore(1)

    async def judge(
        self, session: Session, evidence: Evidence, reference: VerifyReference | None, *, digest: str
    ) -> Finding:
        """Return what the newest attempt of ``session`` ends with; ``digest`` is that of the capture's bytes.

        Raises ``StoreUnavailableError``.
        """
        recollection = await self._reuse.recall(session, evidence.capture)
        circumstances = replace(evidence.circumstances, seen_before=recollection.seen_before)
        # A long capture takes 30 ms of computing, for which nothing else must wait; of several that end together, each
        # would take the interpreter from the event loop for 5 ms, one after the other.
        async with self._computing:
            verdict = await asyncio.to_thread(
                judge_capture, replace(evidence, circumstances=circumstances), self._point_of(session.resource)
            )
        finding = _finding(session, verdict, evidence.capture, reference, digest)
        return replace(finding, trace=recollection.trace) if isinstance(finding.outcome, Judged) else finding


def _finding(
    session: Session,
    verdict: Verdict | Refusal,
    observation: CaptureObservation,
    reference: VerifyReference | None,
    digest: str,
) -> Finding:
    if isinstance(verdict, Refusal):
        refused = Refused(
            code=verdict.code,
            message=verdict.message,
            reasons=verdict.reasons,
            face_rectangle=verdict.face_rectangle,
            digest=digest,
        )
        return Finding(refused, reference)
    judged = Judged(
        decision=verdict.decision,
        reasons=verdict.reasons,
        face_rectangle=verdict.face_rectangle,
        face_captured_at=verdict.face_captured_at,
        digest=digest,
        operating_point=verdict.operating_point,
        total=verdict.total,
        accept_from=verdict.accept_from,
        reject_below=verdict.reject_below,
        models=observation.models,
        verification=_verify(observation, reference, session.request.verify_confidence_threshold),
        verify_image_hash=_returned_hash(session, reference),
    )
    return Finding(judged, reference, observation.best.image if observation.best else None)


def _verify(
    observation: CaptureObservation, reference: VerifyReference | None, threshold: float | None
) -> Verification | None:
    captured = mean_embedding(observation.frames)
    if reference is None or captured is None:
        return None
    score = match_score(captured, np.frombuffer(reference.embedding, dtype=np.float32))
    confidence = match_confidence(score)
    limit = DEFAULT_CONFIDENCE_THRESHOLD if threshold is None else threshold
    return Verification(match_confidence=confidence, is_identical=confidence >= limit)


def _returned_hash(session: Session, reference: VerifyReference | None) -> str | None:
    return reference.image_hash if reference is not None and session.request.verify_image_hash_returned else None
