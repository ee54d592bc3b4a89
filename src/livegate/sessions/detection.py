"""Looking for faces in a session image, on behalf of an app backend."""

from livegate.liveness.observation import StillObservation
from livegate.sessions.ports import Observer
from livegate.sessions.service import SessionService


class SessionImageDetection:
    """Finds the faces in a session image. Nothing of what is seen is kept."""

    def __init__(self, sessions: SessionService, observer: Observer) -> None:
        self._sessions = sessions
        self._observer = observer

    async def detect(self, resource: str, image_id: str, *, with_embedding_norms: bool) -> StillObservation:
        """Return all faces. Raises ``ImageNotFoundError``, ``UnreadableMediaError``, ``ObserverBusyError``."""
        image = await self._sessions.read_image(resource, image_id)
        observation = await self._observer.observe_still(image, with_embedding_norms=with_embedding_norms)
        # Looking takes a while: of a session that was deleted meanwhile, nothing is told.
        await self._sessions.read_image(resource, image_id)
        return observation
