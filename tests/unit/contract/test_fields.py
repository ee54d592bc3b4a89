import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError
from livegate.contract.fields import Fields, parse_json_object, shown

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3),
    max_leaves=8,
)


def refusal_of(read: Callable[[], object]) -> ServiceError | None:
    try:
        read()
    except ServiceError as error:
        return error
    return None


def fields(**values: object) -> Fields:
    return Fields(values)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b"\xff\xfe{\x00}\x00",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(ServiceError) as raised:
        parse_json_object(body)
    assert raised.value.entry is INVALID_REQUEST_BODY


def test_of_a_key_given_twice_the_last_counts() -> None:
    assert parse_json_object(b'{"a": 1, "a": 2}') == {"a": 2}


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_every_json_object_is_read(content: dict[str, object]) -> None:
    assert parse_json_object(json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")) is not None


@given(st.binary(max_size=64))
def test_no_bytes_lead_to_another_error(body: bytes) -> None:
    error = refusal_of(lambda: parse_json_object(body))
    assert error is None or error.entry is INVALID_REQUEST_BODY


@pytest.mark.parametrize("value", [True, "true", "TRUE", " True "])
def test_a_boolean_may_come_as_text(value: object) -> None:
    """Deviation D-11."""
    assert fields(flag=value).boolean("FLAG") is True


def test_what_is_absent_or_null_is_false_or_none() -> None:
    empty = fields(flag=None)
    assert empty.boolean("flag") is False
    assert (empty.integer("flag"), empty.share("flag"), empty.text("flag")) == (None, None, None)


@pytest.mark.parametrize(
    ("value", "expected"), [(600, 600), ("600", 600), (" +60 ", 60), (60.0, 60), (-(10**30), -(10**30))]
)
def test_an_integer_may_come_as_text(value: object, expected: int) -> None:
    """Deviation D-11."""
    assert fields(number=value).integer("number") == expected


@pytest.mark.parametrize(("value", "expected"), [(0, 0.0), (1, 1.0), ("0.5", 0.5), (".25", 0.25), ("1e-3", 0.001)])
def test_a_share_may_come_as_text(value: object, expected: float) -> None:
    """Deviation D-11."""
    assert fields(number=value).share("number") == expected


@pytest.mark.parametrize(
    ("read", "value"),
    [
        *(("boolean", value) for value in [1, 0, "yes", "", "1", [], {}]),
        *(("integer", value) for value in [True, 1.5, "1.5", "", "ten", "٣", "1_0", "9" * 19, [1], float("inf")]),
        *(("share", value) for value in [True, -0.1, 1.1, "nan", "inf", "-1", "", "0,5", [], 10**400, "1" * 5000]),
        *(("text", value) for value in [1, True, 0.5, [], {}]),
    ],
)
def test_what_cannot_be_read_is_named_in_the_error(read: str, value: object) -> None:
    with pytest.raises(ServiceError, match="someField") as raised:
        getattr(fields(SOMEFIELD=value), read)("someField")
    assert raised.value.entry is INVALID_REQUEST_BODY


@given(st.sampled_from(["boolean", "integer", "share", "text"]), json_values)
def test_no_value_leads_to_another_error(read: str, value: object) -> None:
    error = refusal_of(lambda: getattr(fields(name=value), read)("name"))
    assert error is None or len(str(error)) < 250


def test_a_repeated_value_is_short_and_on_one_line() -> None:
    assert shown("a\nb") == "'a\\nb'"
    assert len(shown("a" * 10_000)) < 50
