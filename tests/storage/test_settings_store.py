"""The settings of the resources, on every engine."""

import asyncio

from livegate.sessions.resource_settings import ResourceSettings, SettingsChange
from tests.storage.conftest import OpenStores, Stores

ON, OFF = ResourceSettings(), ResourceSettings(abuse_monitoring_enabled=False)
NOTHING = SettingsChange()


def turned(*, on: bool) -> SettingsChange:
    return SettingsChange(abuse_monitoring_enabled=on)


async def test_a_resource_that_was_never_changed_is_watched(stores: Stores) -> None:
    assert await stores.settings.read("face") == ON
    assert await stores.settings.change("face", NOTHING) == ON


async def test_a_change_stays_and_is_its_resources_own(open_stores: OpenStores) -> None:
    async with open_stores() as stores:
        assert await stores.settings.change("face", turned(on=False)) == OFF
        assert await stores.settings.change("face", NOTHING) == OFF
        assert await stores.settings.read("other") == ON
    async with open_stores() as stores:
        assert await stores.settings.read("face") == OFF
        assert await stores.settings.change("face", turned(on=True)) == ON


async def test_changes_at_the_same_time_lose_nothing(open_stores: OpenStores) -> None:
    async with open_stores() as one, open_stores() as other:
        changes = [one.settings.change("face", turned(on=False))]
        changes += [(one if number % 2 else other).settings.change("face", NOTHING) for number in range(40)]
        await asyncio.gather(*changes)
        assert await other.settings.read("face") == OFF
