"""What ``isSupported`` tells a page before a check."""

import pytest
from playwright.async_api import Browser, Page

from tests.e2e.conftest import OpenContext
from tests.support.element_pages import COUNT_CAMERAS, MODULE, evaluate
from tests.support.host_pages import HostPages
from tests.support.page_watch import PageProblems


async def support(page: Page, **options: str) -> list[str]:
    """What the page says it lacks."""
    report = await evaluate(page, "return module.isSupported(argument);", options)
    assert report["isSupported"] == (report["reasons"] == [])
    return [reason["reason"] for reason in report["reasons"]]


async def test_a_page_with_everything_is_supported_and_no_camera_is_opened_to_find_out(
    page: Page, host_pages: HostPages
) -> None:
    await page.add_init_script(COUNT_CAMERAS)
    await page.goto(f"{host_pages.origin}/blank.html")

    assert await support(page) == []
    assert await evaluate(page, "return [(await module.FaceLivenessDetector.isSupported()).isSupported, opened];") == [
        True,
        0,
    ]


async def test_a_page_says_what_it_lacks(
    open_context: OpenContext, cameraless_chromium: Browser, host_pages: HostPages, problems: PageProblems
) -> None:
    problems.expect("404")
    page = await (await open_context()).new_page()
    await page.goto(f"{host_pages.origin}/blank.html")
    assert await support(page, assetsUrl="/nowhere") == ["assetsMissing"]
    await page.goto(f"{host_pages.origin.replace('127.0.0.1', 'app.example')}/blank.html")
    assert await support(page) == ["insecurePage"]
    page = await (await open_context(cameraless_chromium, permissions=["camera"])).new_page()
    await page.goto(f"{host_pages.origin}/blank.html")
    assert await support(page) == ["cameraMissing"]


@pytest.mark.parametrize(("allow", "lacking"), [("", ["cameraDenied"]), ("camera", [])])
async def test_an_iframe_of_another_origin_needs_leave_for_the_camera(
    blank: Page, host_pages: HostPages, allow: str, lacking: list[str]
) -> None:
    other = host_pages.origin.replace("127.0.0.1", "localhost")
    await blank.context.grant_permissions(["camera"], origin=other)
    async with blank.expect_event("frameattached") as attached:
        await blank.evaluate(
            """([src, allow]) => {
              const frame = Object.assign(document.createElement("iframe"), {src, allow});
              return new Promise((resolve) => { frame.onload = resolve; document.body.append(frame); });
            }""",
            [f"{other}/blank.html", allow],
        )
    frame = await attached.value

    report = await frame.evaluate(f'async () => (await import("{MODULE}")).isSupported()')

    assert [reason["reason"] for reason in report["reasons"]] == lacking
