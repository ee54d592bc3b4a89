"""What the reasons of a verdict or a refusal mean, in one plain sentence each, and what other services call them.

The codes are those of the liveness room, in which a test finds every one of them here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from livegate.contract.client_errors import ClientError
from livegate.contract.provider_names import NO_NAMES, ProviderNames

FORCED = "forced_by_test_mode"
"""The reason of an outcome that nothing was looked at for."""

UNKNOWN_REASON = "This version of livegate has no sentence for the reason; another one has kept it."
"""An attempt that was judged before an update keeps its reasons."""


@dataclass(frozen=True, slots=True)
class ReasonText:
    """What was measured and in which unit, and what speaks against a living person or a usable capture."""

    description: str
    names: ProviderNames = NO_NAMES


def reason_description(code: str) -> str:
    """Return the sentence for a reason's code."""
    text = REASON_TEXTS.get(code)
    return UNKNOWN_REASON if text is None else text.description


def _gate(description: str, error: ClientError, *, aws: str | None = None, iproov: str | None = None) -> ReasonText:
    return ReasonText(description, ProviderNames(error.value, aws, iproov))


_GATES = {
    "frames": _gate("Frames of the capture that were looked at.", ClientError.FACE_TRACKING_FAILED),
    "face_found": _gate("Whether any frame shows a face: 1 or 0.", ClientError.NO_FACE_DETECTED),
    "face_share": _gate("Share of the frames that show a face, 0 to 1.", ClientError.FACE_TRACKING_FAILED),
    "face_frames": _gate("Frames that show a face.", ClientError.FACE_TRACKING_FAILED),
    "several_faces_share": _gate(
        "Share of the frames that show more than one face, 0 to 1.",
        ClientError.MULTIPLE_FACE_FOUND,
        aws="MULTIPLE_FACES_ERROR",
        iproov="MULTIPLE_FACES",
    ),
    "face_jump": _gate(
        "The face's longest step from one frame to the next, in distances between the eyes.",
        ClientError.FACE_TRACKING_FAILED,
        iproov="TOO_MUCH_MOVEMENT",
    ),
    "face_width": _gate("Width of the face in pixels.", ClientError.FACE_TRACKING_FAILED, iproov="FACE_TOO_FAR"),
    "mouth_inside_share": _gate(
        "Share of the frames with the whole mouth inside the picture, 0 to 1.",
        ClientError.FACE_MOUTH_REGION_NOT_VISIBLE,
        iproov="MISALIGNED_FACE",
    ),
    "eyes_inside_share": _gate(
        "Share of the frames with both eyes inside the picture, 0 to 1.",
        ClientError.FACE_EYE_REGION_NOT_VISIBLE,
        iproov="MISALIGNED_FACE",
    ),
    "brightness": _gate(
        "Mean brightness of the face, 0 to 255.", ClientError.ENVIRONMENT_NOT_SUPPORTED, iproov="TOO_DARK"
    ),
    "highlight_share": _gate(
        "Share of the face that is nearly white, 0 to 1.", ClientError.EXCESSIVE_FACE_BRIGHTNESS, iproov="TOO_BRIGHT"
    ),
    "sharpness": _gate(
        "Sharpness of the face: the variance of its Laplacian; a blurred face has little.",
        ClientError.EXCESSIVE_IMAGE_BLUR_DETECTED,
    ),
    "noise": _gate("Noise of the face in levels of brightness.", ClientError.ENVIRONMENT_NOT_SUPPORTED),
    "texture_readings": _gate(
        "Frames in which the texture of the face could be read.", ClientError.FACE_TRACKING_FAILED
    ),
}

_CUES = {
    "texture_live_median": ReasonText(
        "Median probability, 0 to 1, that skin and surroundings are filmed and no print or screen; low speaks against."
    ),
    "medium_border_share": ReasonText(
        "Share of the frames, 0 to 1, in which straight borders run beside and below the face, before where the body "
        "would be, as those of paper or a phone; many speak against."
    ),
    "moire_prominence": ReasonText(
        "How far the clearest fine pattern over the face stands out, as a natural logarithm of power; the pixels of a "
        "screen make one, and a high value speaks against."
    ),
    "unexplained_foreshortening": ReasonText(
        "How much narrower and lower the face gets than a solid head that turns so, as a share; much speaks against."
    ),
    "parallax": ReasonText(
        "How far nose and eye sockets move against the face for the turns of the head; 1 for a solid head, 0 for a "
        "picture."
    ),
    "picture_tilt": ReasonText(
        "How far the whole picture tilts back and forth as one plane, beyond what turns of the camera explain: the "
        "share by which its scale changes across its longer side; much speaks against."
    ),
    "expression_change": ReasonText(
        "How much the face changes beyond what turning and bending a picture could do, in distances between the eyes; "
        "little speaks against."
    ),
    "blink_range": ReasonText("How much further than usual the eyelids close, 0 to 1; little speaks against."),
    "prompts_answered": ReasonText(
        "Share of the prompts that were answered in time, 0 to 1; little speaks against.",
        ProviderNames(azure=f"{ClientError.SMILE_NOT_PERFORMED}, {ClientError.HEAD_TURN_NOT_PERFORMED}"),
    ),
    "unasked_turns": ReasonText("Clear turns of the head that nothing asked for; many speak against."),
    "fastest_turn": ReasonText(
        "Shortest time from a prompt to its turn of the head, in seconds; too short to have read it speaks against."
    ),
    "turn_times_spread": ReasonText(
        "How much the times from prompt to turn differ, as a standard deviation in seconds; little speaks against."
    ),
    "lowest_identity_cosine": ReasonText(
        "Smallest likeness of the faces of two frames, -1 to 1; low speaks against one person throughout."
    ),
    "size_step": ReasonText(
        "Largest change of the face's size from one frame to the next, as the logarithm of its factor; a jump speaks "
        "against."
    ),
    "motion_spread": ReasonText("How far the face moves, in distances between the eyes; little speaks against."),
    "motion_repetition": ReasonText(
        "How differently the face moves when its likest stretches are compared; 0 for a loop, so that little speaks "
        "against."
    ),
    "motion_reversal": ReasonText(
        "The same for stretches one of which runs backwards; 0 for a film played to and fro, so that little speaks "
        "against."
    ),
    "repeated_frames_share": ReasonText(
        "Share of the frames with exactly the pixels of an earlier one, 0 to 1; many speak against."
    ),
    "seen_before_share": ReasonText(
        "Share of the frames that look like frames of earlier captures, 0 to 1; many speak against."
    ),
    "virtual_camera": ReasonText("Whether the camera's name is that of software: 1 speaks against, 0 says little."),
    "skipped_time_share": ReasonText(
        "Share of the time that the frames claim to span and that did not pass while they came, 0 to 1; much speaks "
        "against."
    ),
    "burst_share": ReasonText(
        "Share of the frames that came right behind the one before, 0 to 1; many speak against, though a network that "
        "stalls makes some."
    ),
}

_FORCED = {FORCED: ReasonText("Test mode forced the outcome; nothing was looked at.")}

REASON_TEXTS: Mapping[str, ReasonText] = MappingProxyType(_GATES | _CUES | _FORCED)
"""By code: the gates in their order, then the cues."""
