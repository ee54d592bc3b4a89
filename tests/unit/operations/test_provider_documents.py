from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from livegate.access.openid import FetchError
from livegate.operations import provider_documents
from livegate.operations.provider_documents import LARGEST_DOCUMENT, ProviderDocuments
from tests.support.openid_provider import OpenIdProviderServer, running_provider


@pytest.fixture
def server() -> Iterator[OpenIdProviderServer]:
    with running_provider() as running:
        yield running


@pytest.fixture
async def documents() -> AsyncIterator[ProviderDocuments]:
    async with httpx.AsyncClient() as client:
        yield ProviderDocuments(client)


async def test_a_document_is_read_whole(documents: ProviderDocuments, server: OpenIdProviderServer) -> None:
    assert await documents.fetch(f"{server.issuer}/keys") == server.answer("/keys")[1]


@pytest.mark.parametrize("status", [204, 206, 302, 404, 500])
async def test_any_other_answer_is_refused(
    documents: ProviderDocuments, server: OpenIdProviderServer, status: int
) -> None:
    server.status = status
    with pytest.raises(FetchError, match=f"/keys answered {status}"):
        await documents.fetch(f"{server.issuer}/keys")
    assert server.asked == ["/keys"]


async def test_an_endless_document_is_not_read_to_its_end(
    documents: ProviderDocuments, server: OpenIdProviderServer
) -> None:
    server.keys = [{"kid": "x" * LARGEST_DOCUMENT}]
    with pytest.raises(FetchError, match=f"more than {LARGEST_DOCUMENT} bytes"):
        await documents.fetch(f"{server.issuer}/keys")


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://", "ftp://127.0.0.1/", "http://[/", "no url", ""])
async def test_what_cannot_be_reached_is_said_by_its_kind(documents: ProviderDocuments, url: str) -> None:
    with pytest.raises(FetchError, match="cannot be fetched: "):
        await documents.fetch(url)


async def test_a_provider_that_does_not_answer_is_not_waited_for(
    documents: ProviderDocuments, server: OpenIdProviderServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider_documents, "TIMEOUT_SECONDS", 0.01)
    server.may_answer.clear()
    with pytest.raises(FetchError, match="cannot be fetched: TimeoutError"):
        await documents.fetch(f"{server.issuer}/keys")
