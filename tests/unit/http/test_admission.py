from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

import httpx
import pytest
from joserfc.jwk import ECKey
from starlette.requests import Request

from livegate.access.bearer_tokens import BearerTokenVerifier
from livegate.access.openid import RETRY_SECONDS, OpenIdProvider
from livegate.access.permissions import ALL_PERMISSIONS, Grant, Permission
from livegate.access.resources import Resource, Resources
from livegate.access.session_tokens import SessionTokens
from livegate.access.signing_keys import SigningKeys
from livegate.access.subscription_keys import SubscriptionKeys
from livegate.access.try_it_grants import PERMISSIONS, TryItGrants
from livegate.contract.error_catalogue import (
    ACCESS_DENIED,
    ACCESS_TOKEN_REFUSED,
    PERMISSION_DENIED,
    SERVICE_UNAVAILABLE,
    SESSION_TOKEN_NOT_ALLOWED,
    SESSION_TOKEN_REFUSED,
    SUBSCRIPTION_KEY_NOT_ALLOWED,
)
from livegate.contract.errors import ErrorEntry, ServiceError
from livegate.http.admission import Admission, BackendCaller
from livegate.operations.provider_documents import ProviderDocuments
from tests.support.openid_provider import AUDIENCE, OpenIdProviderServer, running_provider
from tests.support.sessions import ManualClock

READ = "livegate.sessions.read"
RESOURCES = Resources(
    (
        Resource("default"),
        Resource("payments", grants=(Grant("payments.clerk", frozenset({Permission.READ, Permission.DELETE})),)),
        Resource("alpha", hosts=("alpha.example",)),
    )
)
SIGNING_KEYS = SigningKeys([ECKey.generate_key("P-256")])


def key_of(resource: str, number: int = 1) -> str:
    return f"{resource}-key-{number}".ljust(20, "x")


def call(host: str = "gate.example", **headers: str) -> Request:
    named = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
    encoded = [(name.lower().encode(), value.encode()) for name, value in named.items()]
    return Request({"type": "http", "method": "GET", "path": "/", "headers": encoded})


def with_key(key: str, host: str = "gate.example") -> Request:
    return call(host, Ocp_Apim_Subscription_Key=key)


def with_token(token: str, host: str = "gate.example") -> Request:
    return call(host, Authorization=f"Bearer {token}")


@dataclass
class Door:
    """An admission to several resources, and the provider and the clock beside it."""

    server: OpenIdProviderServer
    client: httpx.AsyncClient
    clock: ManualClock = field(default_factory=ManualClock)

    def admission(
        self, resources: Resources = RESOURCES, *, with_provider: bool = True, with_grants: bool = True
    ) -> Admission:
        documents = ProviderDocuments(self.client)
        provider = OpenIdProvider(self.server.issuer, documents, now=self.clock.now, report=print)
        return Admission(
            resources=resources,
            keys={resource.name: self.keys(resource.name) for resource in resources},
            session_tokens=self.session_tokens,
            bearer_tokens=BearerTokenVerifier(provider, audience=AUDIENCE) if with_provider else None,
            grants=TryItGrants(SIGNING_KEYS) if with_grants else None,
            now=self.clock.now,
        )

    def keys(self, resource: str) -> Callable[[], SubscriptionKeys]:
        return lambda: SubscriptionKeys(key1=key_of(resource), key2=key_of(resource, 2))

    @property
    def session_tokens(self) -> SessionTokens:
        return SessionTokens(SIGNING_KEYS, token_id=lambda: "token")

    async def session_token(self, resource: str) -> str:
        now = self.clock.now()
        return await self.session_tokens.issue(
            issuer="http://gate.example",
            session_id="11111111-2222-3333-4444-555555555555",
            resource=resource,
            kind="liveness",
            operation_mode="Passive",
            issued_at=now,
            expires_at=now + timedelta(minutes=10),
        )

    def access_token(self, *roles: str, **changes: object) -> str:
        now = int(self.clock.now().timestamp())
        return self.server.token(*roles, **{"nbf": now, "exp": now + 3600} | changes)


@pytest.fixture(scope="module")
def server() -> Iterator[OpenIdProviderServer]:
    with running_provider() as running:
        yield running


