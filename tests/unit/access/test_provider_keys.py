import base64
import json
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey

from livegate.access.provider_keys import ProviderKeys, ProviderKeysError
from tests.support.openid_provider import EC_KEY, SIGNING_KEY, copy_of

RSA_ID, EC_ID = str(SIGNING_KEY.kid), str(EC_KEY.kid)


def key_set(*keys: object) -> bytes:
    return json.dumps({"keys": keys}).encode()


def test_keys_are_found_by_id_and_algorithm() -> None:
    keys = ProviderKeys.parse(key_set(copy_of(SIGNING_KEY), copy_of(EC_KEY)))
    for key_id, algorithm in ((RSA_ID, "RS256"), (RSA_ID, "PS256"), (EC_ID, "ES256")):
        found = keys.find(key_id, algorithm)
        assert found is not None
        assert (found.kid, found.is_private) == (key_id, False)


@pytest.mark.parametrize(("key_id", "algorithm"), [(EC_ID, "RS256"), (RSA_ID, "ES256"), ("other", "RS256")])
def test_a_key_of_another_type_or_id_is_not_found(key_id: str, algorithm: str) -> None:
    assert ProviderKeys.parse(key_set(copy_of(SIGNING_KEY), copy_of(EC_KEY))).find(key_id, algorithm) is None


def test_two_keys_of_different_types_may_share_an_id() -> None:
    keys = ProviderKeys.parse(key_set(copy_of(SIGNING_KEY, kid="same"), copy_of(EC_KEY, kid="same")))
    found = [keys.find("same", algorithm) for algorithm in ("RS256", "ES256")]
    assert [key.key_type for key in found if key is not None] == ["RSA", "EC"]


UNUSABLE: dict[str, Any] = {
    "no object": "key",
    "symmetric": {**OctKey.generate_key(256).as_dict(), "kid": "one"},
    "private": {**EC_KEY.as_dict(private=True), "kid": "one"},
    "another type": {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": "one"},
    "no id": {name: value for name, value in copy_of(SIGNING_KEY).items() if name != "kid"},
    "id is a number": {**copy_of(SIGNING_KEY), "kid": 1},
    "short modulus": {**copy_of(SIGNING_KEY), "n": base64.urlsafe_b64encode(b"\xff" * 128).rstrip(b"=").decode()},
    "modulus is a number": {**copy_of(SIGNING_KEY), "n": 5},
    "no modulus": {"kty": "RSA", "e": "AQAB", "kid": "one"},
    "exponent of one": {**copy_of(SIGNING_KEY), "e": "AQ"},
    "point not on the curve": {**copy_of(EC_KEY), "y": copy_of(ECKey.generate_key("P-256"))["y"]},
    "unknown curve": {**copy_of(EC_KEY), "crv": "P-999"},
    "use is a number": {**copy_of(EC_KEY), "use": 1},
}


@pytest.mark.parametrize("entry", UNUSABLE.values(), ids=UNUSABLE)
def test_what_cannot_verify_is_passed_over(entry: object) -> None:
    keys = ProviderKeys.parse(key_set(entry, copy_of(SIGNING_KEY, kid="good")))
    assert keys.find("good", "RS256") is not None
    for algorithm in ("RS256", "PS256", "ES256"):
        assert keys.find("one", algorithm) is None
    with pytest.raises(ProviderKeysError, match="no key for RS256, PS256 or ES256"):
        ProviderKeys.parse(key_set(entry))


@pytest.mark.parametrize(
    "document", [b"", b"[]", b"{}", b"null", b'{"keys": 1}', b'{"keys": null}', b"\xff", b"<html>", b"[" * 99_999]
)
def test_what_is_no_key_set_is_refused(document: bytes) -> None:
    with pytest.raises(ProviderKeysError, match="no JWK set"):
        ProviderKeys.parse(document)
