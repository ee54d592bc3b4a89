"""The browser does what the other tests here take for granted: films, policies, problems, rules."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.support.axe import Axe
from tests.support.chromium import CameraFile
from tests.support.host_pages import ISOLATION, STRICT_POLICY, HostPages
from tests.support.page_watch import PageProblems

BRIGHTNESS = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({video: true});
  const video = Object.assign(document.createElement("video"), {srcObject: stream, muted: true});
  await video.play();
  const canvas = Object.assign(document.createElement("canvas"), {width: 640, height: 480});
  const context = canvas.getContext("2d");
  context.drawImage(video, 0, 0);
  stream.getTracks().forEach((track) => track.stop());
  const levels = context.getImageData(0, 0, 640, 480).data.filter((_, index) => index % 4 === 0);
  return levels.reduce((sum, level) => sum + level, 0) / levels.length;
}"""
"""Opens the camera and returns the mean of its first picture's red, 0 to 255."""


async def test_one_browser_plays_one_film_after_the_other(
    page: Page, camera: CameraFile, host_pages: HostPages, empty_room_film: Path, dark_film: Path
) -> None:
    await page.goto(f"{host_pages.origin}/blank.html")

    seen = []
    for film in (empty_room_film, dark_film):
        camera.show(film)
        seen.append(await page.evaluate(BRIGHTNESS))

    assert seen == pytest.approx([120, 10], abs=10)


async def test_pages_have_the_headers_that_a_test_sets(
    page: Page, host_pages: HostPages, axe: Axe, problems: PageProblems
) -> None:
    host_pages.headers = ISOLATION | {"Content-Security-Policy": STRICT_POLICY}
    await page.goto(f"{host_pages.origin}/blank.html")
    await page.evaluate("() => document.querySelector('h1').setAttribute('style', 'color: red')")

    assert await page.evaluate("crossOriginIsolated")
    assert "inline style" in problems.unexpected[0]
    assert await axe.violations(page) == []
    problems.expect("inline style")


async def test_problems_of_a_page_are_noticed(page: Page, host_pages: HostPages, problems: PageProblems) -> None:
    await page.goto(f"{host_pages.origin}/blank.html")
    await page.evaluate("() => { console.warn('careful'); Promise.reject(new Error('forgotten')); }")
    await page.evaluate("() => fetch('/nothing')")

    careful, forgotten, missing = problems.unexpected
    assert "careful" in careful
    assert "forgotten" in forgotten
    assert "404" in missing
    problems.expect("careful|forgotten|404")


async def test_the_rules_find_what_is_wrong_in_a_shadow(page: Page, host_pages: HostPages, axe: Axe) -> None:
    await page.goto(f"{host_pages.origin}/blank.html")
    await page.evaluate("""() => {
      const place = document.createElement("div");
      place.attachShadow({mode: "open"}).append(document.createElement("button"));
      document.querySelector("main").append(place);
    }""")

    (violation,) = await axe.violations(page)

    assert violation.startswith("button-name")
