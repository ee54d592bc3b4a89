import asyncio
from unittest.mock import Mock

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from livegate.access.gathered_signing import GatheredSigning
from livegate.access.signing_keys import SigningKeys

KEY = ECKey.generate_key("P-256")
KEYS = SigningKeys([KEY])


async def test_texts_of_one_turn_are_signed_in_one_go_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    signing, loop = GatheredSigning(KEYS), asyncio.get_running_loop()
    soon = Mock(wraps=loop.call_soon)
    with monkeypatch.context() as patched:
        patched.setattr(loop, "call_soon", soon)
        asked = [asyncio.ensure_future(signing.sign({"n": number}, token_type="T")) for number in range(3)]
        texts = await asyncio.gather(*asked)
    opened = [jwt.decode(text, KEY) for text in texts]
    assert [(token.header["typ"], token.claims) for token in opened] == [("T", {"n": number}) for number in range(3)]
    assert [call.args[0] for call in soon.call_args_list].count(signing._sign_all) == 1


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
