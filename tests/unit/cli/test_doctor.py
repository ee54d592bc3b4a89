import json
from pathlib import Path

import pytest

from livegate.cli.doctor import doctor


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEGATE_DATA_DIR", str(tmp_path / "[data]"))
    monkeypatch.setenv("LIVEGATE_PORT", "0")
    monkeypatch.setenv("COLUMNS", "200")


def test_tells_each_part_in_a_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    doctor()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["ok", "settings"]
    assert f"{tmp_path}/[data] will be made" in lines[1]
    assert lines[-1] == f"{len(lines) - 2} ok, 0 to look at, 0 failed"


def test_tells_programs_the_same_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    doctor(json=True)
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert findings[0].keys() == {"part", "status", "message", "remedy"}
    assert {finding["status"] for finding in findings} == {"ok"}


def test_ends_with_status_1_and_says_what_to_do_when_something_fails(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "[data]").mkdir(mode=0o755)
    with pytest.raises(SystemExit) as ended:
        doctor()
    assert ended.value.code == 1
    output = capsys.readouterr().out
    assert "FAIL  data directory" in output
    assert "chmod -R go=" in output
