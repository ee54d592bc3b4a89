import asyncio
from collections import Counter
from collections.abc import Sequence

from joserfc import jwt
from joserfc.jwk import ECKey

from livegate.access.gathered_signing import MOST_AT_ONCE, GatheredSigning
from livegate.access.signing_keys import TYPE, SigningKeys

KEY = ECKey.generate_key("P-256")
KEYS = SigningKeys([KEY])


class NotingKeys(SigningKeys):
    """Notes in which turn of the event loop each text is signed; ``turn`` is counted by the test."""

    def __init__(self) -> None:
        super().__init__([KEY])
        self.turn = 0
        self.signed_in: list[int] = []

    def sign(self, claims: dict[str, object], *, token_type: str = TYPE) -> str:
        self.signed_in.append(self.turn)
        return super().sign(claims, token_type=token_type)


async def ask_in_turns(keys: NotingKeys, counts: Sequence[int]) -> list[str]:
    """Ask for so many texts in each turn of the event loop, and return them all."""
    signing = GatheredSigning(keys)
    asked: list[asyncio.Future[str]] = []
    for keys.turn, count in enumerate(counts):
        asked += [asyncio.ensure_future(signing.sign({"n": len(asked) + one}, token_type="T")) for one in range(count)]
        await asyncio.sleep(0)
    return await asyncio.gather(*asked)


async def test_texts_of_one_turn_are_signed_in_one_go_in_their_order() -> None:
    keys = NotingKeys()
    opened = [jwt.decode(text, KEY) for text in await ask_in_turns(keys, [3, 0, 0, 0, 0])]
    assert [(token.header["typ"], token.claims) for token in opened] == [("T", {"n": number}) for number in range(3)]
    assert len(set(keys.signed_in)) == 1
    assert keys.signed_in[0] <= 2


async def test_texts_of_turns_in_a_row_are_signed_in_one_go() -> None:
    keys = NotingKeys()
    await ask_in_turns(keys, [2, 1, 3, 0, 0, 0, 0])
    assert len(keys.signed_in) == 6
    assert len(set(keys.signed_in)) == 1


async def test_nobody_waits_for_more_than_enough() -> None:
    keys = NotingKeys()
    await ask_in_turns(keys, [1] * (4 * MOST_AT_ONCE))
    assert keys.signed_in[0] <= MOST_AT_ONCE + 2
    assert max(Counter(keys.signed_in).values()) <= MOST_AT_ONCE + 1


async def test_the_next_turn_is_signed_too() -> None:
    signing = GatheredSigning(KEYS)
    for number in range(2):
        assert jwt.decode(await signing.sign({"n": number}), KEY).claims == {"n": number}


async def test_a_call_that_was_cancelled_takes_no_other_with_it() -> None:
    signing = GatheredSigning(KEYS)
    one, other = (asyncio.ensure_future(signing.sign({"n": number})) for number in range(2))
    await asyncio.sleep(0)
    one.cancel()
    assert jwt.decode(await other, KEY).claims == {"n": 1}
    assert one.cancelled()


async def test_what_goes_wrong_is_told_to_the_one_whose_text_it_was() -> None:
    signing = GatheredSigning(KEYS)
    wrong, right = signing.sign({"n": object()}), signing.sign({"n": 1})
    refused, text = await asyncio.gather(wrong, right, return_exceptions=True)
    assert isinstance(refused, TypeError)
    assert jwt.decode(str(text), KEY).claims == {"n": 1}
