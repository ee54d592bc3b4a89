from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.errors import ServiceError
from livegate.contract.session_lifetime import parse_session_lifetime


def test_without_the_header_the_resources_lifetime_holds() -> None:
    assert parse_session_lifetime(None, longest=7200) == 7200


@pytest.mark.parametrize("sent", ["60", "0061", "7200"])
def test_the_header_makes_a_life_shorter(sent: str) -> None:
    assert parse_session_lifetime(sent, longest=7200) == int(sent)


@pytest.mark.parametrize("sent", ["0", "59", "7201", "172800", "999999999"])
def test_a_life_out_of_the_range_is_refused_with_the_range_that_holds(sent: str) -> None:
    with pytest.raises(ServiceError, match=r"within 60 to 7200 seconds.* You sent \d+\.") as caught:
        parse_session_lifetime(sent, longest=7200)
    assert (caught.value.entry.status, caught.value.entry.code) == (400, "InvalidSessionLifetime")


@pytest.mark.parametrize("sent", ["", " 60", "-60", "+60", "6e2", "60.0", "60s", "٦٠", "1" * 10, "60, 70"])
def test_what_is_no_number_of_seconds_is_refused(sent: str) -> None:
    with pytest.raises(ServiceError, match="a whole number of seconds"):
        parse_session_lifetime(sent, longest=172_800)


@given(st.text(max_size=20), st.integers(60, 172_800))
def test_no_header_ever_makes_a_life_longer(sent: str, longest: int) -> None:
    with suppress(ServiceError):
        assert parse_session_lifetime(sent, longest=longest) <= longest
