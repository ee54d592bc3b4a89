"""Verify images: looked at once, kept as a template, never as a picture."""

from hashlib import sha256

from livegate.liveness.observation import UnreadableMediaError
from livegate.liveness.reference import recognition_quality, reference_refusal
from livegate.sessions.errors import VerifyImageRefusedError
from livegate.sessions.ports import Observer
from livegate.sessions.session import VerifyReference


class ReferenceReader:
    """Turns a verify image into a reference."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer

    async def read(self, image: bytes) -> VerifyReference:
        """Return the reference. Raises ``VerifyImageRefusedError``, ``ObserverBusyError``."""
        try:
            observation = await self._observer.observe_reference(image)
        except UnreadableMediaError as error:
            raise VerifyImageRefusedError(error.fault, error.detail, error.fault) from error
        refusal = reference_refusal(observation)
        if refusal is not None:
            raise VerifyImageRefusedError(None, refusal.message, refusal.code)
        if observation.face is None or observation.embedding is None:
            raise ValueError("A photo that is not refused has a face and an embedding.")
        return VerifyReference(
            face_rectangle=observation.face.rectangle.enlarged(observation.reduction),
            quality=recognition_quality(observation.face, observation.embedding_norm),
            embedding=observation.embedding.tobytes(),
            image_hash=sha256(image).hexdigest().upper(),
        )
