"""An observer that is opened when something is first looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from livegate.liveness.observation import (
    CaptureObservation,
    ObserverMissingError,
    ReferenceObservation,
    StillObservation,
)
from livegate.vision.models.store import ModelMissingError

if TYPE_CHECKING:
    from livegate.vision.live_capture import LivePictures
    from livegate.vision.observer import VisionObserver


class DeferredObserver:
    """Implements ``Observer`` of the sessions' ports over an observer that takes long to open.

    Every method also raises ``ObserverMissingError`` where no models are installed.
    """

    def __init__(self, open_observer: Callable[[], AbstractContextManager[VisionObserver]]) -> None:
        self._open_observer = open_observer
        self._opening = asyncio.Lock()
        self._stack = ExitStack()
        self._observer: VisionObserver | None = None

    async def open_capture(self, *, with_image: bool) -> LivePictures:
        """Return what looks at one streamed capture."""
        return await (await self._opened()).open_capture(with_image=with_image)

    async def observe_capture(self, content: Sequence[bytes], *, with_image: bool) -> CaptureObservation:
        """Look at one video file, or at several JPEG frames in order."""
        observer = await self._opened()
        return await observer.observe_capture(content, with_image=with_image)

    async def observe_reference(self, image: bytes) -> ReferenceObservation:
        """Look at one still photo; the face is the only one, or the most prominent."""
        return await (await self._opened()).observe_reference(image)

    async def observe_still(self, image: bytes, *, with_embedding_norms: bool) -> StillObservation:
        """Look at all faces in one still photo."""
        return await (await self._opened()).observe_still(image, with_embedding_norms=with_embedding_norms)

    def close(self) -> None:
        """Close the observer if it was ever opened."""
        self._stack.close()

    async def _opened(self) -> VisionObserver:
        async with self._opening:
            if self._observer is None:
                try:
                    # Runtimes and models take about a second to load: other calls are answered meanwhile.
                    self._observer = await asyncio.to_thread(self._stack.enter_context, self._open_observer())
                except ModelMissingError as error:
                    raise ObserverMissingError(
                        "No models are installed: only sessions with a magic correlation id can be judged."
                    ) from error
            return self._observer
