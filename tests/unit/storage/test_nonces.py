import os
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import Mock

from livegate.storage.nonces import DRAWN_AT_ONCE, NONCE_SIZE, Nonces


def test_nonces_are_the_random_sources_bytes_in_their_order_and_asked_for_seldom() -> None:
    source = Mock(side_effect=os.urandom)
    blocks: list[bytes] = []

    def remembered(size: int) -> bytes:
        blocks.append(source(size))
        return blocks[-1]

    nonces = Nonces(remembered)
    drawn = [nonces.draw() for _ in range(DRAWN_AT_ONCE + 1)]
    assert b"".join(drawn) == b"".join(blocks)[: NONCE_SIZE * len(drawn)]
    assert source.call_count == 2


def test_no_nonce_is_given_twice_whatever_thread_asks() -> None:
    nonces = Nonces(os.urandom)
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: [nonces.draw() for _ in range(500)], range(16)))
    assert len({nonce for some in drawn for nonce in some}) == 16 * 500
