"""Frames that are no messages, without end: the connection is closed, and nothing grows."""

import pytest

from tests.support.attacked_server import AttackedServer
from tests.support.hostile_streams import Frame, converse

POLICY_VIOLATION = 1008
CONTINUATION, TEXT, PING, PONG = 0, 1, 9, 10
MANY = 60_000
"""Of six bytes and more, and so beyond the 256 KiB that the server reads at once: the caller's own close, which comes
behind them, is not read together with what the server closes for."""
HELLO = Frame(TEXT, b'{"type": "hello", "protocol": 1}')


@pytest.mark.parametrize(
    "flood",
    [
        (Frame(PING, b"x" * 125),) * MANY,
        (HELLO, *(Frame(PING, b""),) * MANY),
        (HELLO, Frame(TEXT, b"{", is_final=False), *(Frame(CONTINUATION, b"", is_final=False),) * MANY),
    ],
    ids=["pings before hello", "pings", "empty fragments"],
)
def test_a_flood_is_closed(attacked: AttackedServer, flood: tuple[Frame, ...]) -> None:
    session = attacked.create()
    assert converse(attacked.address, session.token, flood, b"") == POLICY_VIOLATION
    attacked.assert_unharmed()


def test_a_few_pings_and_pongs_disturb_nobody(attacked: AttackedServer) -> None:
    calm = (HELLO, *(Frame(PING, b"x"), Frame(PONG, b"y")) * 50)
    assert converse(attacked.address, attacked.create().token, calm, b"") not in (POLICY_VIOLATION, None)
    attacked.assert_unharmed()


@pytest.mark.parametrize(
    "broken", [Frame(TEXT, b"{}", reserved=4), Frame(TEXT, b"\x93")], ids=["extension", "no UTF-8"]
)
def test_a_broken_frame_while_either_side_speaks_is_no_defect(attacked: AttackedServer, broken: Frame) -> None:
    for _ in range(20):
        session = attacked.create()
        converse(attacked.address, session.token, (HELLO, broken), b"")
        # Otherwise the capture waits to be resumed, and keeps its place meanwhile.
        attacked.erase(session)
    attacked.assert_unharmed()
