import asyncio
import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from PIL import Image

from livegate.liveness.observation import ObserverMissingError
from livegate.vision.deferred_observer import DeferredObserver
from livegate.vision.models.store import ModelMissingError
from livegate.vision.observer import VisionObserver


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((300, 300), 40).save(buffer, "PNG")
    return buffer.getvalue()


async def test_opens_once_when_something_is_first_looked_at_and_closes(observer: VisionObserver) -> None:
    events: list[str] = []

    @contextmanager
    def open_observer() -> Iterator[VisionObserver]:
        events.append("open")
        yield observer
        events.append("close")

    deferred = DeferredObserver(open_observer)
    assert events == []
    seen = await asyncio.gather(*(deferred.observe_reference(picture()) for _ in range(2)))
    assert [(photo.width, photo.height) for photo in seen] == [(300, 300)] * 2
    assert (await deferred.observe_still(picture(), with_embedding_norms=False)).faces == ()
    deferred.close()
    assert events == ["open", "close"]


async def test_says_that_nothing_can_be_looked_at_without_models(tmp_path: Path) -> None:
    def open_observer() -> AbstractContextManager[VisionObserver]:
        raise ModelMissingError("none")

    deferred = DeferredObserver(open_observer)
    with pytest.raises(ObserverMissingError, match="No models are installed"):
        await deferred.observe_capture([b""], with_image=False)
    deferred.close()
