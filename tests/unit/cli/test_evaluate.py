import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "livegate", "evaluate", *arguments]


def evaluate(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, check=False, timeout=300)  # noqa: S603  # fixed argv


@pytest.fixture
def clips(tmp_path: Path, portrait_clip: Path) -> Path:
    """Two clips in labelled folders."""
    directory = tmp_path / "clips"
    for folder in ("live", "spoof"):
        (directory / folder).mkdir(parents=True)
        (directory / folder / "clip.mp4").write_bytes(portrait_clip.read_bytes())
    return directory


def test_writes_both_reports_and_says_where(clips: Path, tmp_path: Path) -> None:
    done = evaluate(str(clips), "--report", str(tmp_path / "out" / "v1.2"))
    page, record = tmp_path / "out" / "v1.2.html", tmp_path / "out" / "v1.2.json"
    assert (done.returncode, done.stdout) == (0, f"{page}\n{record}\n"), done.stderr
    assert "2 of 2 files measured" in done.stderr
    assert page.read_text().startswith("<!doctype html>")
    report = json.loads(record.read_text())
    assert [outcome["attack"] for outcome in report["outcomes"]] == [None, "spoof"]
    assert report["outcomes"][0]["score"] == report["outcomes"][1]["score"]
    assert report["product"]["operatingPoint"] == "balanced"
    assert len(report["product"]["models"]) >= 3
    assert page.stat().st_mode & 0o077 == 0


def test_files_that_are_missing_are_reported_and_told_by_the_status(clips: Path, tmp_path: Path) -> None:
    (clips / "manifest.csv").write_text("file,kind\nlost.mp4,live\n")
    done = evaluate(str(clips), "--report", str(tmp_path / "report.html"))
    assert done.returncode == 2
    assert "1 files of the data set are missing" in done.stderr
    assert json.loads((tmp_path / "report.json").read_text())["dataSet"]["missing"] == ["lost.mp4"]


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("--operating-point", "lenient"), "There is no operating point 'lenient'; choose from "),
        (("--layout", "lfw"), "pairs.txt is not there"),
    ],
)
def test_what_cannot_be_measured_is_one_sentence_and_no_report(
    clips: Path, tmp_path: Path, arguments: tuple[str, ...], complaint: str
) -> None:
    done = evaluate(str(clips), "--report", str(tmp_path / "report.html"), *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("livegate: ")
    assert complaint in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.glob("report.*")) == []


def test_a_report_that_would_be_a_folder_is_refused_before_anything_is_measured(clips: Path, tmp_path: Path) -> None:
    done = evaluate(str(clips), "--report", str(tmp_path))
    assert done.returncode == 1
    assert "is a folder; name a file" in done.stderr


def test_an_interrupt_leaves_no_report(clips: Path, tmp_path: Path) -> None:
    rows = "\n".join(["file,kind", *["live/clip.mp4,live"] * 20])
    (clips / "manifest.csv").write_text(rows)
    # Whoever started the tests in the background may have had interrupts ignored, which processes inherit.
    heeding = ("env", "--default-signal=INT", *command(str(clips), "--report", str(tmp_path / "report.html")))
    with subprocess.Popen(heeding, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603  # fixed argv
        assert process.stderr is not None
        assert next(line for line in process.stderr if "files measured" in line)
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=120)
    assert process.returncode != 0
    assert "Traceback" not in rest
    assert list(tmp_path.glob("report.*")) == []
