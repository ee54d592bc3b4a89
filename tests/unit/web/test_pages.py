from collections.abc import AsyncIterator
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from livegate.app import WEB_DIRECTORY
from livegate.contract.versions import ApiVersion
from tests.support.pages import client_of_pages

TRY_IT = WEB_DIRECTORY / "tryit"
PAGES = sorted(TRY_IT.glob("*.html"))


class Page(HTMLParser):
    """The parts of a page that a strict content security policy and a screen reader care about."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self.rows: list[list[str]] = []
        self._open: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in {"script", "style"}:
            self.inline.append(data)
        if data.strip() and {"td", "th"} & set(self._open):
            self.rows[-1].append(data)

    def values(self, name: str) -> list[str]:
        return [value for _, attributes in self.tags if (value := attributes.get(name)) is not None]


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    async with client_of_pages() as client:
        yield client


@pytest.mark.parametrize(("path", "name"), [("/", "index.html"), ("/connect.html", "connect.html")])
async def test_a_page_is_served_and_may_use_the_camera_itself(path: str, name: str, browser: httpx.AsyncClient) -> None:
    answer = await browser.get(path)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["permissions-policy"] == "camera=(self)"
    assert "access-control-allow-origin" not in answer.headers
    assert answer.text == (TRY_IT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_has_no_inline_script_or_style(path: Path) -> None:
    page = Page(path)

    assert "".join(page.inline).strip() == ""
    assert page.values("style") == []
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
async def test_everything_that_a_page_refers_to_is_served_from_here(path: Path, browser: httpx.AsyncClient) -> None:
    page = Page(path)
    for reference in page.values("src") + page.values("href"):
        if reference.startswith("#"):
            assert reference[1:] in page.values("id")
        else:
            assert (await browser.get(f"/{reference.lstrip('/')}")).status_code == 200, reference


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_labels_and_copy_buttons_name_parts_that_exist(path: Path) -> None:
    page = Page(path)

    named = page.values("aria-labelledby") + page.values("data-copies")

    assert set(named) <= set(page.values("id"))
    assert len(page.values("id")) == len(set(page.values("id")))


def test_the_table_shows_what_the_versions_are() -> None:
    _, *rows = Page(TRY_IT / "connect.html").rows

    assert [(row[0], row[1], row[2]) for row in rows] == [
        (
            version.value,
            "/detectLiveness/singleModal/sessions" if version.traits.is_preview_family else "/detectLiveness-sessions",
            str(version.traits.delete_status),
        )
        for version in ApiVersion
    ]
