import pytest

from livegate.doctor.examination import examine
from livegate.doctor.findings import Status
from livegate.settings import Settings


@pytest.fixture(autouse=True)
def _environment(filled: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEGATE_DATA_DIR", str(filled.data_dir))
    monkeypatch.setenv("LIVEGATE_PORT", "0")


def test_an_installation_as_it_should_be_has_no_failure() -> None:
    findings = examine()
    assert [finding for finding in findings if finding.status is not Status.OK] == []
    assert findings[0].message == "valid; set: LIVEGATE_DATA_DIR, LIVEGATE_PORT"


def test_a_check_that_cannot_be_made_fails_and_keeps_no_other_from_being_made(filled: Settings) -> None:
    (filled.data_dir / "livegate.db").write_bytes(b"no database at all" * 100)
    findings = examine()
    failed = {finding.part for finding in findings if finding.status is Status.FAIL}
    assert {"database", "erasures"} <= failed
    assert {"free space", "models", "port"} <= {finding.part for finding in findings} - failed
    assert all(finding.remedy for finding in findings if finding.status is Status.FAIL)


def test_wrong_settings_are_told_one_by_one_and_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEGATE_WORKERS", "0")
    monkeypatch.setenv("LIVEGATE_KEY1", "short")
    findings = examine()
    assert {finding.part for finding in findings} == {"settings"}
    assert [finding.message.partition(":")[0] for finding in findings] == ["LIVEGATE_WORKERS", "LIVEGATE_KEY1"]
    assert "short" not in "".join(finding.message for finding in findings)


def test_settings_that_do_not_go_together_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEGATE_RATE_LIMIT", "often")
    (finding,) = examine()
    assert (finding.part, finding.status) == ("settings", Status.FAIL)
