import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import httpx
import pytest

from livegate.access.openid import LONGEST_AGE, RENEWED_AFTER, RETRY_SECONDS, OpenIdProvider, ProviderUnavailableError
from livegate.operations.provider_documents import ProviderDocuments
from tests.support.openid_provider import NEXT_KEY, SIGNING_KEY, OpenIdProviderServer, copy_of, running_provider
from tests.support.sessions import ManualClock

KEY, NEXT = str(SIGNING_KEY.kid), str(NEXT_KEY.kid)
ONE_FETCH = ["/.well-known/openid-configuration", "/keys"]


@dataclass
class Scene:
    """A provider, who asks it, and the time between."""

    server: OpenIdProviderServer
    client: httpx.AsyncClient
    clock: ManualClock = field(default_factory=ManualClock)
    reported: list[str] = field(default_factory=list)

    def provider(self, issuer: str | None = None) -> OpenIdProvider:
        documents = ProviderDocuments(self.client)
        return OpenIdProvider(issuer or self.server.issuer, documents, now=self.clock.now, report=self.reported.append)


@pytest.fixture
def server() -> Iterator[OpenIdProviderServer]:
    with running_provider() as running:
        yield running


@pytest.fixture
async def scene(server: OpenIdProviderServer) -> AsyncIterator[Scene]:
    async with httpx.AsyncClient() as client:
        yield Scene(server, client)


async def knows(provider: OpenIdProvider, key_id: str) -> bool:
    return await provider.find_key(key_id, "RS256") is not None


async def test_keys_are_fetched_once_and_kept(scene: Scene) -> None:
    provider = scene.provider()
    assert scene.server.asked == []
    assert [await knows(provider, KEY) for _ in range(3)] == [True] * 3
    assert scene.server.asked == ONE_FETCH


async def test_callers_at_the_same_time_share_one_fetch(scene: Scene) -> None:
    provider = scene.provider()
    scene.server.may_answer.clear()
    callers = [asyncio.create_task(knows(provider, KEY)) for _ in range(20)]
    await asyncio.sleep(0)
    scene.server.may_answer.set()
    assert await asyncio.gather(*callers) == [True] * 20
    assert scene.server.asked == ONE_FETCH


async def test_a_new_key_is_found_at_once_and_the_old_one_until_it_is_withdrawn(scene: Scene) -> None:
    provider = scene.provider()
    assert await knows(provider, KEY)
    scene.server.keys.append(copy_of(NEXT_KEY))
    assert await knows(provider, NEXT)
    assert await knows(provider, KEY)
    scene.server.keys.pop(0)
    scene.clock.advance(seconds=RENEWED_AFTER.total_seconds() + 1)
    assert await knows(provider, NEXT)
    assert not await knows(provider, KEY)


async def test_unknown_key_ids_cause_one_fetch_within_some_seconds(scene: Scene) -> None:
    provider = scene.provider()
    await knows(provider, KEY)
    answers = await asyncio.gather(*(knows(provider, f"unknown-{number}") for number in range(20)))
    assert answers == [False] * 20
    assert scene.server.asked == ONE_FETCH * 2
    scene.clock.advance(seconds=RETRY_SECONDS)
    assert not await knows(provider, "unknown")
    assert scene.server.asked == ONE_FETCH * 3


async def test_kept_keys_serve_while_the_provider_is_away_and_not_for_ever(scene: Scene) -> None:
    provider = scene.provider()
    await knows(provider, KEY)
    scene.server.status = 503
    scene.clock.advance(seconds=RENEWED_AFTER.total_seconds() + 1)
    assert await knows(provider, KEY)
    scene.clock.advance(seconds=(LONGEST_AGE - RENEWED_AFTER).total_seconds())
    with pytest.raises(ProviderUnavailableError):
        await knows(provider, KEY)
    scene.server.status = 200
    scene.clock.advance(seconds=RETRY_SECONDS)
    assert await knows(provider, KEY)


