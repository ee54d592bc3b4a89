import asyncio
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from livegate.access.erasure_receipts import (
    CHECKPOINT_TYPE,
    RECEIPT_TYPE,
    CheckpointClaims,
    ErasureReceipts,
    open_checkpoint,
    open_receipt,
)
from livegate.access.signed_texts import SignedTextRefusedError
from livegate.access.signing_keys import SigningKeys

NOON = datetime(2026, 5, 4, 12, 0, 0, 123456, tzinfo=UTC)
KEY = ECKey.generate_key("P-256")
KEYS = SigningKeys([KEY])
RECEIPT = asyncio.run(ErasureReceipts(KEYS).sign_receipt({"sequence": 1}))


def signed(header: dict[str, object], key: ECKey = KEY) -> str:
    registry = jws.JWSRegistry(algorithms=["ES256"], strict_check_header=False)
    return jws.serialize_compact({"alg": "ES256", **header}, b"{}", key, registry=registry)


def test_a_receipt_is_verified_by_the_key_that_its_header_names() -> None:
    opened = open_receipt(RECEIPT, KEYS.find_published)
    assert (opened.key_id, opened.payload) == (KEY.thumbprint(), b'{"sequence":1}')


def test_a_receipt_outlives_the_private_part_of_its_key() -> None:
    retired = ECKey.import_key(KEY.as_dict(private=False))
    later = SigningKeys([ECKey.generate_key("P-256")], retired=[retired])
    assert open_receipt(RECEIPT, later.find_published).payload == b'{"sequence":1}'


def test_a_checkpoint_says_which_hash_a_tombstone_has() -> None:
    text = ErasureReceipts(KEYS).sign_checkpoint(7, b"\x0a" * 32, NOON)
    assert open_checkpoint(text, KEYS.find_published) == CheckpointClaims(1777896000, 7, "0a" * 32)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b",
        "a.b.c",
        "x" * 5_000,
        RECEIPT[:-4],
        RECEIPT + "A",
        RECEIPT.replace(".", ".A", 1),
        ErasureReceipts(KEYS).sign_checkpoint(1, bytes(32), NOON),
        KEYS.sign({"sequence": 1}),
        signed({"typ": RECEIPT_TYPE}),
        signed({"typ": RECEIPT_TYPE, "kid": "unknown"}),
        signed({"typ": RECEIPT_TYPE, "kid": KEY.thumbprint(), "jwk": KEY.as_dict(private=False)}),
        signed({"typ": RECEIPT_TYPE, "kid": KEY.thumbprint()}, ECKey.generate_key("P-256")),
        f"{urlsafe_b64encode(b'{}').decode()}..",
    ],
)
def test_any_other_text_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(SignedTextRefusedError) as refused:
        open_receipt(text, KEYS.find_published)
    assert len(text) < 4 or text not in str(refused.value)


def test_a_receipt_is_no_checkpoint_and_a_checkpoint_says_what_one_says() -> None:
    with pytest.raises(SignedTextRefusedError, match=CHECKPOINT_TYPE.replace("+", r"\+")):
        open_checkpoint(RECEIPT, KEYS.find_published)
    with pytest.raises(SignedTextRefusedError, match="something else"):
        open_checkpoint(signed({"typ": CHECKPOINT_TYPE, "kid": KEY.thumbprint()}), KEYS.find_published)
