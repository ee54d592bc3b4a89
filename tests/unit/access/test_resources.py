import pytest

from livegate.access.resources import Region, Resource, Resources, UnknownResourceError

PAYMENTS = Resource("payments", hosts=("payments.example", "pay.example"))
SUPPORT = Resource("support", hosts=("[::1]",))
OPEN = (Resource("first"), Resource("second"))
ALL = Resources((PAYMENTS, SUPPORT, *OPEN))


def test_a_server_without_a_file_has_one_resource_for_every_host() -> None:
    assert [resource.name for resource in Resources().at_host("anything.example")] == ["default"]


@pytest.mark.parametrize("host", ["payments.example", "PAY.example:8420", "payments.example.", "payments.example.:443"])
def test_a_host_leads_to_the_resource_that_names_it(host: str) -> None:
    assert ALL.at_host(host) == (PAYMENTS,)


def test_an_ipv6_host_is_told_from_its_port() -> None:
    assert ALL.at_host("[::1]") == ALL.at_host("[::1]:8420") == (SUPPORT,)


@pytest.mark.parametrize(
    "host", ["", "other.example", "example", "a.payments.example", "::1", ":8420", "payments.example:x"]
)
def test_any_other_host_leads_to_the_resources_without_hosts(host: str) -> None:
    assert ALL.at_host(host) == OPEN


def test_a_host_that_nobody_names_leads_nowhere_when_all_have_hosts() -> None:
    assert Resources((PAYMENTS, SUPPORT)).at_host("other.example") == ()


def test_resources_are_found_by_name_to_the_letter() -> None:
    assert ALL.find("payments") == ALL.named("payments") == PAYMENTS
    assert ALL.find("Payments") is None
    with pytest.raises(UnknownResourceError, match=r"'Payments'; there are: payments, support, first, second\."):
        ALL.named("Payments")


NORTH = Region("north", hosts=("north.example",))
OWN_HOST_IN_NORTH = Resource("own", hosts=("own.example",), region="north")
IN_NORTH = Resource("plain", region="north")
WITH_REGION = Resources((OWN_HOST_IN_NORTH, IN_NORTH, PAYMENTS, *OPEN), (NORTH, Region("empty", ("empty.example",))))


def test_a_regional_host_leads_to_all_resources_of_its_region() -> None:
    assert WITH_REGION.at_host("North.example:443") == (OWN_HOST_IN_NORTH, IN_NORTH)
    assert WITH_REGION.at_host("empty.example") == ()


def test_a_resource_in_a_region_is_called_there_or_by_its_own_host_only() -> None:
    assert WITH_REGION.at_host("own.example") == (OWN_HOST_IN_NORTH,)
    assert WITH_REGION.at_host("other.example") == OPEN
