import pytest

from livegate.doctor.findings import Status
from livegate.doctor.production import check_production_rules
from livegate.operations.production_rules import PRODUCTION_RULES
from livegate.settings import Settings
from tests.unit.doctor.conftest import Look


def test_elsewhere_no_server_is_held_to_the_rules(look: Look) -> None:
    assert look(check_production_rules) == []


def test_every_rule_is_shown_and_a_broken_one_fails(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    in_production = settings.model_copy(update={"production": True})
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")
    findings = list(check_production_rules(in_production))
    assert len(findings) == len(PRODUCTION_RULES)
    by_subject = {finding.message.partition(":")[0]: finding for finding in findings}
    assert by_subject["LIVEGATE_TEST_MODE"].status is Status.FAIL
    assert by_subject["FORWARDED_ALLOW_IPS"].status is Status.FAIL
    assert by_subject["FORWARDED_ALLOW_IPS"].remedy.startswith("Set it to the proxy's address")
    assert by_subject["LIVEGATE_OIDC_ISSUER"].status is Status.OK
