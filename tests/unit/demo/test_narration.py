from io import StringIO
from itertools import count
from pathlib import Path

import pytest
from rich.console import Console

from demo.narration import Caller, Narrator, save_picture, shortened


def recorder() -> tuple[Console, Narrator]:
    console = Console(file=StringIO(), record=True, width=90)
    ticks = count(step=0.25)
    return console, Narrator(console, timer=lambda: next(ticks))


def test_tells_steps_in_order_with_answers_and_times() -> None:
    console, narrator = recorder()
    with narrator.step(Caller.BACKEND, "Create", "client.create()") as step:
        step.answer("session_id", "abc")
    with narrator.step(Caller.DEVICE, "Play", "play()") as step:
        step.answer("digest", "DEF")
    narrator.conclude("Done.")

    words = " ".join(console.export_text().split())

    assert "1 Create app backend ▸ client.create() ✓ session_id abc 250 ms" in words
    assert "2 Play device ▸ play() ✓ digest DEF 250 ms" in words
    assert words.endswith("✓ Done. 2 steps, 1.2 s")


def test_a_failing_step_is_shown_as_failed_and_raises() -> None:
    console, narrator = recorder()

    def read() -> None:
        with narrator.step(Caller.BACKEND, "Read", "client.get()") as step:
            step.answer("status", "never shown")
            raise ValueError("no such session")

    with pytest.raises(ValueError, match="no such session"):
        read()

    shown = console.export_text()
    assert "✗ failed" in shown
    assert "never shown" not in shown


def test_long_secrets_are_shortened_and_short_words_kept() -> None:
    token = "eyJhbGciOiJFUzI1NiJ9.payload.signature"

    assert shortened(token) == "eyJhbGciOiJF…"
    assert shortened("short") == "short"


def test_the_picture_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    console, narrator = recorder()
    narrator.title()

    save_picture(console, tmp_path / "demo.svg")

    picture = (tmp_path / "demo.svg").read_text(encoding="utf-8")
    assert "livegate" in picture
    assert "url(http" not in picture
    assert 'url("http' not in picture
