import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from joserfc import jwt
from joserfc.errors import InvalidClaimError
from joserfc.jwk import ECKey

from livegate.access.client_assets_tokens import AUDIENCE, ClientAssetsTokens
from livegate.access.session_tokens import RefusalReason, SessionTokens, TokenRefusedError
from livegate.access.signing_keys import SigningKeys

KEY = ECKey.generate_key("P-256")
KEYS = SigningKeys([KEY])
NOW = datetime(2026, 1, 2, 3, 4, 5, 600_000, tzinfo=UTC)
ISSUED = ClientAssetsTokens(KEYS).issue("default", NOW)
SESSION_TOKENS = SessionTokens(KEYS, token_id=lambda: "token-1")
SESSION_TOKEN = asyncio.run(
    SESSION_TOKENS.issue(
        issuer="https://face.example.org",
        session_id="b12e033e-bda7-4b83-a211-e721c661f30e",
        resource="default",
        kind="liveness",
        operation_mode="Passive",
        issued_at=NOW,
        expires_at=NOW + timedelta(minutes=10),
    )
)


def check_audience(token: str) -> None:
    """Verify a token as anybody would who is meant to take client assets tokens (RFC 7519, section 4.1.3)."""
    claims = jwt.decode(token, KEY, algorithms=["ES256"]).claims
    jwt.JWTClaimsRegistry(now=lambda: int(NOW.timestamp()), aud={"essential": True, "value": AUDIENCE}).validate(claims)


def test_a_token_is_signed_for_its_resource_and_lives_for_a_day() -> None:
    token = jwt.decode(ISSUED.token, KEY, algorithms=["ES256"])
    issued_at = int(NOW.timestamp())
    assert token.header == {"alg": "ES256", "kid": KEY.thumbprint(), "typ": "JWT"}
    assert token.claims == {"aud": AUDIENCE, "res": "default", "iat": issued_at, "exp": issued_at + 86_400}
    assert ISSUED.expires_at == NOW.replace(microsecond=0) + timedelta(hours=24)
    check_audience(ISSUED.token)


def test_a_session_token_and_a_client_assets_token_do_not_pass_for_each_other() -> None:
    """Deviation D-35."""
    with pytest.raises(TokenRefusedError) as raised:
        SESSION_TOKENS.verify(ISSUED.token, NOW)
    assert raised.value.reason is RefusalReason.AUDIENCE
    with pytest.raises(InvalidClaimError):
        check_audience(SESSION_TOKEN)
