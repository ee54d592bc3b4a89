"""A real browser whose camera plays a file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

from tests.support.packages import find_program

FLAGS = ("--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP *.example 127.0.0.1")
"""Names that end with ``.example`` lead here: pages that are neither secure nor on the machine itself."""


class CameraFile:
    """What the camera plays: the browser opens one path anew whenever a page opens the camera.

    So one browser serves for all films, which are YUV4MPEG2 files (`.y4m`).
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "camera.y4m"

    def show(self, film: Path) -> None:
        """Play this film to whoever opens the camera from now on, from its beginning and in a loop."""
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(film)


@asynccontextmanager
async def running_chromium(camera: CameraFile | None, *more_flags: str) -> AsyncIterator[Browser]:
    """Run the system's Chromium; without a file it has no camera at all."""
    flags = [*FLAGS, *more_flags]
    if camera is not None:
        flags += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={camera.path}"]
    path = find_program("chromium", "what people see in a browser is not tested; install Debian's package chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            await browser.close()
