"""A clip of a portrait that turns its head in depth: the stand-in for camera footage where there is none.

It is a rendered photo, no living person: what it is judged says how a good fake fares, not how people do.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from demo.camera import FRAME_RATE, HEIGHT, WIDTH, HandheldCamera, View
from demo.head_turn import origins
from demo.portrait import Portrait, open_portrait
from demo.programme import programme
from livegate.liveness.observation import HeadPose
from livegate.vision.frame import Pixels

SCALE = 1.6  # makes the face about 145 pixels wide
RISE = 26.0  # the face stands this far above the centre, in pixels of the portrait

BIT_RATE = 3_000_000


def render_portrait_clip(path: Path, *, seconds: float = 6.0, seed: int = 7) -> None:
    """Write the clip, 640 x 480 at 30 frames a second; the same arguments write the same frames."""
    encode_clip(path, turned_portrait(open_portrait(), programme(seconds), seed=seed))


def turned_portrait(portrait: Portrait, poses: Iterable[HeadPose], *, seed: int = 7) -> Iterator[Pixels]:
    """Yield the portrait in each pose, 480 x 640 RGB, as a camera held in the hand sees it."""
    x, y, _ = portrait.surface.pivot
    camera = HandheldCamera(View((x, y + RISE), SCALE, 0.0), seed=seed)
    for index, pose in enumerate(poses):
        points = camera.view(index / FRAME_RATE).scene_points()
        yield camera.expose(portrait.pixels, origins(portrait.surface, pose, points))


def encode_clip(path: Path, frames: Iterable[Pixels]) -> None:
    """Write 640 x 480 frames as a video of the type that the path's suffix names: H.264, or else MPEG-4."""
    with av.open(path, "w") as container:
        stream = _add_stream(container)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuv420p", BIT_RATE
        for pixels in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels)))
        container.mux(stream.encode())


def _add_stream(container: OutputContainer) -> VideoStream:
    # Not every build of FFmpeg has x264; its own encoder for MPEG-4 part 2 is always there.
    if "libx264" in av.codecs_available:
        return container.add_stream("libx264", rate=FRAME_RATE, options={"preset": "veryfast"})
    return container.add_stream("mpeg4", rate=FRAME_RATE)
