"""Measure what streamed captures cost: a frame, the verdict, several at a time, and what the event loop feels of them.

Usage: ``python -m bench.stream [CLIP...]``. Without CLIP, a rendered clip of 4 s at 640 x 480. The server runs in this
process, so that the lag of its event loop can be measured in it; the devices stream from a process of their own.
"""

import asyncio
import json
import logging
import multiprocessing
import socket
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import uvicorn
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from bench.attempt import KEY, PATH, ModelRuns
from demo.portrait_clip import render_portrait_clip
from livegate.app import Application, open_observer
from livegate.cli.serve import server_configuration
from livegate.cli.streaming import ClipFrame, read_frames
from livegate.contract.stream_messages import SUBPROTOCOL, BinaryKind, binary_message
from livegate.operations.logs import configure_logs
from livegate.operations.memory import settle_memory
from livegate.operations.system import RandomIdentifiers, SystemClock
from livegate.settings import Settings
from livegate.vision.runtime import LiteRtNetwork, OnnxNetwork

ROUNDS = 5
CAPTURES = 6
HIGHEST_RATIO = 1.15
HIGHEST_VERDICT_MILLISECONDS = 150
LOWEST_FRAMES_A_SECOND = 8.0
HIGHEST_LAG_MILLISECONDS = 20
LAG_INTERVAL = 0.005


@dataclass(frozen=True)
class Streamed:
    """One streamed capture: frames looked at each second, and milliseconds from its last frame to its result."""

    frames_a_second: float
    verdict_milliseconds: float


async def frame_costs(frames: Sequence[ClipFrame]) -> tuple[float, float]:
    """Return CPU seconds of looking at a capture's frames and of the bare model runs in it, each the fastest round.

    CPU time, since both are work of one thread, and the machine may be shared.
    """
    with open_observer(Settings(capture_workers=1)) as observer:

        async def look() -> None:
            live = await observer.open_capture(with_image=False)
            for frame in frames:
                await live.look_at(frame.picture, frame.captured_at)
            await live.conclude(duration=frames[-1].captured_at, total_frames=len(frames))

        runs = ModelRuns()
        stops = [runs.watch(OnnxNetwork), runs.watch(LiteRtNetwork)]
        await look()
        for stop in stops:
            stop()
        whole, bare = [], []
        for _ in range(ROUNDS):
            started = time.process_time()
            await look()
            whole.append(time.process_time() - started)
            started = time.process_time()
            runs.repeat()
            bare.append(time.process_time() - started)
        return min(whole), min(bare)


async def stream(url: str, token: str, frames: Sequence[ClipFrame]) -> Streamed:
    """Stream one capture in real time."""
    sent = {"last": 0.0, "frames": 0}
    dropped = 0

    async def send() -> None:
        started = time.perf_counter()
        for sequence, frame in enumerate(frames):
            await asyncio.sleep(started + frame.captured_at - time.perf_counter())
            captured_at = round(frame.captured_at * 1_000_000)
            message = binary_message(BinaryKind.FRAME, frame.picture, sequence=sequence, captured_at=captured_at)
            await connection.send(message)
            sent["last"], sent["frames"] = time.perf_counter(), sequence + 1
        await connection.send(json.dumps({"type": "finish"}))

    async with connect(url, subprotocols=[Subprotocol(SUBPROTOCOL), Subprotocol(token)]) as connection:
        await connection.send(json.dumps({"type": "hello", "protocol": 1}))
        sending = asyncio.create_task(send())
        async for text in connection:
            message = json.loads(text)
            if message["type"] == "dropped":
                dropped = message["frames"]
            elif message["type"] in {"done", "refused"}:
                break
        ended = time.perf_counter()
        sending.cancel()
    seconds = frames[int(sent["frames"]) - 1].captured_at or 1.0
    return Streamed((sent["frames"] - dropped) / seconds, (ended - sent["last"]) * 1000)


