import pytest

from livegate.access.erasure_receipts import open_checkpoint
from livegate.sessions.erasure_register import CHECKPOINT_TOMBSTONES
from livegate.sessions.ports import key_of
from livegate.sessions.tombstones import ErasureChainError
from tests.support.sessions import ids, new_session
from tests.unit.sessions.conftest import House


async def erase(house: House, *session_ids: str) -> None:
    for session_id in session_ids:
        session = new_session(session_id)
        await house.archive.insert(session)
        await house.erasure.erase(key_of(session))


async def test_signs_the_first_erasure_at_once_and_later_ones_after_an_hour(house: House) -> None:
    assert await house.register.sign_due() == 0
    await erase(house, ids(1)[0])
    assert await house.register.sign_due() == 1
    await erase(house, *ids(3))
    house.clock.advance(minutes=59)
    assert await house.register.sign_due() == 0
    house.clock.advance(minutes=1)
    assert [await house.register.sign_due() for _ in range(2)] == [1, 0]
    checkpoint = await house.tombstones.checkpoint_before(5)
    head = await house.tombstones.last()
    assert checkpoint is not None
    assert head is not None
    claims = open_checkpoint(checkpoint.signed, house.signing_keys.find_published)
    assert (claims.sequence, claims.hash) == (4, head.hash.hex())


async def test_signs_so_often_that_little_lies_between(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livegate.sessions.erasure_register.CHECKPOINT_TOMBSTONES", 4)
    assert CHECKPOINT_TOMBSTONES == 1_000
    await erase(house, *ids(11))
    assert await house.register.sign_due() == 2
    found = [await house.tombstones.checkpoint_from(number) for number in (1, 5, 9)]
    assert [checkpoint and checkpoint.sequence for checkpoint in found] == [4, 8, None]


async def test_signs_no_chain_that_does_not_fit(house: House) -> None:
    await erase(house, *ids(3))
    await house.database.write(lambda connection: connection.execute("UPDATE tombstones SET version = '9'"))
    with pytest.raises(ErasureChainError):
        await house.register.sign_due()
    assert await house.tombstones.checkpoint_before(99) is None
