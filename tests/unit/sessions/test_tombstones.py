import subprocess
from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.tombstones import (
    NOTHING_BEFORE,
    Cause,
    ErasureChainError,
    ErasureNote,
    Tombstone,
    canonical_encoding,
    check_chain,
    decode_line,
    encode_line,
    follow,
)
from tests.support.erasures import chain_of

END = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
CHANGES: dict[str, object] = {
    "sequence": 7,
    "resource": "other",
    "session_hash": b"\1" * 32,
    "erased_at": END,
    "cause": Cause.EXPIRED,
    "method": "none",
    "row_count": 9,
    "image_count": 9,
    "version": "9",
    "previous": b"\1" * 32,
}

tombstones = st.builds(
    Tombstone,
    sequence=st.integers(1, 2**63 - 1),
    resource=st.text("abcdefghijklmnopqrstuvwxyz-0123456789", min_size=2, max_size=64),
    session_hash=st.binary(min_size=32, max_size=32),
    erased_at=st.datetimes(
        min_value=datetime(1970, 1, 1),  # noqa: DTZ001  # hypothesis adds the time zone
        timezones=st.just(UTC),
    ),
    cause=st.sampled_from(Cause),
    method=st.text(max_size=64),
    row_count=st.integers(0, 2**32),
    image_count=st.integers(0, 2**32),
    version=st.text(max_size=20),
    previous=st.binary(min_size=32, max_size=32),
)


@given(tombstones)
def test_a_line_of_the_log_gives_the_tombstone_back(tombstone: Tombstone) -> None:
    assert decode_line(encode_line(tombstone)) == tombstone


def test_the_encoding_is_the_same_for_good() -> None:
    """Tombstones that exist must keep their hashes: whoever changes the encoding changes what was signed."""
    (tombstone,) = chain_of(1)
    assert canonical_encoding(tombstone) == (
        b'{"sequence":1,"resource":"face","sessionHash":"' + b"00" * 32 + b'","erasedAt":"2026-01-01T00:00:00Z",'
        b'"cause":"deleted","method":"data key destroyed, database pages overwritten, objects removed",'
        b'"rowCount":1,"imageCount":0,"version":"0.0.1","previous":"' + b"00" * 32 + b'"}'
    )
    elsewhere = tombstone.erased_at.astimezone(timezone(timedelta(hours=9)))
    assert msgspec.structs.replace(tombstone, erased_at=elsewhere).hash == tombstone.hash


def test_a_line_is_verified_with_the_tools_of_every_machine() -> None:
    line = encode_line(chain_of(1)[0])
    command = "cut -c 66- | head -c -1 | sha256sum | cut -c -64"
    counted = subprocess.run(["/bin/sh", "-c", command], input=line, capture_output=True, check=True)  # noqa: S603  # fixed
    assert counted.stdout.strip() == line[:64]


@given(tombstones, st.data())
def test_a_line_that_was_changed_anywhere_is_refused(tombstone: Tombstone, data: st.DataObject) -> None:
    line = bytearray(encode_line(tombstone).removesuffix(b"\n"))
    place = data.draw(st.integers(0, len(line) - 1))
    line[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ErasureChainError):
        decode_line(bytes(line))


def test_a_line_with_a_true_hash_of_something_else_is_refused() -> None:
    for content in (b"{}", b"no json", b'{"sequence":"1"}'):
        with pytest.raises(ErasureChainError, match="no tombstone"):
            decode_line(sha256(content).hexdigest().encode() + b" " + content)


@pytest.mark.parametrize(("erased_at", "cause"), [(END - timedelta(microseconds=1), "deleted"), (END, "expired")])
def test_what_is_erased_when_its_life_is_over_has_expired(erased_at: datetime, cause: str) -> None:
    note = ErasureNote("face", bytes(32), erased_at, "0.0.1")
    assert follow(None, note, expires_at=END, rows=1, images=0).cause == cause


def test_the_first_follows_nothing_and_each_other_the_one_before() -> None:
    chain = chain_of(5)
    assert [tombstone.sequence for tombstone in chain] == [1, 2, 3, 4, 5]
    assert [tombstone.previous for tombstone in chain] == [NOTHING_BEFORE, *(each.hash for each in chain[:-1])]
    assert check_chain(None, chain) == chain[-1]
    assert check_chain(chain[2], chain[3:]) == chain[-1]
    assert check_chain(None, []) is None


@given(st.integers(0, 4), st.sampled_from(sorted(CHANGES)))
def test_a_chain_shows_every_change_of_any_but_its_last(place: int, member: str) -> None:
    chain = list(chain_of(6))
    chain[place] = msgspec.structs.replace(chain[place], **{member: CHANGES[member]})
    with pytest.raises(ErasureChainError):
        check_chain(None, chain)


@given(st.permutations(range(5)).filter(lambda order: list(order) != list(range(5))))
def test_a_chain_shows_another_order(order: list[int]) -> None:
    chain = chain_of(5)
    with pytest.raises(ErasureChainError):
        check_chain(None, [chain[place] for place in order])


@pytest.mark.parametrize("place", range(4))
def test_a_chain_shows_what_was_taken_out(place: int) -> None:
    chain = list(chain_of(5))
    del chain[place]
    with pytest.raises(ErasureChainError, match=f"Tombstone {place + 1} is missing"):
        check_chain(None, chain)
