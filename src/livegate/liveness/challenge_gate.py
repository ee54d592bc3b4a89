"""A person who did not do what was asked may try again: that is no attack, and the capture is not judged."""

from livegate.liveness.challenge import Action
from livegate.liveness.evidence import Evidence
from livegate.liveness.quality_gates import faces_of
from livegate.liveness.reaction import EARLIEST_REACTION, Response, answered_share, responses
from livegate.liveness.verdict import Reason, Refusal

SMILE_MESSAGE = (
    "The smile that was asked for was not seen. Begin with a relaxed face, and hold a smile when you are asked to."
)
TURN_MESSAGE = (
    "A turn of the head that was asked for was not seen. Look at the camera, and turn your head when you are asked to."
)


def challenge_refusal(evidence: Evidence) -> Refusal | None:
    """Return the refusal of a capture in which a prompt was left unanswered, or None.

    One in which the head was turned unasked, or before a prompt could be read, is not refused but judged: it may be a
    recording. So is one in which nothing was to be asked.
    """
    if evidence.prompts is None:
        return None
    found = responses(evidence)
    missed = [response.prompt.action for response in found if response.answer is None]
    if any(map(_is_suspicious, found)) or (found and not missed):
        return None
    is_smile = missed[:1] == [Action.SMILE]
    return Refusal(
        code="SmileNotPerformed" if is_smile else "HeadTurnNotPerformed",
        message=SMILE_MESSAGE if is_smile else TURN_MESSAGE,
        reasons=(Reason("prompts_answered", answered_share(found), 1.0),),
        face_rectangle=next((face.rectangle for face in faces_of(evidence.capture)), None),
    )


def _is_suspicious(response: Response) -> bool:
    time = response.reaction_time
    return bool(response.unasked) or (time is not None and time < EARLIEST_REACTION)
