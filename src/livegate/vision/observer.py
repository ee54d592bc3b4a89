"""The sessions' observer: looks at uploads with a pool of analysers."""

from collections.abc import Sequence
from dataclasses import replace

from livegate.liveness.observation import CaptureObservation, ReferenceObservation, StillObservation
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.clip import open_capture
from livegate.vision.examiner import examine
from livegate.vision.limits import MediaLimits
from livegate.vision.live_capture import LivePictures
from livegate.vision.pool import WorkerPool
from livegate.vision.stills import open_still


class VisionObserver:
    """Decodes and analyses uploads on worker threads; implements ``Observer`` of the sessions' ports."""

    def __init__(
        self, pool: WorkerPool[FaceAnalyser], live_pool: WorkerPool[FaceAnalyser], limits: MediaLimits
    ) -> None:
        """``live_pool`` is that of the streamed captures, whose pictures must not wait for whole uploads."""
        self._pool = pool
        self._live_pool = live_pool
        self._limits = limits

    async def open_capture(self, *, with_image: bool) -> LivePictures:
        """Return what looks at one streamed capture."""
        return LivePictures(self._live_pool, self._limits, with_image=with_image)

    async def observe_capture(self, content: Sequence[bytes], *, with_image: bool) -> CaptureObservation:
        """Look at one video file, or at several JPEG frames in order.

        Raises ``UnreadableMediaError`` for what is neither within the limits, and ``ObserverBusyError``.
        """

        def job(analyser: FaceAnalyser) -> CaptureObservation:
            capture = open_capture(content, self._limits)
            return examine(capture, analyser, with_image=with_image)

        return await self._pool.run(job)

    async def observe_reference(self, image: bytes) -> ReferenceObservation:
        """Look at one still photo; the face is the only one, or the most prominent.

        Raises ``UnreadableMediaError`` for what is no picture within the limits, and ``ObserverBusyError``.
        """

        def job(analyser: FaceAnalyser) -> ReferenceObservation:
            still = open_still(image, self._limits)
            return replace(analyser.observe_reference(still.pixels), reduction=still.reduction)

        return await self._pool.run(job)

    async def observe_still(self, image: bytes, *, with_embedding_norms: bool) -> StillObservation:
        """Look at all faces in one still photo; Azure's smallest size of a file is no bound for it.

        Raises ``UnreadableMediaError`` for what is no picture within the limits, and ``ObserverBusyError``.
        """

        def job(analyser: FaceAnalyser) -> StillObservation:
            still = open_still(image, replace(self._limits, still_bytes_min=0))
            faces = analyser.observe_faces(still.pixels, with_embedding_norms=with_embedding_norms)
            return StillObservation(faces, still.reduction)

        return await self._pool.run(job)

    def close(self) -> None:
        """Drop what is waiting, and return when the running work has ended."""
        self._pool.close()
        self._live_pool.close()
