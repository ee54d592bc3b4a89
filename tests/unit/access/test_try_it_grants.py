from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import ECKey

from livegate.access.permissions import Permission
from livegate.access.signed_texts import SignedTextRefusedError, open_signed_text
from livegate.access.signing_keys import SigningKeys
from livegate.access.try_it_grants import GRANT_TYPE, PERMISSIONS, GrantRefusedError, TryItGrants

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
KEY = ECKey.generate_key("P-256")
KEYS = SigningKeys([KEY])
GRANTS = TryItGrants(KEYS)
CLAIMS = {"aud": "livegate-try-it", "res": "default", "iat": int(NOON.timestamp()), "exp": int(NOON.timestamp()) + 3600}


def signed(token_type: str = GRANT_TYPE, **changes: object) -> str:
    claims = {name: value for name, value in {**CLAIMS, **changes}.items() if value is not None}
    return KEYS.sign(claims, token_type=token_type)


def test_a_grant_opens_the_default_resource_for_an_hour() -> None:
    grant = GRANTS.issue(NOON + timedelta(microseconds=7))

    assert grant.expires_at == NOON + timedelta(hours=1)
    assert GRANTS.verify(grant.token, NOON) == "default"
    assert GRANTS.verify(grant.token, grant.expires_at - timedelta(seconds=1)) == "default"


def test_every_process_with_the_signing_keys_knows_it() -> None:
    later = SigningKeys([ECKey.generate_key("P-256"), KEY])
    assert TryItGrants(later).verify(GRANTS.issue(NOON).token, NOON) == "default"


def test_it_gives_no_settings() -> None:
    assert Permission.CONFIGURE not in PERMISSIONS


@pytest.mark.parametrize("offset", [timedelta(seconds=-1), timedelta(hours=1), timedelta(days=1)])
def test_outside_its_hour_it_opens_nothing(offset: timedelta) -> None:
    with pytest.raises(GrantRefusedError):
        GRANTS.verify(GRANTS.issue(NOON).token, NOON + offset)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.b.c",
        "x" * 5_000,
        signed("JWT"),
        signed("livegate-erasure-receipt+jwt"),
        signed(aud="livegate-session"),
        signed(aud=["livegate-try-it"]),
        signed(aud=None),
        signed(res=None),
        signed(exp=None),
        signed(exp=int(NOON.timestamp()) + 3601),
        signed(exp=10**20),
        signed(exp="soon"),
        signed(sid="one"),
        TryItGrants(SigningKeys([ECKey.generate_key("P-256")])).issue(NOON).token,
        GRANTS.issue(NOON).token[:-4],
    ],
)
def test_any_other_text_opens_nothing_and_is_not_quoted(text: str) -> None:
    with pytest.raises(GrantRefusedError) as refused:
        GRANTS.verify(text, NOON)
    assert len(text) < 6 or text not in str(refused.value)


def test_a_retired_key_grants_nothing() -> None:
    retired = SigningKeys([ECKey.generate_key("P-256")], retired=[ECKey.import_key(KEY.as_dict(private=False))])
    with pytest.raises(GrantRefusedError):
        TryItGrants(retired).verify(GRANTS.issue(NOON).token, NOON)


def test_a_grant_is_no_receipt() -> None:
    with pytest.raises(SignedTextRefusedError):
        open_signed_text(GRANTS.issue(NOON).token, "livegate-erasure-receipt+jwt", KEYS.find)
