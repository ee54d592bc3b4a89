"""Send a server whatever means harm, for as long as asked: requests, bytes, forms, tokens, media, WebSocket frames.

Usage: ``python -m bench.fuzz [--minutes 10] [--seed N]``. Every door takes its turn, a few examples at a time, with
ids and credentials of living sessions. It ends with status 1 where an answer is not the contract's (a 5xx other than a
503 with ``Retry-After`` among them), a session is not as it was, a defect is logged, the server ends, or its resident
memory has grown by 50 MB since the warm-up. The seed is printed; the same seed sends the same.
"""

import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cyclopts
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis.strategies import SearchStrategy

from demo.portrait import portrait_photo
from demo.portrait_clip import render_portrait_clip
from tests.support.attacked_server import LARGEST_GROWTH, AttackedServer, resident_memory
from tests.support.hostile_callers import HostileCallers
from tests.support.hostile_media import hostile_uploads
from tests.support.hostile_requests import FAMILIES, noise
from tests.support.hostile_streams import conversations
from tests.support.server import LiveServer, running_server

EXAMPLES = 10
"""Of one family in one turn."""
WARM_UP_TURNS = 3
"""Every family runs so often before memory is measured: decoders, caches and the allocator take theirs at first use."""
LARGEST_SEED = 2**32

Turn = Callable[[int], None]


def turns(callers: HostileCallers, sent: Counter[str]) -> dict[str, Turn]:
    """Return, by family, what sends a few examples of it that follow from a seed."""
    families: dict[str, tuple[SearchStrategy[Any], Callable[[Any], None]]] = {
        **{name: (strategy, callers.request) for name, strategy in FAMILIES.items()},
        "noise": (noise, callers.noise),
        "media": (hostile_uploads, callers.upload),
        "streams": (conversations, callers.stream),
    }
    return {name: _turn(name, strategy, send, sent) for name, (strategy, send) in families.items()}


def _turn(name: str, strategy: SearchStrategy[Any], send: Callable[[Any], None], sent: Counter[str]) -> Turn:
    def turn(number: int) -> None:
        @seed(number)
        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.generate],
            deadline=None,
            database=None,
            verbosity=Verbosity.quiet,
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def run(example: Any) -> None:  # noqa: ANN401  # of whatever the family is
            sent[name] += 1
            send(example)

        run()

    return turn


def fuzz(server: LiveServer, clip: bytes, picture: bytes, *, seconds: float, first_seed: int) -> None:
    """Send for so long, and print what was sent. Raises what did not hold."""
    sent: Counter[str] = Counter()
    # A connection for each call: one that is kept may be closed for idleness just when the next call is sent.
    with server.client(Connection="close") as backend:
        attacked = AttackedServer(server, backend)
        families = turns(HostileCallers(attacked, clip, picture), sent)
        for number in range(WARM_UP_TURNS):
            _run_all(families, first_seed + number)
        attacked = replace(attacked, resident_before=resident_memory(server.process.pid))
        number, ends_at = WARM_UP_TURNS, time.monotonic() + seconds
        try:
            while time.monotonic() < ends_at:
                _run_all(families, first_seed + number)
                number += 1
        finally:
            print_sent(sent, number)
        growth = resident_memory(server.process.pid) - attacked.resident_before
        print(f"memory grew by {growth / 1024:.1f} MB; at most {LARGEST_GROWTH / 1024:.0f} MB are allowed")
        attacked.assert_unharmed()


def print_sent(sent: Counter[str], turns_taken: int) -> None:
    """Print how many of each family were sent, the warm-up included."""
    for name, count in sent.items():
        print(f"{name:14} {count:7} sent")
    print(f"{'all':14} {sent.total():7} sent in {turns_taken} turns", flush=True)


def _run_all(families: dict[str, Turn], number: int) -> None:
    for turn in families.values():
        turn(number)


def main(*, minutes: float = 10, seed: int | None = None) -> None:
    """Attack a server of its own.

    Parameters
    ----------
    minutes
        How long, after the warm-up.
    seed
        Where to begin. [default: anywhere]
    """
    first_seed = secrets.randbelow(LARGEST_SEED) if seed is None else seed
    print(f"seed {first_seed}", flush=True)
    with TemporaryDirectory() as folder:
        directory = Path(folder)
        render_portrait_clip(directory / "clip.mp4")
        portrait_photo(directory / "photo.jpg")
        clip, picture = (directory / "clip.mp4").read_bytes(), (directory / "photo.jpg").read_bytes()
        with running_server(directory / "data", capture_workers="1") as server:
            fuzz(server, clip, picture, seconds=minutes * 60, first_seed=first_seed)


if __name__ == "__main__":
    cyclopts.run(main)
