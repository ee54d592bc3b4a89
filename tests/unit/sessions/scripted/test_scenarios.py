"""Deviation D-41: the grammar of the magic correlation ids."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.client_errors import ClientError
from livegate.contract.requests import CORRELATION_ID_LENGTH
from livegate.http.scripted_refusals import SCRIPTED_REFUSALS
from livegate.sessions.correlation_ids import RESERVED_PREFIX
from livegate.sessions.errors import (
    DeviceCorrelationIdRefusedError,
    ScriptedRefusalError,
    UserCorrelationIdRefusedError,
)
from livegate.sessions.scripted.scenario import Scenario, ScriptedCall
from livegate.sessions.scripted.scenarios import Scenarios, scenario_forms

FORMS = scenario_forms(ClientError, SCRIPTED_REFUSALS)
SCENARIOS = Scenarios(FORMS)
KNOWN = {RESERVED_PREFIX + word: scenario for form in FORMS for word, scenario in form.scenarios.items()}

letter_cases = st.sampled_from([str.lower, str.upper, str.title, str.swapcase])


@given(magic=st.sampled_from(sorted(KNOWN)), change=letter_cases)
def test_every_id_of_the_table_is_recognised_in_any_letter_case(magic: str, change: object) -> None:
    assert callable(change)
    written = change(magic)
    assert SCENARIOS.find(written, None) == SCENARIOS.find("device-1", written) == KNOWN[magic]
    SCENARIOS.check_create(written, written)


@pytest.mark.parametrize("magic", KNOWN)
def test_every_id_fits_into_a_correlation_id(magic: str) -> None:
    assert len(magic) <= CORRELATION_ID_LENGTH


def test_no_two_ids_force_the_same() -> None:
    assert len(set(map(repr, KNOWN.values()))) == len(KNOWN)


@given(st.integers(0, 99_999))
def test_a_delay_is_taken_up_to_half_a_minute(milliseconds: int) -> None:
    expected = Scenario(delay=timedelta(milliseconds=milliseconds)) if milliseconds <= 30_000 else None
    assert SCENARIOS.find(f"livegate-test-slow-{milliseconds}", None) == expected


@given(st.text(max_size=50))
def test_a_reserved_id_that_names_nothing_is_refused(rest: str) -> None:
    magic = RESERVED_PREFIX + rest
    if SCENARIOS.find(magic, None) is not None:
        return
    with pytest.raises(DeviceCorrelationIdRefusedError, match="names no scenario"):
        SCENARIOS.check_create(magic, None)
    with pytest.raises(UserCorrelationIdRefusedError, match="names no scenario"):
        SCENARIOS.check_start("device-1", magic)


@given(st.none() | st.text(max_size=64).filter(lambda text: not text.lower().startswith(RESERVED_PREFIX)))
def test_every_other_id_is_free_and_forces_nothing(correlation_id: str | None) -> None:
    SCENARIOS.check_start(correlation_id, correlation_id)
    assert SCENARIOS.find(correlation_id, correlation_id) is None


@pytest.mark.parametrize("magic", KNOWN)
def test_a_device_may_bring_all_but_what_acts_on_the_creation(magic: str) -> None:
    too_late = ("livegate-test-create-", "livegate-test-token-expired", "livegate-test-session-expired")
    if not magic.startswith(too_late):
        SCENARIOS.check_start(magic, magic)
        return
    with pytest.raises(DeviceCorrelationIdRefusedError, match="acts on the creation"):
        SCENARIOS.check_start(magic, None)
    with pytest.raises(UserCorrelationIdRefusedError, match="acts on the creation"):
        SCENARIOS.check_start(None, magic)


def test_the_devices_id_counts_where_both_are_magic() -> None:
    found = SCENARIOS.find("livegate-test-spoofface", "livegate-test-uncertain")
    assert found == KNOWN["livegate-test-spoofface"]


def test_one_call_is_refused_and_the_others_are_not() -> None:
    scenario = KNOWN["livegate-test-read-429"]
    scenario.admit(ScriptedCall.CREATE)
    scenario.admit(ScriptedCall.DELETE)
    with pytest.raises(ScriptedRefusalError, match="429"):
        scenario.admit(ScriptedCall.READ)