async def test_while_the_provider_is_away_an_unknown_key_id_is_neither_good_nor_bad(scene: Scene) -> None:
    provider = scene.provider()
    await knows(provider, KEY)
    scene.server.status = 503
    for _ in range(2):
        with pytest.raises(ProviderUnavailableError):
            await knows(provider, NEXT)
    assert scene.server.asked == [*ONE_FETCH, ONE_FETCH[0]]


async def test_callers_are_not_kept_waiting_for_newer_keys_while_the_kept_ones_serve(scene: Scene) -> None:
    provider = scene.provider()
    await knows(provider, KEY)
    scene.clock.advance(seconds=RENEWED_AFTER.total_seconds() + 1)
    scene.server.may_answer.clear()
    first = asyncio.create_task(knows(provider, KEY))
    await asyncio.sleep(0)
    assert await knows(provider, KEY)
    assert not first.done()
    scene.server.may_answer.set()
    assert await first
    assert scene.server.asked == ONE_FETCH * 2


async def test_a_provider_that_is_away_is_asked_again_after_some_seconds(scene: Scene) -> None:
    provider = scene.provider()
    scene.server.status = 500
    for _ in range(3):
        with pytest.raises(ProviderUnavailableError):
            await knows(provider, KEY)
    assert scene.server.asked == ONE_FETCH[:1]
    scene.server.status = 200
    scene.clock.advance(seconds=RETRY_SECONDS)
    assert await knows(provider, KEY)


async def test_a_caller_that_leaves_takes_nobody_with_it(scene: Scene) -> None:
    provider = scene.provider()
    scene.server.may_answer.clear()
    leaving, staying = (asyncio.create_task(knows(provider, KEY)) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    scene.server.may_answer.set()
    assert await staying
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_a_slash_at_the_issuers_end_belongs_to_it(scene: Scene) -> None:
    issuer = f"{scene.server.issuer}/tenant/"
    scene.server.discovery["issuer"] = issuer
    assert await knows(scene.provider(issuer), KEY)
    assert scene.server.asked == ["/tenant/.well-known/openid-configuration", "/keys"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issuer": "https://other.example"}, "another issuer"),
        ({"issuer": None}, "another issuer"),
        ({"jwks_uri": None}, "must be an https URL"),
        ({"jwks_uri": 1}, "no jwks_uri"),
        ({"jwks_uri": "file:///etc/passwd"}, "must be an https URL"),
        ({"jwks_uri": "//127.0.0.1/keys"}, "must be an https URL"),
        ({"jwks_uri": "http://["}, "no jwks_uri"),
        ({"jwks_uri": "https://127.0.0.1:1/keys"}, "cannot be fetched: ConnectError"),
    ],
)
async def test_a_discovery_document_that_does_not_fit_counts_as_away(
    scene: Scene, changes: dict[str, object], reason: str
) -> None:
    scene.server.discovery |= changes
    with pytest.raises(ProviderUnavailableError):
        await knows(scene.provider(), KEY)
    assert len(scene.reported) == 1
    assert reason in scene.reported[0]


async def test_keys_of_an_https_issuer_must_come_over_https_too(scene: Scene) -> None:
    class Redirected(httpx.AsyncBaseTransport):
        """Carries an https issuer's requests to the server at hand."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            status, content = scene.server.answer(request.url.path)
            return httpx.Response(status, content=content)

    issuer = "https://issuer.example"
    scene.server.discovery["issuer"] = issuer
    async with httpx.AsyncClient(transport=Redirected()) as client:
        provider = Scene(scene.server, client, reported=scene.reported).provider(issuer)
        with pytest.raises(ProviderUnavailableError):
            await knows(provider, KEY)
    assert scene.reported == ["The identity provider's jwks_uri must be an https URL."]


async def test_a_provider_without_a_usable_key_counts_as_away(scene: Scene) -> None:
    scene.server.keys = []
    with pytest.raises(ProviderUnavailableError):
        await knows(scene.provider(), KEY)
    assert "no key for RS256" in scene.reported[0]
