from hypothesis import given
from hypothesis import strategies as st

from livegate.http.untrusted_text import printable


@given(st.text(st.characters(categories=["L", "N", "P"]), max_size=30))
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert printable(text, longest=30) == text


@given(st.text(max_size=30))
def test_nothing_is_left_that_a_terminal_obeys(text: str) -> None:
    shown = printable(text, longest=10)
    assert shown.isprintable()
    assert len(shown) == min(len(text), 10)


def test_escapes_line_ends_and_turned_text_are_replaced() -> None:
    assert printable("a\r\nb\x1b[31m\x9b2J\u202e\0", longest=50) == "a\ufffd\ufffdb\ufffd[31m\ufffd2J\ufffd\ufffd"
