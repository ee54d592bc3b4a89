"""From an upload to an outcome: look, judge, compare. Nothing is stored here."""

import numpy as np

from livegate.liveness.evidence import Evidence
from livegate.liveness.identity import (
    DEFAULT_CONFIDENCE_THRESHOLD,
    cosine_similarity,
    match_confidence,
    mean_embedding,
)
from livegate.liveness.judge import judge_capture
from livegate.liveness.observation import CaptureObservation, UnreadableMediaError
from livegate.liveness.operating_points import OperatingPoint
from livegate.liveness.verdict import Refusal
from livegate.sessions.errors import VerifyImageRefusedError
from livegate.sessions.finding import Finding, References
from livegate.sessions.ports import Observer
from livegate.sessions.session import (
    Judged,
    Refused,
    Session,
    Verification,
    VerifyReference,
)
from livegate.sessions.upload import Upload


class Examiner:
    """Looks at an upload on behalf of a session; implements ``UploadExaminer``."""

    def __init__(self, observer: Observer, references: References, operating_point: OperatingPoint) -> None:
        self._observer = observer
        self._references = references
        self._operating_point = operating_point

    async def examine(self, session: Session, upload: Upload) -> Finding:
        """Return what the upload shows; unusable uploads end in a ``Refused`` outcome. Raises ``ObserverBusyError``."""
        reference = session.reference
        try:
            if upload.verify_image is not None:
                reference = await self._references.read(upload.verify_image)
            observation = await self._observer.observe_capture(
                upload.content,
                with_image=session.request.session_image_enabled,
            )
        except VerifyImageRefusedError as error:
            refused = Refused(code=error.client_error, message=error.message, digest=upload.digest)
            return Finding(refused, session.reference)
        except UnreadableMediaError as error:
            return Finding(Refused(code=error.fault, message=error.detail, digest=upload.digest), reference)
        return self._judge(session, upload, observation, reference)

    def _judge(
        self, session: Session, upload: Upload, observation: CaptureObservation, reference: VerifyReference | None
    ) -> Finding:
        verdict = judge_capture(Evidence(observation), self._operating_point)
        if isinstance(verdict, Refusal):
            refused = Refused(
                code=verdict.code,
                message=verdict.message,
                reasons=verdict.reasons,
                face_rectangle=verdict.face_rectangle,
                digest=upload.digest,
            )
            return Finding(refused, reference)
        judged = Judged(
            decision=verdict.decision,
            reasons=verdict.reasons,
            face_rectangle=verdict.face_rectangle,
            face_captured_at=verdict.face_captured_at,
            digest=upload.digest,
            operating_point=verdict.operating_point,
            total=verdict.total,
            accept_from=verdict.accept_from,
            reject_below=verdict.reject_below,
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
    cosine = cosine_similarity(captured, np.frombuffer(reference.embedding, dtype=np.float32))
    confidence = match_confidence(cosine)
    limit = DEFAULT_CONFIDENCE_THRESHOLD if threshold is None else threshold
    return Verification(match_confidence=confidence, is_identical=confidence >= limit)


def _returned_hash(session: Session, reference: VerifyReference | None) -> str | None:
    return reference.image_hash if reference is not None and session.request.verify_image_hash_returned else None
