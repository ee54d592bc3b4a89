"""From an upload to an outcome: look, judge, compare. Nothing is stored here."""

from livegate.liveness.challenge import Prompt
from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import UnreadableMediaError
from livegate.sessions.errors import VerifyImageRefusedError
from livegate.sessions.finding import Finding, References
from livegate.sessions.judgement import Judge
from livegate.sessions.ports import Observer
from livegate.sessions.session import Refused, Session
from livegate.sessions.upload import Upload


class Examiner:
    """Looks at an upload on behalf of a session; implements ``UploadExaminer``."""

    def __init__(self, observer: Observer, references: References, judge: Judge) -> None:
        self._observer = observer
        self._references = references
        self._judge = judge

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
        evidence = Evidence(observation, _scheduled_prompts(session))
        return await self._judge.judge(session, evidence, reference, digest=upload.digest)


def _scheduled_prompts(session: Session) -> tuple[Prompt, ...] | None:
    challenge = session.attempts[-1].challenge
    return None if challenge is None else challenge.schedule()