def stream_together(url: str, tokens: Sequence[str], frames: Sequence[ClipFrame]) -> list[Streamed]:
    """Stream as many captures at a time as there are tokens; a process of its own runs this."""

    async def run() -> list[Streamed]:
        return list(await asyncio.gather(*(stream(url, token, frames) for token in tokens)))

    return asyncio.run(run())


async def measure_lag(lags: list[float]) -> None:
    """Note, again and again, by how much the event loop is late."""
    while True:
        due = time.perf_counter() + LAG_INTERVAL
        await asyncio.sleep(LAG_INTERVAL)
        lags.append(time.perf_counter() - due)


async def measure(
    clips: Sequence[Sequence[ClipFrame]], data_dir: Path, processes: Executor
) -> tuple[list[Streamed], list[Streamed], list[float]]:
    """Return each clip streamed alone, six at a time, and the event loop's lags in seconds during these."""
    started = asyncio.Event()
    settings = Settings(data_dir=data_dir, key1=KEY)

    def start() -> None:
        settle_memory()
        started.set()

    application = Application(settings, clock=SystemClock(), identifiers=RandomIdentifiers(), started=start)
    server = uvicorn.Server(server_configuration(application, settings))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        await started.wait()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        url, loop = f"ws://{host}/face/v1.2/session/stream", asyncio.get_running_loop()
        alone: list[Streamed] = []
        for frames in clips:
            tokens = await new_tokens(f"http://{host}", 1)
            alone += await loop.run_in_executor(processes, stream_together, url, tokens, frames)
        # Before lags are noted: making an HTTP client takes the event loop 20 ms and more.
        tokens = await new_tokens(f"http://{host}", CAPTURES)
        lags: list[float] = []
        probe = asyncio.create_task(measure_lag(lags))
        together = await loop.run_in_executor(processes, stream_together, url, tokens, clips[0])
        probe.cancel()
        server.should_exit = True
        await serving
    return alone, together, lags


async def new_tokens(endpoint: str, count: int) -> list[str]:
    """Create sessions and return their tokens."""
    fields = {"livenessOperationMode": "Passive", "deviceCorrelationId": "bench"}
    headers = {"Ocp-Apim-Subscription-Key": KEY}
    async with httpx.AsyncClient(base_url=endpoint, headers=headers) as client:
        answers = [await client.post(PATH, json=fields) for _ in range(count)]
    return [str(answer.raise_for_status().json()["authToken"]) for answer in answers]


def main() -> None:
    """Print the table; the status is 1 when a bar is missed."""
    configure_logs(level=logging.ERROR)
    with TemporaryDirectory() as folder:
        paths = [Path(argument) for argument in sys.argv[1:]] or [Path(folder) / "clip.mp4"]
        if len(sys.argv) == 1:
            render_portrait_clip(paths[0], seconds=4)
        clips = [read_frames(path) for path in paths]
        whole, bare = asyncio.run(frame_costs(clips[0]))
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as processes:
            alone, together, lags = asyncio.run(measure(clips, Path(folder) / "data", processes))
    rows = (
        ("frame : bare model runs", whole / bare, HIGHEST_RATIO, -1, ""),
        (
            "verdict after the last frame",
            median(one.verdict_milliseconds for one in alone),
            HIGHEST_VERDICT_MILLISECONDS,
            -1,
            "ms",
        ),
        (
            f"frames a second, {CAPTURES} at a time",
            min(one.frames_a_second for one in together),
            LOWEST_FRAMES_A_SECOND,
            1,
            "",
        ),
        ("longest lag of the event loop", max(lags) * 1000, HIGHEST_LAG_MILLISECONDS, -1, "ms"),
    )
    frames = len(clips[0])
    print(f"clips                            {len(clips)}, the first of {frames} frames")
    print(
        f"one frame                        {whole / frames * 1000:7.1f} ms, bare models {bare / frames * 1000:.1f} ms"
    )
    for name, value, bar, sign, unit in rows:
        print(f"{name:<32} {value:7.2f} {unit:<2} (bar: at {'least' if sign > 0 else 'most'} {bar})")
    sys.exit(any(value * sign < bar * sign for _, value, bar, sign, _ in rows))


if __name__ == "__main__":
    main()
