"""What one frame, one capture and one reference photo show, as values.

Coordinates are pixels of the upright frame (rotation metadata already applied), x to the right, y down.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FIRST_LENGTH = 512
"""Values of the first recognition network's part of an embedding, which every version has had."""

EMBEDDING_LENGTH = FIRST_LENGTH + 128
"""Values of an embedding: those of the first recognition network, then those of the second."""

FloatArray: TypeAlias = Annotated["NDArray[np.float32]", "named as text, so that naming it does not load numpy"]


class MediaFault(StrEnum):
    """Why uploaded bytes could not be looked at; the words are those of Azure's client errors."""

    UNSUPPORTED_TYPE = "UnsupportedMediaType"
    UNDECODABLE = "ContentDecodingError"
    TOO_SMALL = "ImageSizeIsTooSmall"
    TOO_LARGE = "ImageSizeIsTooLarge"


class UnreadableMediaError(Exception):
    """Uploaded bytes are no picture or video that can be looked at within the limits."""

    def __init__(self, fault: MediaFault, detail: str) -> None:
        """Keep ``fault`` for the error catalogue and ``detail``, one sentence fit for the caller."""
        super().__init__(detail)
        self.fault = fault
        self.detail = detail


class ObserverBusyError(Exception):
    """More captures are waiting to be looked at than this process accepts."""


class ObserverMissingError(Exception):
    """Nothing can be looked at: no models are installed. The message says so, for the caller."""


@dataclass(frozen=True, slots=True)
class FaceRectangle:
    """A face's bounding box in whole pixels; it may reach over the frame's edge."""

    top: int
    left: int
    width: int
    height: int

    def enlarged(self, factor: float) -> FaceRectangle:
        """Return where the face lies in the picture ``factor`` times as large."""
        return FaceRectangle(*(round(side * factor) for side in (self.top, self.left, self.width, self.height)))


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Head rotation in degrees: yaw > 0 to the subject's left, pitch > 0 up, roll > 0 clockwise in the picture."""

    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True, slots=True)
class FaceQuality:
    """How well a face can be judged, measured on the face crop scaled to a fixed size.

    ``brightness``: mean luma, 0..255. ``shadow_share`` and ``highlight_share``: shares of pixels below 25 and above
    245. ``contrast``: standard deviation of luma. ``sharpness``: variance of the Laplacian, larger is sharper.
    ``noise``: standard deviation of pixel noise in luma levels.
    """

    brightness: float
    shadow_share: float
    highlight_share: float
    contrast: float
    sharpness: float
    noise: float


@dataclass(frozen=True, slots=True)
class TextureReading:
    """Live probabilities of the presentation-attack network, 0..1: on the plain crop and on the denoised crop."""

    plain: float
    denoised: float

    @property
    def live(self) -> float:
        """The smaller of both.

        Added noise makes attacks look alive (see the model card), so it must survive denoising.
        """
        return min(self.plain, self.denoised)


@dataclass(frozen=True, slots=True)
class MediumBorder:
    """Straight lines beside and below a face, where a body would hide what is behind it.

    For each side the clearest line's share that is an edge, 0..1: 1 where brightness steps the same way all along it.
    None where too little of the side is in the frame.
    """

    left: float | None
    right: float | None
    below: float | None


@dataclass(frozen=True, slots=True)
class FaceObservation:
    """One face in one frame.

    ``landmarks``: float32, 478 x 3 (x, y, depth), in pixels. ``presence``: 0..1, how sure the landmark model is of a
    face. ``blendshapes``: float32, 52 values 0..1 in the order of ``BLENDSHAPE_NAMES`` of the vision room.
    ``visible_share``: share of the landmarks inside the frame, 0..1.
    """

    rectangle: FaceRectangle
    landmarks: FloatArray
    presence: float
    visible_share: float
    pose: HeadPose
    blendshapes: FloatArray
    eye_blink: float
    smile: float
    quality: FaceQuality


HASH_BITS = 64
DOUBTFUL_BITS = 10