@pytest.fixture
async def door(server: OpenIdProviderServer) -> AsyncIterator[Door]:
    server.status = 200
    async with httpx.AsyncClient() as client:
        yield Door(server, client)


async def refused(admission: Admission, request: Request, entry: ErrorEntry) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        await admission.admit_backend(request)
    assert raised.value.entry is entry
    return raised.value


class TestKeys:
    @pytest.mark.parametrize("number", [1, 2])
    async def test_either_key_opens_its_resource_for_everything(self, door: Door, number: int) -> None:
        for name, host in (("default", "gate.example"), ("payments", "127.0.0.1:8420"), ("alpha", "ALPHA.example:1")):
            caller = await door.admission().admit_backend(with_key(key_of(name, number), host))
            assert caller == BackendCaller(name, ALL_PERMISSIONS)

    @pytest.mark.parametrize(
        ("name", "host"), [("alpha", "gate.example"), ("default", "alpha.example"), ("payments", "alpha.example")]
    )
    async def test_the_right_key_under_another_resources_host_is_refused(
        self, door: Door, name: str, host: str
    ) -> None:
        await refused(door.admission(), with_key(key_of(name), host), ACCESS_DENIED)
        with pytest.raises(ServiceError) as raised:
            door.admission().admit_device(with_key(key_of(name), host))
        assert raised.value.entry is SESSION_TOKEN_REFUSED

    async def test_all_keys_of_a_host_are_compared_before_the_answer(self, door: Door) -> None:
        asked: list[str] = []

        def keys(resource: str) -> SubscriptionKeys:
            asked.append(resource)
            return door.keys(resource)()

        admission = Admission(
            resources=RESOURCES,
            keys={resource.name: partial(keys, resource.name) for resource in RESOURCES},
            session_tokens=door.session_tokens,
            bearer_tokens=None,
            grants=None,
            now=door.clock.now,
        )
        await admission.admit_backend(with_key(key_of("default")))
        assert asked == ["default", "payments"]

    async def test_nothing_opens_nothing(self, door: Door) -> None:
        for request in (call(), with_key(""), with_key("x" * 20), call(Authorization="Basic abc")):
            await refused(door.admission(), request, ACCESS_DENIED)


def locally(token: str, host: str = "localhost:8420", peer: str = "127.0.0.1") -> Request:
    request = with_token(token, host)
    return Request({**request.scope, "client": (peer, 50_000), "server": ("127.0.0.1", 8420)})


class TestGrants:
    async def test_a_grant_opens_the_default_resource_but_for_its_settings(self, door: Door) -> None:
        token = TryItGrants(SIGNING_KEYS).issue(door.clock.now()).token
        assert await door.admission().admit_backend(locally(token)) == BackendCaller("default", PERMISSIONS)

    async def test_a_grant_opens_nothing_from_elsewhere_or_where_there_are_none(self, door: Door) -> None:
        token = TryItGrants(SIGNING_KEYS).issue(door.clock.now()).token
        for request in (with_token(token), locally(token, peer="10.0.0.7"), locally(token, host="gate.example:8420")):
            await refused(door.admission(with_provider=False), request, ACCESS_DENIED)
        await refused(door.admission(with_provider=False, with_grants=False), locally(token), ACCESS_DENIED)

    async def test_a_grant_opens_no_resource_that_the_host_does_not_lead_to(self, door: Door) -> None:
        token = TryItGrants(SIGNING_KEYS).issue(door.clock.now()).token
        for resources in (
            Resources((Resource("default", hosts=("live.example",)), Resource("other"))),
            Resources((Resource("other"),)),
        ):
            await refused(door.admission(resources, with_provider=False), locally(token), ACCESS_DENIED)

    async def test_a_grant_is_no_devices_token(self, door: Door) -> None:
        token = TryItGrants(SIGNING_KEYS).issue(door.clock.now()).token
        with pytest.raises(ServiceError) as raised:
            door.admission().admit_device(locally(token))
        assert raised.value.entry is SESSION_TOKEN_REFUSED


