import structlog

from livegate.operations.leftovers import LeftoverSweep
from livegate.sessions.ports import StoreUnavailableError


class Kind:
    """So many leftovers, or an engine that is away."""

    def __init__(self, count: int | None) -> None:
        self.count = count

    async def remove(self) -> int:
        if self.count is None:
            raise StoreUnavailableError("away")
        return self.count


async def test_one_kind_that_fails_keeps_no_other_from_being_removed() -> None:
    with structlog.testing.capture_logs() as events:
        await LeftoverSweep((Kind(None), Kind(0), Kind(3))).sweep()
    assert [(event["event"], event.get("count")) for event in events] == [
        ("leftovers not removed", None),
        ("leftovers of a crash removed", 3),
    ]
