"""Element and try-it page in the Firefox that people have, with a camera that works and one that is denied."""

from pathlib import Path

from tests.support.firefox import CAMERA_ALLOWED, CAMERA_DENIED, FirefoxPage, running_firefox
from tests.support.server import LiveServer

READY = "document.querySelector('#readiness')?.textContent.trim() === 'Ready'"
VERDICT = "document.querySelector('.verdict code')?.textContent"
SHADOW = "document.querySelector('livegate-check, azure-ai-vision-face-ui')?.shadowRoot"


async def start(page: FirefoxPage, server: LiveServer, outcome: str) -> None:
    """Start a session on the try-it page that will end so."""
    await page.open(f"{server.endpoint}/")
    await page.until(READY)
    await page.evaluate(
        f"""(() => {{
            document.querySelector("#correlation-id").value = "livegate-test-{outcome}";
            [...document.querySelectorAll("button")].find((it) => it.textContent.includes("Start the session")).click();
        }})()"""
    )


def shown(text: str) -> str:
    """Return an expression that tells whether the element shows a heading or a button with this text."""
    candidates = f"[...({SHADOW}?.querySelectorAll('h1, h2, button') ?? [])]"
    return f"{candidates}.some((it) => it.textContent.trim() === '{text}' && it.checkVisibility())"


async def test_a_check_is_judged(tmp_path: Path, scripted_server: LiveServer) -> None:
    async with running_firefox(tmp_path / "profile", CAMERA_ALLOWED) as page:
        await start(page, scripted_server, "realface")

        assert await page.until(VERDICT) == "realface"
        assert page.errors == []


async def test_who_was_not_seen_may_try_again(tmp_path: Path, scripted_server: LiveServer) -> None:
    async with running_firefox(tmp_path / "profile", CAMERA_ALLOWED) as page:
        await start(page, scripted_server, "attempt-NoFaceDetected")

        assert await page.until(shown("No face was seen"))
        assert await page.evaluate(shown("Try again"))
        assert page.errors == []


async def test_a_denied_camera_is_told_before_anything_starts(tmp_path: Path, scripted_server: LiveServer) -> None:
    async with running_firefox(tmp_path / "profile", CAMERA_DENIED) as page:
        await page.open(f"{scripted_server.endpoint}/")

        assert await page.until("document.body.innerText.includes('denied this page the camera')")
        assert await page.evaluate("document.querySelector('[name=source]:checked').value") == "recording"
        assert page.errors == []
