"""Two processes over one database, stepped through races for a session; ``LIVEGATE_RACE_ROUNDS`` says how many."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random

from tests.races.race import Race
from tests.races.racing_process import racing_process
from tests.races.scheduler import Scheduler
from tests.support.sessions import ManualClock

ROUNDS = int(os.environ.get("LIVEGATE_RACE_ROUNDS", "60"))


async def test_whatever_the_order_a_deleted_session_is_gone_and_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    clock, random = ManualClock(), Random()  # noqa: S311  # repeatable on purpose
    scheduler = Scheduler(random)
    async with (
        racing_process(tmp_path, "one", clock, scheduler) as one,
        racing_process(tmp_path, "another", clock, scheduler) as another,
    ):
        with closing(sqlite3.connect(tmp_path / "livegate.db", isolation_level=None)) as database:
            for number in range(ROUNDS):
                random.seed(number)
                race = Race((one, another), clock, scheduler)
                try:
                    await race.run(random, number)
                    await race.check(database, tmp_path / "objects")
                except Exception as error:
                    error.add_note(f"The race was number {number}.")
                    raise
                await race.clear()
