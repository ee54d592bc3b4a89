from ipaddress import IPv4Address, IPv6Address

from hypothesis import example, given
from hypothesis import strategies as st

from livegate.sessions.abuse import (
    SPOOFS_BY_ADDRESS,
    SPOOFS_BY_ID,
    SPOOFS_TO_FLAG_ID,
    USERS_ON_DEVICE,
    SubjectKind,
    Tally,
    address_subject,
    is_abuse,
    is_id_flagged,
)

tallies = st.dictionaries(
    st.sampled_from(SubjectKind), st.builds(Tally, spoofs=st.integers(0, 30), users=st.integers(0, 30))
)


@given(tallies)
def test_an_attempt_is_flagged_by_the_documented_counts_alone(seen: dict[SubjectKind, Tally]) -> None:
    """Deviation D-14."""
    none = Tally()
    assert is_abuse(seen) == (
        seen.get(SubjectKind.DEVICE, none).spoofs >= 3
        or seen.get(SubjectKind.USER, none).spoofs >= 3
        or seen.get(SubjectKind.ADDRESS, none).spoofs >= 10
        or seen.get(SubjectKind.DEVICE, none).users > 5
    )
    assert (SPOOFS_BY_ID, SPOOFS_BY_ADDRESS, USERS_ON_DEVICE) == (3, 10, 5)


@given(tallies, tallies)
def test_more_is_never_less_suspicious(seen: dict[SubjectKind, Tally], added: dict[SubjectKind, Tally]) -> None:
    none = Tally()
    both = {
        kind: Tally(
            seen.get(kind, none).spoofs + added.get(kind, none).spoofs,
            seen.get(kind, none).users + added.get(kind, none).users,
        )
        for kind in SubjectKind
    }
    assert is_abuse(both) or not is_abuse(seen)


def test_an_id_is_flagged_at_the_tenth_spoof_attempt() -> None:
    """Deviation D-37."""
    assert SPOOFS_TO_FLAG_ID == 10
    assert [is_id_flagged(Tally(spoofs=count, users=99)) for count in (9, 10)] == [False, True]


@given(st.ip_addresses(v=4))
def test_an_address_counts_as_itself_however_it_is_written(address: IPv4Address) -> None:
    assert address_subject(str(address)) == address_subject(f"::ffff:{address}") == str(address)


@given(st.ip_addresses(v=6))
@example(IPv6Address("::1"))
def test_a_host_of_the_longer_addresses_counts_as_its_network(address: IPv6Address) -> None:
    network = IPv6Address(int(address) >> 64 << 64)
    assert address_subject(str(address)) == (str(address.ipv4_mapped) if address.ipv4_mapped else f"{network}/64")


def test_what_is_no_address_counts_as_nothing() -> None:
    assert [address_subject(text) for text in (None, "", "unknown")] == [None, None, None]
