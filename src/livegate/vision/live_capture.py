"""Looking at a capture while its frames still come in."""

from dataclasses import replace

from livegate.liveness.observation import CaptureObservation, FrameObservation, MediaFault, UnreadableMediaError
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.examiner import CaptureExaminer
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.media_type import MediaType, detect_media_type
from livegate.vision.pool import WorkerPool
from livegate.vision.schedule import LiveSchedule
from livegate.vision.stills import JPEG_COST, decode_picture


class LivePictures:
    """Looks at single JPEG pictures as they come; implements ``LiveCapture`` of the sessions' ports.

    Between two pictures it holds no thread: simultaneous captures share the pool picture by picture.
    """

    def __init__(self, pool: WorkerPool[FaceAnalyser], limits: MediaLimits, *, with_image: bool) -> None:
        self._pool = pool
        # A frame has the bounds of a video's, not the wider ones of a photo.
        self._limits = replace(limits, still_memory=limits.frame_pixels * JPEG_COST)
        self._examiner = CaptureExaminer(LiveSchedule(), with_image=with_image)
        self._size: tuple[int, int] | None = None

    async def look_at(self, picture: bytes, captured_at: float) -> FrameObservation:
        """Return what a picture shows that was taken ``captured_at`` seconds after the first one.

        Raises ``UnreadableMediaError`` for what is no JPEG within the limits or has another size than the first one,
        and ``ObserverBusyError``.
        """

        def job(analyser: FaceAnalyser) -> FrameObservation:
            return self._examiner.look_at(Frame(captured_at, self._decode(picture)), analyser)

        return await self._pool.run(job)

    async def conclude(self, *, duration: float, total_frames: int) -> CaptureObservation:
        """Return all that was seen. Raises ``ObserverBusyError``."""
        return await self._pool.run(
            lambda analyser: self._examiner.conclude(analyser, duration=duration, total_frames=total_frames)
        )

    def _decode(self, picture: bytes) -> Pixels:
        if detect_media_type(picture) is not MediaType.JPEG:
            raise UnreadableMediaError(MediaFault.UNSUPPORTED_TYPE, "A frame is no JPEG picture.")
        pixels = decode_picture(picture, MediaType.JPEG, self._limits)
        height, width = pixels.shape[:2]
        self._size = self._size or (width, height)
        if self._size != (width, height):
            raise UnreadableMediaError(
                MediaFault.UNDECODABLE,
                f"A frame of {width} x {height} pixels follows one of {self._size[0]} x {self._size[1]}; "
                "all frames of a capture have the same size.",
            )
        return pixels
