import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import HTTPConnection

from livegate.http.local_pages import comes_from_own_page, comes_from_this_machine

LOCAL = ("127.0.0.1", 50_000)


def connection(
    *headers: tuple[str, str],
    host: str | None = "127.0.0.1:8420",
    client: tuple[str, int] | None = LOCAL,
    server: tuple[str, int] | None = ("127.0.0.1", 8420),
) -> HTTPConnection:
    named = [] if host is None else [("host", host)]
    lines = [(name.encode(), value.encode("latin-1", "replace")) for name, value in (*named, *headers)]
    return HTTPConnection({"type": "http", "headers": lines, "client": client, "server": server})


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8420", "localhost:8420", "LOCALHOST:8420", "[::1]:8420", "try.localhost:8420"]
)
@pytest.mark.parametrize("client", [LOCAL, ("::1", 1), ("::ffff:127.0.0.1", 1), ("127.3.2.1", 1)])
def test_a_call_over_loopback_to_a_loopback_name_comes_from_this_machine(host: str, client: tuple[str, int]) -> None:
    assert comes_from_this_machine(connection(host=host, client=client))


def test_the_usual_port_need_not_be_named() -> None:
    assert comes_from_this_machine(connection(host="localhost", server=("127.0.0.1", 80)))
    assert comes_from_this_machine(connection(host="[::1]", server=("::1", 80)))


@pytest.mark.parametrize(
    "client", [None, ("10.0.0.7", 1), ("", 0), ("testclient", 1), ("fe80::1", 1), ("::ffff:10.0.0.7", 1)]
)
def test_another_peer_does_not(client: tuple[str, int] | None) -> None:
    assert not comes_from_this_machine(connection(client=client))


@pytest.mark.parametrize(
    "host",
    [
        None,
        "",
        "127.0.0.1",
        "127.0.0.1:8421",
        "localhost:",
        "attacker.example:8420",
        "localhost.attacker.example:8420",
        "127.0.0.1.attacker.example:8420",
        "0.0.0.0:8420",
        "[::]:8420",
        "2130706433:8420",
        "127.0.0.1:8420@attacker.example",
        "127.0.0.1:٨٤٢٠",
    ],
)
def test_a_name_that_its_owner_points_here_does_not(host: str | None) -> None:
    assert not comes_from_this_machine(connection(host=host))


def test_two_hosts_are_none() -> None:
    assert not comes_from_this_machine(connection(("host", "localhost:8420")))


@pytest.mark.parametrize(
    "name",
    [
        "forwarded",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-host",
        "x-forwarded-prefix",
        "x-forwarded",
        "x-real-ip",
        "x-original-forwarded-for",
        "x-client-ip",
        "true-client-ip",
        "via",
        "cf-connecting-ip",
    ],
)
def test_what_a_proxy_hands_on_does_not(name: str) -> None:
    assert not comes_from_this_machine(connection((name, "127.0.0.1")))


@given(host=st.text(), port=st.integers(0, 65_535))
def test_no_name_but_a_loopback_one_passes(host: str, port: int) -> None:
    sent = f"{host}:{port}".encode("latin-1", "replace").decode("latin-1")
    if comes_from_this_machine(connection(host=sent, server=("127.0.0.1", port))):
        assert sent.startswith(("127.", "[::", "::1", "[0", "0")) or sent.lower().rpartition(":")[0].endswith(
            "localhost"
        )


def test_our_own_page_says_so_in_its_origin() -> None:
    assert comes_from_own_page(connection(("origin", "http://127.0.0.1:8420")))
    assert comes_from_own_page(connection(("origin", "http://127.0.0.1:8420"), ("sec-fetch-site", "same-origin")))


@pytest.mark.parametrize(
    "headers",
    [
        (),
        (("origin", "null"),),
        (("origin", "https://attacker.example"),),
        (("origin", "http://127.0.0.1:3000"),),
        (("origin", "http://localhost:8420"),),
        (("origin", "https://127.0.0.1:8420"),),
        (("origin", "http://127.0.0.1:8420"), ("origin", "http://127.0.0.1:8420")),
        (("origin", "http://127.0.0.1:8420"), ("sec-fetch-site", "cross-site")),
        (("origin", "http://127.0.0.1:8420"), ("sec-fetch-site", "same-site")),
        (("origin", "http://127.0.0.1:8420"), ("sec-fetch-site", "none")),
    ],
)
def test_any_other_page_is_not_ours(headers: tuple[tuple[str, str], ...]) -> None:
    assert not comes_from_own_page(connection(*headers))


def test_a_call_without_a_host_has_no_page() -> None:
    assert not comes_from_own_page(connection(("origin", "http://None"), host=None))