class TestDevices:
    async def test_a_session_token_opens_the_devices_door_alone(self, door: Door) -> None:
        request = with_token(await door.session_token("payments"), host="any.example")
        assert door.admission().admit_device(request).resource == "payments"
        await refused(door.admission(), request, SESSION_TOKEN_NOT_ALLOWED)

    async def test_a_session_token_of_a_resource_that_is_no_longer_configured_is_refused(self, door: Door) -> None:
        with pytest.raises(ServiceError) as raised:
            door.admission(Resources()).admit_device(with_token(await door.session_token("payments")))
        assert raised.value.entry is SESSION_TOKEN_REFUSED
        assert raised.value.headers["WWW-Authenticate"] == "Bearer"

    async def test_neither_a_key_nor_an_access_token_opens_the_devices_door(self, door: Door) -> None:
        for request, entry in (
            (with_key(key_of("payments")), SUBSCRIPTION_KEY_NOT_ALLOWED),
            (with_token(door.access_token(READ)), SESSION_TOKEN_REFUSED),
        ):
            with pytest.raises(ServiceError) as raised:
                door.admission().admit_device(request)
            assert raised.value.entry is entry


class TestAccessTokens:
    async def test_open_the_resource_that_grants_their_roles_something(self, door: Door) -> None:
        admission = door.admission()
        for roles, host, caller in (
            ((READ,), "gate.example", BackendCaller("default", frozenset({Permission.READ}))),
            ((READ,), "alpha.example", BackendCaller("alpha", frozenset({Permission.READ}))),
            (
                ("payments.clerk", "unknown"),
                "gate.example",
                BackendCaller("payments", frozenset({Permission.READ, Permission.DELETE})),
            ),
        ):
            assert await admission.admit_backend(with_token(door.access_token(*roles), host)) == caller

    async def test_that_open_several_resources_of_a_host_are_refused(self, door: Door) -> None:
        """Deviation D-25."""
        request = with_token(door.access_token(READ, "payments.clerk"))
        error = await refused(door.admission(), request, ACCESS_DENIED)
        assert error.detail == "The access token opens several resources: call the host of one."

    async def test_that_open_nothing_at_this_host_are_told_so(self, door: Door) -> None:
        for roles, host in (((), "gate.example"), (("payments.clerk",), "alpha.example"), (("other",), "gate.example")):
            await refused(door.admission(), with_token(door.access_token(*roles), host), PERMISSION_DENIED)

    async def test_are_refused_at_a_host_that_leads_nowhere(self, door: Door) -> None:
        admission = door.admission(Resources((RESOURCES.named("alpha"),)))
        await refused(admission, with_token(door.access_token(READ)), ACCESS_DENIED)

    async def test_that_are_not_valid_are_told_why(self, door: Door) -> None:
        error = await refused(door.admission(), with_token(door.access_token(READ, exp=1)), ACCESS_TOKEN_REFUSED)
        assert error.detail == "The access token has expired."
        assert error.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'

    async def test_of_another_issuer_are_as_good_as_no_key(self, door: Door) -> None:
        token = door.access_token(READ, iss="https://other.example")
        assert (await refused(door.admission(), with_token(token), ACCESS_DENIED)).headers == {
            "WWW-Authenticate": "Bearer"
        }

    async def test_are_not_accepted_without_an_issuer_in_the_settings(self, door: Door) -> None:
        await refused(door.admission(with_provider=False), with_token(door.access_token(READ)), ACCESS_DENIED)

    async def test_cannot_be_judged_while_the_provider_is_away(self, door: Door) -> None:
        """Deviation D-26."""
        admission, request = door.admission(), with_token(door.access_token(READ))
        door.server.status = 502
        error = await refused(admission, request, SERVICE_UNAVAILABLE)
        assert error.headers["Retry-After"] == str(RETRY_SECONDS)
        door.server.status = 200
        door.clock.advance(seconds=RETRY_SECONDS)
        assert (await admission.admit_backend(request)).resource == "default"

    async def test_a_good_key_beside_a_bad_token_opens(self, door: Door) -> None:
        request = call(Ocp_Apim_Subscription_Key=key_of("default"), Authorization="Bearer abc")
        assert (await door.admission().admit_backend(request)).permissions == ALL_PERMISSIONS
