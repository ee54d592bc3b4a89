import pytest
from pydantic import ValidationError

from livegate.settings import Settings


@pytest.mark.parametrize(
    "issuer",
    [
        "https://sts.windows.net/11111111-2222-3333-4444-555555555555/",
        "https://login.example/tenant/v2.0",
        "http://127.0.0.1:9000",
        "http://localhost/realms/one",
        "http://[::1]:9000/",
    ],
)
def test_an_issuer_is_kept_to_the_letter(issuer: str) -> None:
    assert Settings(oidc_issuer=issuer).oidc_issuer == issuer


@pytest.mark.parametrize(
    "issuer",
    [
        "",
        "issuer",
        "http://login.example/",
        "ftp://localhost/",
        "https://",
        "https://login.example/?tenant=1",
        "https://login.example/#one",
        "https://user:password@login.example/",
        "http://127.0.0.1.example/",
    ],
)
def test_an_issuer_whose_answers_others_could_change_is_refused(issuer: str) -> None:
    with pytest.raises(ValidationError, match="an issuer is an https URL without a query"):
        Settings(oidc_issuer=issuer)
