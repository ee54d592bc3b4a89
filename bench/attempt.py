"""Measure what a whole attempt costs beside the bare work in it.

Usage: ``python -m bench.attempt [CLIP]``. Without CLIP, a rendered clip of 10 s at 640 x 480. The same process decodes
the clip bare, runs the models bare on exactly the inputs that the attempt gave them, and makes whole requests against
the application, in turns. What counts is the ratio: absolute times move with the machine.
"""

import asyncio
import logging
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import av
import httpx

from demo.portrait_clip import render_portrait_clip
from livegate.app import open_pipeline
from livegate.operations.logs import configure_logs
from livegate.operations.system import RandomIdentifiers, SystemClock
from livegate.settings import Settings
from livegate.vision.clip import open_capture
from livegate.vision.limits import MediaLimits
from livegate.vision.runtime import FloatArray, LiteRtNetwork, OnnxNetwork
from livegate.vision.sampling import Sampler
from livegate.vision.schedule import Schedule

ROUNDS = 9
HIGHEST_RATIO = 1.3
KEY = "benchmark-key-0123456789"
PATH = "/face/v1.2/detectLiveness-sessions"


class ModelRuns:
    """Notes every run of every network while it is watched, and repeats the same runs bare."""

    def __init__(self) -> None:
        self._runs: list[Callable[[], object]] = []

    def watch(self, network_type: type[OnnxNetwork] | type[LiteRtNetwork]) -> Callable[[], None]:
        """Note the runs of one kind of network; call what is returned to stop."""
        original = network_type.run

        def noted(network: OnnxNetwork | LiteRtNetwork, values: FloatArray) -> object:
            kept = values.copy()
            self._runs.append(lambda: original(network, kept))  # type: ignore[arg-type]  # each of its own kind
            return original(network, values)  # type: ignore[arg-type]  # each of its own kind

        setattr(network_type, "run", noted)  # noqa: B010  # mypy forbids the plain assignment
        return lambda: setattr(network_type, "run", original)

    def repeat(self) -> None:
        """Run every network again on the inputs it had."""
        for run in self._runs:
            run()

    def __len__(self) -> int:
        return len(self._runs)


def decode(clip: Path, duration: float) -> int:
    """Decode every frame on one thread and make those RGB that an attempt looks at; return how many there are."""
    sampler = Sampler(Schedule(duration).interval)
    count = 0
    with av.open(str(clip), options={"threads": "1"}) as container:
        container.streams.video[0].codec_context.thread_count = 1
        for count, frame in enumerate(container.decode(video=0), start=1):  # noqa: B007  # counted to the end
            if sampler.takes(frame.time or 0.0):
                frame.to_ndarray(format="rgb24", threads=1)
    return count


async def attempt(client: httpx.AsyncClient, content: bytes) -> None:
    """Make one whole request to judge ``content``; the session is created before the clock starts."""
    answer = await client.post("/face/v1.2/detectLiveness/singleModal", files={"Content": ("clip.mp4", content)})
    answer.raise_for_status()


async def token(client: httpx.AsyncClient) -> dict[str, str]:
    """Create a session and return the device's headers."""
    fields = {"livenessOperationMode": "Passive", "deviceCorrelationId": "bench"}
    created = await client.post(PATH, json=fields, headers={"Ocp-Apim-Subscription-Key": KEY})
    return {"Authorization": f"Bearer {created.raise_for_status().json()['authToken']}"}


async def measure(clip: Path, content: bytes, data_dir: Path) -> tuple[list[float], list[float], list[float], int]:
    """Return seconds of whole attempts, of bare decoding and of bare model runs, and the number of those runs."""
    settings = Settings(data_dir=data_dir, key1=KEY, capture_workers=1)
    async with AsyncExitStack() as stack:
        pipeline = await stack.enter_async_context(open_pipeline(settings, SystemClock(), RandomIdentifiers()))
        transport = httpx.ASGITransport(pipeline)
        client = await stack.enter_async_context(
            httpx.AsyncClient(transport=transport, base_url="http://bench", timeout=120)
        )
        runs = ModelRuns()
        stops = [runs.watch(OnnxNetwork), runs.watch(LiteRtNetwork)]
        client.headers.update(await token(client))
        await attempt(client, content)
        for stop in stops:
            stop()
        duration = open_capture([content], MediaLimits()).duration
        whole, bare_decoding, bare_models = [], [], []
        for _ in range(ROUNDS):
            client.headers.update(await token(client))
            started = time.perf_counter()
            await attempt(client, content)
            whole.append(time.perf_counter() - started)
            bare_decoding.append(_timed(lambda: decode(clip, duration)))
            bare_models.append(_timed(runs.repeat))
        return whole, bare_decoding, bare_models, len(runs)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print the table; the status is 1 when the ratio is above the bar."""
    configure_logs(level=logging.WARNING)
    with TemporaryDirectory() as folder:
        clip = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "clip.mp4"
        if len(sys.argv) == 1:
            render_portrait_clip(clip, seconds=10)
        whole, decoding, models, count = asyncio.run(measure(clip, clip.read_bytes(), Path(folder) / "data"))
        frames = open_capture([clip.read_bytes()], MediaLimits()).total_frames
    # The fastest round of each is the least disturbed by what else the machine does.
    ratio = min(whole) / (min(decoding) + min(models))
    print(f"clip                 {clip.name}, {frames} frames")
    print(f"whole attempt        {min(whole) * 1000:7.0f} ms  (median {median(whole) * 1000:.0f})")
    print(f"bare decoding        {min(decoding) * 1000:7.0f} ms  (median {median(decoding) * 1000:.0f})")
    print(f"bare model runs      {min(models) * 1000:7.0f} ms  (median {median(models) * 1000:.0f}; {count} runs)")
    print(f"whole : bare         {ratio:7.2f}     (bar: at most {HIGHEST_RATIO})")
    sys.exit(ratio > HIGHEST_RATIO)


if __name__ == "__main__":
    main()
