"""Pictures taken one after the other, sent as one capture."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.frame import Frame
from livegate.vision.limits import MediaLimits
from livegate.vision.media_type import MediaType
from livegate.vision.sampling import Sampler
from livegate.vision.stills import decode_picture

_ASSUMED_PICTURES_PER_SECOND = 10.0


@dataclass(frozen=True, slots=True)
class PictureSequence:
    """A ``Capture`` of pictures of one type; ``captured_at`` holds seconds from the first, one for each picture."""

    pictures: tuple[bytes, ...]
    media_type: MediaType
    captured_at: tuple[float, ...]
    limits: MediaLimits

    @property
    def duration(self) -> float:
        """Seconds between the first and the last picture."""
        return self.captured_at[-1]

    @property
    def total_frames(self) -> int:
        """Number of pictures."""
        return len(self.pictures)

    def frames(self, *, interval: float) -> Iterator[Frame]:
        """Yield the pictures at least ``interval`` seconds apart.

        Raises ``UnreadableMediaError`` at the first sampled one that cannot be decoded.
        """
        sampler = Sampler(interval)
        for picture, captured_at in zip(self.pictures, self.captured_at, strict=True):
            if sampler.takes(captured_at):
                yield Frame(captured_at, decode_picture(picture, self.media_type, self.limits))


def open_picture_sequence(
    pictures: Sequence[bytes], media_type: MediaType, captured_at: Sequence[float] | None, limits: MediaLimits
) -> PictureSequence:
    """Check the number of pictures and their times, in seconds; without times, 10 pictures a second are assumed.

    Raises ``UnreadableMediaError`` when there are too many, or the times do not fit them.
    """
    if len(pictures) > limits.sequence_pictures:
        raise UnreadableMediaError(
            MediaFault.TOO_LARGE, f"The upload has more than {limits.sequence_pictures} pictures."
        )
    times = [i / _ASSUMED_PICTURES_PER_SECOND for i in range(len(pictures))] if captured_at is None else captured_at
    if len(times) != len(pictures):
        raise UnreadableMediaError(
            MediaFault.UNDECODABLE, f"The upload has {len(pictures)} pictures, but {len(times)} capture times."
        )
    if not all(map(math.isfinite, times)) or any(later < earlier for earlier, later in pairwise(times)):
        raise UnreadableMediaError(MediaFault.UNDECODABLE, "The capture times are not in ascending order.")
    if times[-1] - times[0] > limits.capture_seconds:
        raise UnreadableMediaError(
            MediaFault.TOO_LARGE, f"The upload is longer than {limits.capture_seconds:g} seconds."
        )
    return PictureSequence(tuple(pictures), media_type, tuple(time - times[0] for time in times), limits)
