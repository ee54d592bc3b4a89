"""Keeping sessions in test mode: slow scenarios wait here, where every use case comes by."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from livegate.sessions.archive import SessionArchive
from livegate.sessions.create_call import CreateCall
from livegate.sessions.ports import KeyVault, ObjectStore, SessionKey, SessionStore
from livegate.sessions.scripted.scenario import ids_of
from livegate.sessions.scripted.scenarios import Scenarios
from livegate.sessions.session import Session


class ScriptedArchive(SessionArchive):
    """An archive that takes its time over sessions whose scenario says so. ``sleep`` is told seconds."""

    def __init__(
        self,
        store: SessionStore,
        objects: ObjectStore,
        vault: KeyVault,
        *,
        scenarios: Scenarios,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        super().__init__(store, objects, vault)
        self._scenarios = scenarios
        self._sleep = sleep

    async def insert(self, session: Session, *, call: CreateCall | None = None) -> Session:
        """Keep a new session after its scenario's delay."""
        await self._wait(session)
        return await super().insert(session, call=call)

    async def read(self, key: SessionKey) -> Session | None:
        """Return the session, or None, after its scenario's delay."""
        session = await super().read(key)
        if session is None or not await self._wait(session):
            return session
        # It may have been erased, or changed, during the delay.
        return await super().read(key)

    async def read_image(self, resource: str, image_id: str) -> tuple[Session, bytes] | None:
        """Return an image with its session, or None, after the scenario's delay."""
        found = await super().read_image(resource, image_id)
        if found is None or not await self._wait(found[0]):
            return found
        return await super().read_image(resource, image_id)

    async def _wait(self, session: Session) -> bool:
        """Wait as the session's scenario says, and return whether it does."""
        scenario = self._scenarios.find(*ids_of(session))
        if scenario is None or scenario.delay <= timedelta():
            return False
        await self._sleep(scenario.delay.total_seconds())
        return True
