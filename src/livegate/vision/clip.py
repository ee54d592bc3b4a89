"""One upload of a device as a capture: a video file, or JPEG pictures taken one after the other."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.frame import Frame
from livegate.vision.limits import MediaLimits
from livegate.vision.media_type import MediaType, detect_media_type
from livegate.vision.picture_sequence import open_picture_sequence
from livegate.vision.video import open_video


class Capture(Protocol):
    """Frames of one upload, in order; only the sampled ones are converted to RGB."""

    @property
    def duration(self) -> float:
        """Seconds between the first and the last frame."""

    @property
    def total_frames(self) -> int:
        """Frames that the upload holds, sampled or not."""

    def frames(self, *, interval: float) -> Iterator[Frame]:
        """Yield upright frames at least ``interval`` seconds apart, from the first one on.

        Each call decodes anew. Raises ``UnreadableMediaError`` when nothing, or no more within the limits, can be
        decoded; a video that is damaged further on ends with the last frame before the damage.
        """


def open_capture(
    content: Sequence[bytes], limits: MediaLimits, *, captured_at: Sequence[float] | None = None
) -> Capture:
    """Open one video file, or pictures in the order taken; a single still picture is a capture of one frame.

    MP4, QuickTime, 3GP, WebM, Matroska and MPEG-1 files are read. ``captured_at`` gives each picture's time in
    seconds; without it, 10 pictures a second are assumed. It is not used for a video, which has its own times.
    Raises ``UnreadableMediaError`` for all else, and beyond ``limits``; no pixels are decoded here.
    """
    if not any(content):
        raise UnreadableMediaError(MediaFault.TOO_SMALL, "The upload is empty.")
    if sum(map(len, content)) > limits.capture_bytes:
        raise UnreadableMediaError(MediaFault.TOO_LARGE, f"The upload is larger than {limits.capture_bytes} bytes.")
    media_types = [detect_media_type(part) for part in content]
    if len(content) == 1 and media_types[0] is not None:
        if media_types[0].is_video:
            return open_video(content[0], media_types[0], limits)
        return open_picture_sequence(content, media_types[0], captured_at, limits)
    if all(media_type is MediaType.JPEG for media_type in media_types):
        return open_picture_sequence(content, MediaType.JPEG, captured_at, limits)
    raise UnreadableMediaError(
        MediaFault.UNSUPPORTED_TYPE, "The upload is neither one video (MP4, QuickTime, 3GP, WebM) nor JPEG pictures."
    )
