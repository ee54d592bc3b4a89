"""Kills a server again and again at random moments, and checks each time that it has kept what it promised.

Usage, in the repository's root: ``python -m bench.torture [--rounds 500] [--seed 1]``. Needs no models. In three of
four rounds callers are at work when the server is killed with SIGKILL; in the others it is starting, now and then
for the first time or on a database of an earlier schema. Prints what was done and how soon the server was back.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from bench.torture_callers import Caller, Connection, UnexpectedAnswerError
from bench.torture_checks import BrokenPromiseError, check_promises
from bench.torture_ledger import Ledger, Life
from livegate.storage.sqlite.connection import open_writer
from livegate.storage.sqlite.migrations import load_migrations, migrate
from livegate.testing.launch import ANNOUNCEMENT

CALLERS = 4
LONGEST_TRAFFIC = 0.6
"""Seconds from the first call to the kill."""
LONGEST_BIRTH = 1.5
"""Seconds from the start of the process to a kill while it starts."""
CAPTURE_SIZE = 20_000
KEY = "torture" * 5


@dataclass
class Torture:
    """What was done, and what was seen; ``recoveries`` in seconds from the start of the process to the first answer."""

    directory: Path
    chance: random.Random
    ledger: Ledger = field(default_factory=Ledger)
    recoveries: list[float] = field(default_factory=list)
    kills: dict[str, int] = field(default_factory=dict)

    def run(self, rounds: int) -> None:
        """Raises ``BrokenPromiseError`` and ``UnexpectedAnswerError`` at the first fault."""
        data_dir = self.directory / "data"
        for number in range(rounds):
            if self.chance.random() < 0.25:  # noqa: PLR2004  # one of four
                self._kill_at_birth(data_dir if number % 2 else self._young_data(number))
            else:
                self._kill_at_work(data_dir)
        with self._server(data_dir) as (_, port):
            self._check(port, data_dir)

    def _kill_at_work(self, data_dir: Path) -> None:
        with self._server(data_dir) as (process, port):
            self._check(port, data_dir)
            capture = self.chance.randbytes(CAPTURE_SIZE)
            callers = [
                Caller(port, KEY, self.ledger, random.Random(self.chance.random()), capture)  # noqa: S311  # no secret
                for _ in range(CALLERS)
            ]
            killing = threading.Timer(self.chance.uniform(0, LONGEST_TRAFFIC), process.kill)
            killing.start()
            for caller in callers:
                caller.start()
            killing.join()
            process.wait()
            for caller in callers:
                caller.join()
        self._count("at work")
        for fault in (caller.fault for caller in callers):
            if fault is not None:
                raise fault

    def _kill_at_birth(self, data_dir: Path) -> None:
        process = _start(data_dir)
        with suppress(subprocess.TimeoutExpired):
            process.wait(self.chance.uniform(0, LONGEST_BIRTH))
        process.kill()
        process.communicate()
        self._count("while starting")
        if data_dir.name == "data":
            return
        with self._server(data_dir) as (_, port), closing(Connection(port, KEY)) as connection:
            check_promises(connection, Ledger(), data_dir)

    def _young_data(self, number: int) -> Path:
        """Return a new data directory: an empty one, or one with a database of an earlier schema."""
        data_dir = self.directory / f"young-{number}"
        data_dir.mkdir(mode=0o700)
        steps = load_migrations()
        count = self.chance.randint(0, len(steps) - 1)
        if count:
            with closing(open_writer(data_dir / "livegate.db")) as connection:
                migrate(connection, steps[:count])
        return data_dir

    @contextmanager
    def _server(self, data_dir: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
        begun = time.perf_counter()
        process = _start(data_dir)
        try:
            port = _announced_port(process, data_dir)
            with closing(Connection(port, KEY)) as connection:
                status, _, body = connection.call("GET", "/readyz")
            if status != 200:  # noqa: PLR2004  # HTTP
                raise BrokenPromiseError(f"The server is not ready after a kill: {body.decode()}")
            self.recoveries.append(time.perf_counter() - begun)
            yield process, port
        finally:
            process.kill()
            process.communicate()

    def _check(self, port: int, data_dir: Path) -> None:
        with closing(Connection(port, KEY)) as connection:
            check_promises(connection, self.ledger, data_dir)

    def _count(self, kind: str) -> None:
        self.kills[kind] = self.kills.get(kind, 0) + 1

    def report(self) -> str:
        """Return what was done, in lines."""
        ledger, times = self.ledger, sorted(self.recoveries)
        start = _interpreter_seconds()
        kills = ", ".join(f"{count} {kind}" for kind, count in self.kills.items())
        erased = len(ledger.of_life(Life.ERASED))
        return (
            f"{sum(self.kills.values())} kills: {kills}\n"
            f"{ledger.calls_answered} calls answered, {len(ledger.sessions)} sessions acknowledged, {erased} of them "
            "erased; none lost, none back\n"
            "chain of tombstones, database and images checked after every start: whole\n"
            f"ready again: median {median(times):.2f} s, 95 of 100 within {_share(times, 95):.2f} s, slowest "
            f"{times[-1]:.2f} s, of which starting Python and loading livegate {start:.2f} s"
        )


def _start(data_dir: Path) -> subprocess.Popen[str]:
    settings = {"DATA_DIR": str(data_dir), "KEY1": KEY, "PORT": "0", "TEST_MODE": "true", "SWEEP_INTERVAL": "0.05"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LIVEGATE_", "PYTHONWARNINGS"))}
    with data_dir.with_name("torture.log").open("ab") as log:
        return subprocess.Popen(  # fixed argv
            [sys.executable, "-m", "livegate", "serve"],
            env=kept | {f"LIVEGATE_{name}": value for name, value in settings.items()},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )


def _announced_port(process: subprocess.Popen[str], data_dir: Path) -> int:
    for line in process.stdout or ():
        found = ANNOUNCEMENT.match(line)
        if found:
            return int(found[1].rpartition(":")[2])
    log = data_dir.with_name("torture.log").read_text()
    raise BrokenPromiseError(f"The server does not start after a kill: {log[-2_000:]}")


def _interpreter_seconds() -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import livegate.app, livegate.cli.command"], check=True)  # fixed argv
    return time.perf_counter() - begun


def _share(times: Sequence[float], percent: int) -> float:
    return quantiles(times, n=100)[percent - 1] if len(times) > 1 else times[0]


def main() -> int:
    """Torture a server and print the report; the status is 1 at the first broken promise."""
    parser = argparse.ArgumentParser(prog="python -m bench.torture")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="livegate-torture-") as folder:
        torture = Torture(Path(folder), random.Random(options.seed))  # noqa: S311  # repeatable, no secret
        try:
            torture.run(options.rounds)
        except (BrokenPromiseError, UnexpectedAnswerError) as error:
            print(f"after {sum(torture.kills.values())} kills: {error}")
            return 1
        print(torture.report())
    return 0


if __name__ == "__main__":
    sys.exit(main())
