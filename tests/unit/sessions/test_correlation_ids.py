"""Deviation D-42: outside test mode, nobody has an id of test mode's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.correlation_ids import RESERVED_PREFIX, OrdinaryCorrelationIds
from livegate.sessions.errors import DeviceCorrelationIdRefusedError, UserCorrelationIdRefusedError
from livegate.sessions.ports import key_of
from livegate.sessions.session import SessionKind
from tests.support.sessions import session_request
from tests.unit.sessions.conftest import House

IDS = OrdinaryCorrelationIds()


@given(rest=st.text(max_size=50), is_upper=st.booleans())
def test_refuses_everything_reserved_in_any_letter_case(rest: str, *, is_upper: bool) -> None:
    magic = (RESERVED_PREFIX.upper() if is_upper else RESERVED_PREFIX) + rest
    for check in (IDS.check_create, IDS.check_start):
        with pytest.raises(DeviceCorrelationIdRefusedError, match="reserved for test mode"):
            check(magic, None)
        with pytest.raises(UserCorrelationIdRefusedError, match="reserved for test mode"):
            check("device", magic)


@given(st.none() | st.text(max_size=64).filter(lambda text: not text.lower().startswith(RESERVED_PREFIX)))
def test_takes_everything_else(correlation_id: str | None) -> None:
    IDS.check_create(correlation_id, correlation_id)
    IDS.check_start(correlation_id, correlation_id)


async def test_a_refused_session_is_not_created(house: House) -> None:
    request = session_request(device_correlation_id="livegate-test-realface")
    with pytest.raises(DeviceCorrelationIdRefusedError):
        await house.sessions.create("default", request, issuer="http://gate.example")
    assert await house.listing.page("default", SessionKind.LIVENESS, after="", limit=10) == []


async def test_a_device_that_brings_one_starts_no_attempt(house: House) -> None:
    request = session_request(device_correlation_id=None, device_correlation_id_set_in_client=True)
    session = await house.sessions.create("default", request, issuer="http://gate.example")
    with pytest.raises(DeviceCorrelationIdRefusedError):
        await house.capture.start(key_of(session), device_correlation_id="LiveGate-Test-realface")
    assert (await house.sessions.read(key_of(session))).attempts == ()
