from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.access.page_origins import PageOrigins, is_loopback_origin, origin_of

HOST = "gate.example:8420"
NAMED = PageOrigins(("https://app.example", "capacitor://localhost"), public_url=None)
UNNAMED = PageOrigins(None, public_url="https://live.example/faces")

LOOPBACK = [
    "http://localhost",
    "http://localhost:3000",
    "https://127.0.0.1:8443",
    "http://127.8.9.10:1",
    "http://[::1]:5173",
    "http://shop.localhost:8080",
]
ELSEWHERE = [
    "",
    "null",
    "*",
    "http://",
    "localhost:3000",
    "http://localhost:3000/",
    "http://localhost.example",
    "http://127.0.0.1.example",
    "http://notlocalhost",
    "http://localhost@app.example",
    "http://user@localhost",
    "http://127.1",
    "http://2130706433",
    "http://0.0.0.0:80:80",
    "http://localhost:99999",
    "http://[::1",
    "ftp://localhost",
    "HTTP://LOCALHOST",
    "http://localhost http://app.example",
]


@pytest.mark.parametrize("origin", LOOPBACK)
def test_where_none_are_named_pages_of_the_devices_own_machine_may_call(origin: str) -> None:
    assert UNNAMED.admit(origin, host=HOST)
    assert not NAMED.admit(origin, host=HOST)


@pytest.mark.parametrize("origin", [*ELSEWHERE, "https://app.example", "https://live.example.attacker.example"])
def test_where_none_are_named_no_others_may(origin: str) -> None:
    assert not UNNAMED.admit(origin, host=HOST)


@pytest.mark.parametrize("origin", [*ELSEWHERE, "http://app.example", "https://app.example:444", "https://App.example"])
def test_a_named_origin_is_equal_to_the_letter(origin: str) -> None:
    assert not NAMED.admit(origin, host=HOST)
    assert NAMED.admit("https://app.example", host=HOST)
    assert NAMED.admit("capacitor://localhost", host=HOST)


@pytest.mark.parametrize("origins", [NAMED, UNNAMED, PageOrigins((), public_url=None)])
def test_the_servers_own_pages_may_with_or_without_a_proxy_that_ends_tls(origins: PageOrigins) -> None:
    assert origins.admit(f"http://{HOST}", host=HOST)
    assert origins.admit(f"https://{HOST}", host=HOST.upper())
    assert not origins.admit("http://gate.example", host=HOST)
    assert not origins.admit("http://", host="")


def test_pages_at_the_public_address_may_whatever_host_the_proxy_sends() -> None:
    assert UNNAMED.admit("https://live.example", host="10.0.0.7:8420")


@given(origin=st.text(), host=st.text())
def test_a_star_admits_every_origin(origin: str, host: str) -> None:
    assert PageOrigins(("*",), public_url=None).admit(origin, host=host)


@given(origin=st.text() | st.from_regex(r"https?://[a-z0-9.\-@:\[\]/]{1,30}", fullmatch=True))
def test_a_loopback_origin_leads_to_a_loopback_name_and_nowhere_else(origin: str) -> None:
    if is_loopback_origin(origin):
        parts = urlsplit(origin)
        assert parts.scheme in {"http", "https"}
        assert (parts.path, parts.query, parts.username) == ("", "", None)
        assert (parts.hostname or "").endswith("localhost") or (parts.hostname or "").startswith(("127.", "::1", "0:"))


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Live.Example:443/faces", "https://live.example"),
        ("http://live.example:80", "http://live.example"),
        ("http://[::1]:8420/", "http://[::1]:8420"),
        ("https://live.example:8443", "https://live.example:8443"),
    ],
)
def test_an_origin_is_written_as_browsers_write_it(url: str, origin: str) -> None:
    assert origin_of(url) == origin
