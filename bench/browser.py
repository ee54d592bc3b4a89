"""Measure how long a person waits in a browser: from the start of a check to its result, and where the time goes.

Usage: ``python -m bench.browser [CLIP]``. Without CLIP, a rendered clip. Chromium plays it as a camera to an app's page
with the element, for Passive checks one after the other; the first, which fills caches, is not counted. Compared with
the three seconds of usable frames that the server asks for. Then the same from afar, with nothing cached: how long it
takes until the camera is asked for, while the element's files come from the server.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from playwright.async_api import Browser

from demo.portrait_clip import render_portrait_clip
from livegate.liveness.sufficiency import ENOUGH_SECONDS
from tests.support.checks import CheckPage, create_session
from tests.support.chromium import CameraFile, running_chromium
from tests.support.films import film_of
from tests.support.host_pages import HostPages, running_host_pages
from tests.support.server import LiveServer, running_server

ROUNDS = 5
LONGEST_SECONDS = 6.0
FAR = {"offline": False, "latency": 100, "downloadThroughput": 1_250_000, "uploadThroughput": 1_250_000}
"""A network of 100 ms and 10 Mbit/s, as the browser's own throttle makes it: milliseconds, and bytes a second."""

NOTE_TIMES = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
window.times = {sent: new Map()};
navigator.mediaDevices.getUserMedia = async (wanted) => {
  times.asked = performance.now();
  const stream = await open(wanted);
  times.opened = performance.now();
  return stream;
};
const Original = window.WebSocket;
window.WebSocket = class extends Original {
  constructor(...address) {
    super(...address);
    this.addEventListener("message", ({data}) => {
      const message = JSON.parse(data);
      if (message.type === "done") times.lastSequence = message.lastSequence;
    });
  }
  send(message) {
    const now = performance.now();
    super.send(message);
    if (typeof message === "string") return;
    message.slice(4, 8).arrayBuffer().then((number) => times.sent.set(new DataView(number).getUint32(0), now));
  }
};
"""
"""Notes when the camera was asked for and opened, when each frame was sent, and which was the last that counted."""

RUN = """async ([token, assetsUrl]) => {
  const element = document.createElement("azure-ai-vision-face-ui");
  element.assetsUrl = assetsUrl;
  document.getElementById("container").append(element);
  const begun = performance.now();
  await element.start(token);
  const ended = performance.now();
  const sent = [...times.sent.entries()].sort(([first], [second]) => first - second).map(([, at]) => at);
  const last = times.sent.get(times.lastSequence);
  return {begun, asked: times.asked, opened: times.opened, first: sent[0], last, ended};
}"""


@dataclass(frozen=True)
class Waited:
    """Seconds of one check: until the camera is open, until the first frame is sent, until the last one, to the result.

    ``asked`` is until the camera is asked for, a part of the first, and ``whole`` is all of it.
    """

    asked: float
    camera: float
    first_frame: float
    capture: float
    verdict: float
    whole: float

    @classmethod
    def of(cls, times: dict[str, float]) -> "Waited":
        """Return the steps between the page's times, which are in milliseconds."""
        begun, asked, opened, first, last, ended = (
            times[name] / 1000 for name in ("begun", "asked", "opened", "first", "last", "ended")
        )
        return cls(asked - begun, opened - begun, first - opened, last - first, ended - last, ended - begun)


async def waited(browser: Browser, pages: HostPages, server: LiveServer, *, is_far: bool) -> Waited:
    """Run one check on a fresh page, whose browser has cached nothing."""
    context = await browser.new_context(permissions=["camera"])
    await context.add_init_script(NOTE_TIMES)
    check = CheckPage(await context.new_page())
    await check.open(pages)
    session = await create_session(server)
    if is_far:
        network = await context.new_cdp_session(check.page)
        await network.send("Network.enable")
        await network.send("Network.emulateNetworkConditions", FAR)
    assets = f"{server.endpoint}/facelivenessdetector-assets/"
    times: dict[str, Any] = await check.page.evaluate(RUN, [session.token, assets])
    await context.close()
    return Waited.of(times)


async def measure(clip: Path, folder: Path) -> tuple[Sequence[Waited], Sequence[Waited]]:
    """Return what each counted check took, near the server and far from it."""
    camera = CameraFile(folder)
    camera.show(film_of(clip, folder / "film.y4m"))
    with running_server(folder / "data") as server:
        async with running_chromium(camera) as browser, running_host_pages() as pages:
            near = [await waited(browser, pages, server, is_far=False) for _ in range(ROUNDS + 1)][1:]
            return near, [await waited(browser, pages, server, is_far=True) for _ in range(ROUNDS)]


def main() -> None:
    """Print the medians. Ends with status 1 when a check takes longer than it should."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        clip = Path(sys.argv[1]) if len(sys.argv) > 1 else folder / "clip.mp4"
        if len(sys.argv) == 1:
            render_portrait_clip(clip)
        checks, far = asyncio.run(measure(clip, folder))
    _, camera, first_frame, capture, verdict, whole = (median(step) for step in zip(*map(astuple, checks), strict=True))
    print(f"from start() to the result       {whole:5.2f} s  (bar: at most {LONGEST_SECONDS})")
    print(f"  until the camera is open       {camera:5.2f} s")
    print(f"  until the first frame is sent  {first_frame:5.2f} s")
    print(f"  until the last one is sent     {capture:5.2f} s  (asked for: {ENOUGH_SECONDS} of usable frames)")
    print(f"  until the result is there      {verdict:5.2f} s")
    print(f"from afar, until the camera is asked for {median(check.asked for check in far):5.2f} s")
    print(f"           to the result                 {median(check.whole for check in far):5.2f} s")
    print("each check: " + ", ".join(f"{check.whole:.2f} s" for check in checks))
    sys.exit(whole > LONGEST_SECONDS)


if __name__ == "__main__":
    main()
