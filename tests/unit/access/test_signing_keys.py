import json
from base64 import urlsafe_b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from joserfc import jws
from joserfc.jwk import ECKey, KeyParameters

from livegate.access.signing_keys import SigningKeyError, SigningKeys


def test_a_key_is_known_by_its_thumbprint_whatever_the_file_calls_it() -> None:
    parameters: KeyParameters = {"kid": "chosen"}
    key = ECKey.generate_key("P-256", parameters)
    keys = SigningKeys([key])
    assert keys.newest_id == key.thumbprint()
    assert keys.find(key.thumbprint()) is key
    assert keys.find("chosen") is None


def test_the_first_key_signs_and_all_are_found() -> None:
    newest, older = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
    keys = SigningKeys([newest, older])
    assert keys.newest is newest
    assert keys.find(older.thumbprint()) is older


def test_a_set_without_keys_is_refused() -> None:
    with pytest.raises(SigningKeyError, match="at least one"):
        SigningKeys([])


def test_a_retired_key_verifies_no_token_and_stays_published() -> None:
    newest, gone = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
    public = ECKey.import_key(gone.as_dict(private=False))
    keys = SigningKeys([newest], retired=[public])
    assert keys.find(gone.thumbprint()) is None
    assert keys.find_published(gone.thumbprint()) is public
    assert keys.find_published(newest.thumbprint()) is newest
    assert keys.find_published("unknown") is None


def test_every_key_is_published_without_its_private_part() -> None:
    newest, gone = ECKey.generate_key("P-256"), ECKey.generate_key("P-256")
    published = SigningKeys([newest], retired=[gone]).public_set()
    assert published == {
        "keys": [
            key.as_dict(private=False) | {"kid": key.thumbprint(), "alg": "ES256", "use": "sig"}
            for key in (newest, gone)
        ]
    }
    assert '"d"' not in json.dumps(published)


def test_a_signature_names_its_key_and_its_type() -> None:
    key = ECKey.generate_key("P-256")
    signed = SigningKeys([key]).sign({"a": 1}, token_type="other+jwt")
    verified = jws.deserialize_compact(signed, key, algorithms=["ES256"])
    assert verified.headers() == {"alg": "ES256", "kid": key.thumbprint(), "typ": "other+jwt"}
    assert json.loads(verified.payload or b"") == {"a": 1}


def test_retired_keys_of_another_curve_are_refused() -> None:
    with pytest.raises(SigningKeyError, match="retired signing key"):
        SigningKeys([ECKey.generate_key("P-256")], retired=[ECKey.generate_key("P-384")])


def test_small_numbers_of_a_signature_keep_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    class SmallNumbers:
        def sign(self, *_: object) -> bytes:
            return encode_dss_signature(1, 0x0203)

    keys = SigningKeys([ECKey.generate_key("P-256")])
    monkeypatch.setattr(keys, "_private_key", SmallNumbers())
    signature = urlsafe_b64decode(keys.sign({}).split(".")[2] + "==")
    assert signature == bytes(31) + b"\x01" + bytes(30) + b"\x02\x03"
