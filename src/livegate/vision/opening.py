"""Opening the observer: the model runtimes are imported and the models loaded."""

from collections.abc import Iterator
from contextlib import contextmanager

from livegate.vision.analyser import FaceAnalyser
from livegate.vision.limits import MediaLimits
from livegate.vision.models.store import ModelStore
from livegate.vision.native_remarks import native_remarks_dropped
from livegate.vision.networks import load_networks
from livegate.vision.observer import VisionObserver
from livegate.vision.pool import WorkerPool


@contextmanager
def opened_observer(store: ModelStore, *, workers: int, waiting: int, streams: int) -> Iterator[VisionObserver]:
    """Load the models for ``workers`` uploads at once, ``waiting`` more in line, and ``streams`` streamed captures.

    Raises ``ModelMissingError``.
    """
    networks = load_networks(store)
    with native_remarks_dropped():
        observer = VisionObserver(
            WorkerPool(lambda: FaceAnalyser(networks), workers=workers, waiting=waiting),
            WorkerPool(lambda: FaceAnalyser(networks), workers=workers, waiting=streams),
            MediaLimits(),
        )
    try:
        yield observer
    finally:
        observer.close()