@dataclass(frozen=True, slots=True)
class PerceptualHash:
    """What a face looks like in one frame, in 64 bits that survive encoding anew, scaling and cropping but for a few.

    ``doubtful``: places, 0..63, of the bits that change most easily, the most doubtful first.
    """

    bits: int
    doubtful: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlaneMotion:
    """How points moved between two pictures, if they lie on one plane before the camera.

    In longer sides of the picture. ``shift``: right and down. ``tilt``: by how much the scale falls towards the right
    and towards the lower side, as a share of it across a longer side. ``tilt_error``: its standard error, as a length,
    rather too large than too small. ``points``: how many moved so, where those that move otherwise count for less.
    """

    shift: tuple[float, float]
    tilt: tuple[float, float]
    tilt_error: float
    points: float


@dataclass(frozen=True, slots=True)
class PictureMotion:
    """How the picture moved since the first one of its run: without the head, and with it; None from too few points.

    ``run`` counts from 1: points get lost, and a new run begins with new ones.
    """

    run: int
    surroundings: PlaneMotion | None
    whole: PlaneMotion | None


@dataclass(frozen=True, slots=True)
class FrameObservation:
    """One frame: when it was taken (seconds from the first frame), its size, and what was seen in it.

    ``face_count`` counts all faces found; ``face`` is the most prominent one. ``texture``, ``border``, ``moire`` and
    ``embedding`` (float32, 640, about one long) are measured on some frames only. ``moire`` is the natural logarithm of
    how far the power of the clearest fine pattern over the face stands out. ``fingerprint`` is equal for frames with
    the same pixels, ``perceptual_hash`` alike for copies of the face. ``motion`` needs an earlier picture.
    """

    captured_at: float
    width: int
    height: int
    face_count: int
    face: FaceObservation | None
    texture: TextureReading | None
    embedding: FloatArray | None
    fingerprint: bytes
    border: MediumBorder | None = None
    moire: float | None = None
    perceptual_hash: PerceptualHash | None = None
    motion: PictureMotion | None = None


@dataclass(frozen=True, slots=True)
class BestFrame:
    """The frame that shows the face best, taken at ``captured_at`` seconds.

    ``image`` is the frame as a JPEG when one was asked for; ``face_rectangle`` then lies in that image.
    """

    captured_at: float
    face_rectangle: FaceRectangle
    image: bytes | None


@dataclass(frozen=True, slots=True)
class CaptureObservation:
    """All looked-at frames of one capture in order, and the best one of those with a face.

    ``duration``: seconds between the first and the last frame. ``total_frames``: frames the upload holds, looked at or
    not. ``models``: names and versions of what looked.
    """

    frames: tuple[FrameObservation, ...]
    duration: float
    total_frames: int
    best: BestFrame | None
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceObservation:
    """One still photo of a person: its faces, and the embedding and quality of the chosen one.

    Large photos are scaled down to be looked at: ``reduction`` is how many pixels of the file stand for one here.

    ``embedding`` is float32, 640, about one long: longer for unclear faces. ``embedding_norm`` is the first network's
    length before it was normalised, which falls with blur and noise.
    """

    width: int
    height: int
    face_count: int
    face: FaceObservation | None
    embedding: FloatArray | None
    embedding_norm: float
    reduction: float = 1.0


@dataclass(frozen=True, slots=True)
class StillFace:
    """One of the faces in a still photo.

    ``pixel_noise``: standard deviation of noise in luma levels at the photo's own scale, where that of the face's
    quality holds at the scale of its crop. ``embedding_norm`` is the length of its embedding before it is normalised,
    None where it was not asked for; the embedding itself is not kept.
    """

    face: FaceObservation
    pixel_noise: float
    embedding_norm: float | None


@dataclass(frozen=True, slots=True)
class StillObservation:
    """All faces of one still photo, and how many pixels of the file stand for one here, as in a reference."""

    faces: tuple[StillFace, ...]
    reduction: float
