"""``python -m demo``: plays one session against a server of its own, or against a running one.

``LIVEGATE_DEMO_ENDPOINT`` and ``LIVEGATE_DEMO_KEY`` together name a running server.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import cyclopts
from azure.core.exceptions import AzureError
from rich.console import Console

from demo.narration import Caller, Narrator, save_picture
from demo.portrait import portrait_photo
from demo.portrait_clip import render_portrait_clip
from demo.server import Service, check_ready, own_server
from demo.walkthrough import Outcome, UnexpectedAnswerError, Walkthrough
from livegate.cli.attempt import AttemptFailedError
from livegate.testing.launch import ServerUnavailableError
from livegate.vision.models.store import ModelMissingError

PICTURE_WIDTH = 92
EXPECTED_FAILURES = (
    AttemptFailedError,
    AzureError,
    ModelMissingError,
    OSError,
    ServerUnavailableError,
    UnexpectedAnswerError,
)


def demo(
    *,
    clip: Path | None = None,
    photo: Path | None = None,
    picture: Path | None = None,
) -> None:
    """Play one liveness-with-verify session with Azure's official SDK, from creation to erasure.

    Parameters
    ----------
    clip
        A video of a person. [default: a rendered portrait that turns its head]
    photo
        A photo of the same person. [default: the portrait]
    picture
        Also write what is shown as an SVG picture.
    """
    console = Console(highlight=False, record=picture is not None, width=None if picture is None else PICTURE_WIDTH)
    narrator = Narrator(console)
    narrator.title()
    with TemporaryDirectory(prefix="livegate-demo-") as name, service(narrator, Path(name)) as found:
        shown_clip, shown_photo = prepare(narrator, Path(name), clip, photo)
        outcome = Walkthrough(found, narrator, clip=shown_clip, photo=shown_photo).play()
    narrator.conclude(summary(outcome))
    if picture is not None:
        save_picture(console, picture)


@contextmanager
def service(narrator: Narrator, directory: Path) -> Iterator[Service]:
    """Give the server named in the environment, or else one of the demo's own that ends with it."""
    endpoint, key = os.environ.get("LIVEGATE_DEMO_ENDPOINT"), os.environ.get("LIVEGATE_DEMO_KEY")
    with ExitStack() as stack:
        if endpoint and key:
            with narrator.step(Caller.OPERATOR, "Use the running server", f"GET {endpoint}/readyz") as step:
                found = Service(endpoint.rstrip("/"), key)
                check_ready(found.endpoint)
                step.answer("endpoint", found.endpoint)
        else:
            call = "livegate serve --port 0 --data-dir TEMPORARY"
            with narrator.step(Caller.OPERATOR, "Start a server", call) as step:
                found = stack.enter_context(own_server(directory))
                step.answer("endpoint", found.endpoint)
        yield found


def prepare(narrator: Narrator, directory: Path, clip: Path | None, photo: Path | None) -> tuple[Path, Path]:
    """Return the clip and the photo to play with; what is not given is made in ``directory``."""
    if photo is None:
        photo = directory / "portrait.jpg"
        portrait_photo(photo)
    if clip is not None:
        return clip, photo
    rendered = directory / "portrait.mp4"
    with narrator.step(Caller.DEVICE, "Render a clip, for want of a camera", "render_portrait_clip(path)") as step:
        render_portrait_clip(rendered)
        step.answer("clip", f"a portrait that turns its head, {rendered.stat().st_size:,} bytes")
    narrator.note("A rendered photo and no person: the verdict will show how a good fake fares.")
    return rendered, photo


def summary(outcome: Outcome) -> str:
    """Return the outcome in one sentence."""
    identity = "the person in the photo" if outcome.is_identical else "not the person in the photo"
    return f"Judged {outcome.decision}, {identity}; erased."


def main() -> None:
    """Run the demo; an expected failure ends in one sentence and status 1."""
    # Being told to stop ends like Ctrl+C: the session is erased, the server stopped and the folder removed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        cyclopts.run(demo)
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
    except EXPECTED_FAILURES as error:
        sys.exit(f"demo: {error}")


if __name__ == "__main__":
    main()
