from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.addresses import is_expected

v4, v6 = st.ip_addresses(v=4), st.ip_addresses(v=6)
unmapped = st.integers(0, 2**128 - 1).map(IPv6Address).filter(lambda address: address.ipv4_mapped is None)


def mapped(address: IPv4Address) -> str:
    return f"::ffff:{address}"


@given(st.ip_addresses())
def test_an_address_expects_itself_however_it_is_written(address: IPv4Address | IPv6Address) -> None:
    assert is_expected(str(address), str(address))
    assert is_expected(str(address), address.exploded)
    assert is_expected(address.exploded, str(address))


@given(v4, st.integers(0, 32), v4)
def test_a_network_expects_what_shares_its_prefix(network: IPv4Address, length: int, seen: IPv4Address) -> None:
    shares_prefix = int(network) >> (32 - length) == int(seen) >> (32 - length)
    assert is_expected(f"{network}/{length}", str(seen)) == shares_prefix
    # An IPv4 address and network written as IPv6 are the same ones.
    assert is_expected(f"{mapped(network)}/{96 + length}", str(seen)) == shares_prefix
    assert is_expected(f"{network}/{length}", mapped(seen)) == shares_prefix


@given(v6, st.integers(0, 128), unmapped)
def test_a_network_of_the_longer_addresses_too(network: IPv6Address, length: int, seen: IPv6Address) -> None:
    expected = seen in IPv6Network((int(network), length), strict=False)
    assert is_expected(f"{network}/{length}", str(seen)) == expected


@given(v4, unmapped)
def test_an_address_of_the_other_family_is_another(short: IPv4Address, long: IPv6Address) -> None:
    assert not is_expected(str(short), str(long))
    assert not is_expected(str(long), str(short))


@pytest.mark.parametrize(
    "seen", [None, "", "unknown", "10.0.0.1:80", "10.0.0.1, 10.0.0.2", "10.0.0", "0/0", " 10.0.0.1"]
)
def test_what_is_no_address_is_not_expected(seen: str | None) -> None:
    assert not is_expected("0.0.0.0/0", seen)
    assert not is_expected("::/0", seen)


@pytest.mark.parametrize("text", ["", "host.example", "10.0.0.0/33"])
def test_an_expectation_that_is_none_is_a_mistake(text: str) -> None:
    with pytest.raises(ValueError, match="does not appear"):
        is_expected(text, "10.0.0.1")
