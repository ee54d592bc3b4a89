from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.error_catalogue import INVALID_START, INVALID_TOP, START_TOO_LONG
from livegate.contract.errors import ErrorEntry, ServiceError
from livegate.contract.paging import ListAuditEntries, ListSessions, parse_list_audit_entries, parse_list_sessions

PARSERS = [parse_list_sessions, parse_list_audit_entries]

Parser = Callable[[dict[str, str]], ListSessions | ListAuditEntries]
each_list = pytest.mark.parametrize("parse", PARSERS, ids=["sessions", "audit"])
queries = st.dictionaries(
    st.sampled_from(["start", "top", "START", "Top", "skip"]),
    st.text(max_size=70) | st.integers(-5, 1100).map(str) | st.just("9" * 5000),
)


def refusal(parse: Parser, query: dict[str, str]) -> ErrorEntry:
    with pytest.raises(ServiceError) as raised:
        parse(query)
    assert raised.value.detail == ""
    return raised.value.entry


def test_a_list_begins_at_the_front_and_has_a_thousand_items_unless_told_otherwise() -> None:
    assert parse_list_sessions({}) == ListSessions(start="", top=1000)
    assert parse_list_audit_entries({}) == ListAuditEntries(start=0, top=1000)
    assert parse_list_audit_entries({"start": ""}).start == 0


def test_names_match_in_any_letter_case_and_unknown_ones_are_passed_over() -> None:
    assert parse_list_sessions({"START": "a", "Top": "2", "skip": "x"}) == ListSessions(start="a", top=2)


@each_list
@pytest.mark.parametrize("top", ["1", "7", "1000", "0010"])
def test_takes_a_top_within_the_range(parse: Parser, top: str) -> None:
    assert parse({"top": top}).top == int(top)


@each_list
@pytest.mark.parametrize("top", ["", "0", "1001", "-1", "+1", "1.0", "1e2", " 5", "ten", "٣", "5\n", "9" * 5000])
def test_refuses_any_other_top(parse: Parser, top: str) -> None:
    assert refusal(parse, {"top": top}) is INVALID_TOP


@each_list
def test_refuses_a_start_of_more_than_64_characters(parse: Parser) -> None:
    assert parse({"start": "1" * 64}).start in {"1" * 64, int("1" * 64)}
    assert refusal(parse, {"start": "1" * 65}) is START_TOO_LONG


@pytest.mark.parametrize("start", ["nobody", "é" * 64, " ", "\0", "-1"])
def test_sessions_are_listed_after_any_text(start: str) -> None:
    """Deviation D-22."""
    assert parse_list_sessions({"start": start}).start == start


@pytest.mark.parametrize(
    "start", ["a", "-1", "+1", "1.0", " 1", "1\n", "٣", "\0", "b12e033e-bda7-4b83-a211-e721c661f30e"]
)
def test_entries_are_listed_after_a_number_only(start: str) -> None:
    """Deviation D-22."""
    assert refusal(parse_list_audit_entries, {"start": start}) is INVALID_START


@each_list
@given(query=queries)
def test_any_query_is_either_understood_or_refused(parse: Parser, query: dict[str, str]) -> None:
    with suppress(ServiceError):
        asked = parse(query)
        assert 1 <= asked.top <= 1000
        assert len(str(asked.start)) <= 64
