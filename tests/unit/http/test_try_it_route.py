import asyncio

import httpx
import pytest
from joserfc.jwk import ECKey
from starlette.applications import Starlette

from livegate.access.signing_keys import SigningKeys
from livegate.access.try_it_grants import TryItGrants
from livegate.contract.errors import ServiceError
from livegate.http.try_it_route import PATH, Address, OwnershipCheck, try_it_route
from tests.support.sessions import ManualClock

HERE = "http://127.0.0.1:8420"
CLOCK = ManualClock()
GRANTS = TryItGrants(SigningKeys([ECKey.generate_key("P-256")]))


def page(is_own_user: OwnershipCheck, *, grants: TryItGrants | None = GRANTS) -> httpx.AsyncClient:
    app = Starlette(routes=[try_it_route(grants, CLOCK, is_own_user=is_own_user)])
    transport = httpx.ASGITransport(app, client=("127.0.0.1", 50_000))
    return httpx.AsyncClient(transport=transport, base_url=HERE, headers={"Origin": HERE})


async def own_user(peer: Address, server: Address) -> bool:
    return (peer, server) == (("127.0.0.1", 50_000), ("127.0.0.1", 8420))


async def other_user(*_: Address) -> bool:
    return False


async def nobody_asks(*_: Address) -> bool:
    raise AssertionError("No file needs to be read for this caller.")


async def test_the_user_who_runs_the_server_gets_a_grant() -> None:
    async with page(own_user) as caller:
        answer = await caller.post(PATH)
    assert GRANTS.verify(answer.json()["grant"], CLOCK.now()) == "default"


async def test_another_user_gets_none() -> None:
    async with page(other_user) as caller:
        with pytest.raises(ServiceError, match="own machine alone"):
            await caller.post(PATH)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://attacker.example"}, {"Via": "1.1 proxy"}, {"Host": "a.example"}]
)
async def test_who_is_refused_anyway_costs_no_look_at_the_kernels_tables(headers: dict[str, str]) -> None:
    async with page(nobody_asks) as caller:
        with pytest.raises(ServiceError):
            await caller.post(PATH, headers=headers)
    async with page(nobody_asks, grants=None) as caller:
        with pytest.raises(ServiceError):
            await caller.post(PATH)


async def test_however_many_ask_one_is_looked_at_at_a_time() -> None:
    looked_at: list[int] = []
    under_way = 0

    async def counted(*_: Address) -> bool:
        nonlocal under_way
        under_way += 1
        looked_at.append(under_way)
        await asyncio.sleep(0)
        under_way -= 1
        return True

    async with page(counted) as caller:
        await asyncio.gather(*(caller.post(PATH) for _ in range(4)))
    assert looked_at == [1, 1, 1, 1]
