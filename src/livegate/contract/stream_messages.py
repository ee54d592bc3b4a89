"""The messages of a streamed capture. Azure has no such door: they are livegate's own (deviation D-43)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from struct import Struct

import msgspec

from livegate.contract.client_errors import ClientError
from livegate.contract.device_responses import AttemptJudged
from livegate.contract.enums import LivenessOperationMode
from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError
from livegate.contract.fields import Fields, find_choice, parse_json_object, shown
from livegate.contract.responses import WireStruct

PROTOCOL = 1
SUBPROTOCOL = "livegate.stream.v1"

LONGEST_LABEL = 256
LONGEST_RESUME_TOKEN = 64

_HEADER = Struct(">BBHIQ")
"""Protocol, kind, two bytes of zero, sequence number, and microseconds of the device's clock; most significant byte
first."""

HEADER_BYTES = _HEADER.size


class BinaryKind(IntEnum):
    """What follows the header of a binary message."""

    FRAME = 1
    VERIFY_IMAGE = 2


class DeviceMessage(StrEnum):
    """The types of text messages that a device may send."""

    HELLO = "hello"
    FINISH = "finish"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class BinaryMessage:
    """A binary message: its kind, its header's numbers, and what follows."""

    kind: BinaryKind
    sequence: int
    captured_at: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Hello:
    """The first message: what the camera is called, whether a verify image follows, and what is to be resumed."""

    camera_label: str | None = None
    brings_verify_image: bool = False
    resume_token: str | None = None


@dataclass(frozen=True, slots=True)
class Finish:
    """The device has sent what it has."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """The device gives the attempt up."""

    reason: ClientError


class StreamBounds(WireStruct, frozen=True, kw_only=True):
    """What a device has to keep to: bytes of a frame and of the capture, frames, and seconds."""

    frame_bytes: int
    capture_bytes: int
    frames: int
    frames_a_second: int
    idle_seconds: float
    resume_seconds: float


class Welcome(WireStruct, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    """The capture runs. ``last_sequence`` is that of the last frame received, where it goes on."""

    protocol: int
    attempt_id: int
    attempts_left: int
    attempt_deadline: str
    liveness_operation_mode: LivenessOperationMode
    resume_token: str
    last_sequence: int | None = None
    limits: StreamBounds


class GuidanceGiven(WireStruct, frozen=True, kw_only=True, tag_field="type", tag="guidance"):
    """What to tell the person, and how far the capture is, 0..1."""

    word: str
    progress: float


class ChallengeShown(WireStruct, frozen=True, kw_only=True, omit_defaults=False, tag_field="type", tag="challenge"):
    """What to ask the person for, within so many seconds; null once it is done: look at the camera again."""

    action: str | None
    seconds: float | None


class FramesDropped(WireStruct, frozen=True, kw_only=True, tag_field="type", tag="dropped"):
    """So many frames were passed over since the capture began: fewer a second would do."""

    frames: int


class Done(AttemptJudged, frozen=True, kw_only=True, tag_field="type", tag="done"):
    """The capture was judged; the digest is over all frames up to ``last_sequence``."""

    last_sequence: int | None = None


class AttemptRefused(WireStruct, frozen=True, kw_only=True, tag_field="type", tag="refused"):
    """The attempt is over without a decision, for a reason that the person can mend."""

    code: str
    message: str
    attempts_left: int


class StreamFailed(WireStruct, frozen=True, kw_only=True, tag_field="type", tag="error"):
    """The connection is about to be closed; code and sentence are those of the error catalogue."""

    code: str
    message: str


def parse_text(text: str) -> Hello | Finish | Cancel:
    """Return a device's text message; unknown fields are passed over. Raises ``ServiceError`` (400)."""
    fields = Fields(parse_json_object(text.encode()))
    match find_choice(DeviceMessage, fields.value("type")):
        case DeviceMessage.HELLO:
            return _hello(fields)
        case DeviceMessage.FINISH:
            return Finish()
        case DeviceMessage.CANCEL:
            return Cancel(find_choice(ClientError, fields.value("reason")) or ClientError.UNEXPECTED)
        case None:
            known = ", ".join(DeviceMessage)
            raise ServiceError(
                INVALID_REQUEST_BODY, f"type must be one of {known}. You sent {shown(fields.value('type'))}."
            )


def parse_binary(message: bytes) -> BinaryMessage:
    """Return a device's binary message. Raises ``ServiceError`` (400)."""
    if len(message) <= HEADER_BYTES:
        raise ServiceError(
            INVALID_REQUEST_BODY, f"A binary message has a header of {HEADER_BYTES} bytes and a picture behind it."
        )
    protocol, kind, reserved, sequence, captured_at = _HEADER.unpack_from(message)
    if protocol != PROTOCOL or reserved != 0 or kind not in set(BinaryKind):
        raise ServiceError(
            INVALID_REQUEST_BODY,
            f"A binary message begins with {PROTOCOL}, its kind ({BinaryKind.FRAME} for a frame, "
            f"{BinaryKind.VERIFY_IMAGE} for a verify image) and two bytes of zero.",
        )
    return BinaryMessage(BinaryKind(kind), sequence, captured_at, message[HEADER_BYTES:])


def binary_message(kind: BinaryKind, content: bytes, *, sequence: int = 0, captured_at: int = 0) -> bytes:
    """Return the binary message that ``parse_binary`` reads, as a device sends it."""
    return _HEADER.pack(PROTOCOL, kind, 0, sequence, captured_at) + content


def encode(message: msgspec.Struct) -> str:
    """Return a server's message as text."""
    return msgspec.json.encode(message).decode()


def _hello(fields: Fields) -> Hello:
    protocol = fields.value("protocol")
    if protocol != PROTOCOL:
        raise ServiceError(INVALID_REQUEST_BODY, f"protocol must be {PROTOCOL}. You sent {shown(protocol)}.")
    camera = fields.value("camera")
    if camera is not None and not isinstance(camera, Mapping):
        raise ServiceError(INVALID_REQUEST_BODY, "camera must be a JSON object.")
    return Hello(
        camera_label=_text(Fields(camera or {}), "label", LONGEST_LABEL),
        brings_verify_image=fields.boolean("verifyImage"),
        resume_token=_text(fields, "resume", LONGEST_RESUME_TOKEN),
    )


def _text(fields: Fields, name: str, longest: int) -> str | None:
    text = fields.text(name)
    if text is not None and len(text) > longest:
        raise ServiceError(INVALID_REQUEST_BODY, f"{name} has at most {longest} characters.")
    return text
