"""Pictures and films made on the spot."""

import io
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from importlib.resources import files

import av
import numpy as np
import pytest
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from PIL import Image

from livegate.app import open_model_store
from livegate.liveness.observation import FaceObservation, FrameObservation
from livegate.settings import Settings
from livegate.vision.analyser import FaceAnalyser
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.networks import Networks, load_networks


class _Pipe(io.RawIOBase):
    """Somewhere to write to that cannot seek back, as a recording browser's stream."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def write(self, chunk: object) -> int:
        part = bytes(chunk)  # type: ignore[call-overload]  # a buffer, as PyAV writes them
        self.content += part
        return len(part)


@pytest.fixture
def limits() -> MediaLimits:
    return MediaLimits(still_bytes_min=1)


@pytest.fixture
def quadrants() -> Pixels:
    """64 x 48: red, green / blue, white."""
    pixels = np.zeros((48, 64, 3), np.uint8)
    pixels[:24, :32] = (220, 30, 30)
    pixels[:24, 32:] = (30, 200, 30)
    pixels[24:, :32] = (30, 30, 220)
    pixels[24:, 32:] = (240, 240, 240)
    return pixels


@pytest.fixture
def grey_steps() -> list[Pixels]:
    """Ten pictures of 64 x 48, each 20 levels brighter than the one before."""
    return [np.full((48, 64, 3), 20 + 20 * step, np.uint8) for step in range(10)]


@pytest.fixture
def encode_clip() -> Callable[..., bytes]:
    """Encode pictures as a film of 10 frames a second, or with the times given; sizes may change on the way."""

    def encode(
        pictures: Sequence[Pixels],
        *,
        container: str = "mp4",
        codec: str = "libx264",
        times: Sequence[float] | None = None,
        frames_per_second: int = 10,
        seekable: bool = True,
        options: dict[str, str] | None = None,
    ) -> bytes:
        target, pipe = io.BytesIO(), _Pipe()
        with av.open(target if seekable else pipe, "w", format=container, container_options=options or {}) as film:
            stream = film.add_stream(codec, rate=frames_per_second)
            assert isinstance(stream.codec_context, VideoCodecContext)
            stream.codec_context.height, stream.codec_context.width = pictures[0].shape[:2]
            stream.codec_context.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
            stream.codec_context.time_base = Fraction(1, frames_per_second if times is None else 1000)
            for packet in _encoded(
                stream.codec_context, pictures, times or [i / frames_per_second for i in range(len(pictures))]
            ):
                packet.stream = stream
                film.mux(packet)
        return target.getvalue() if seekable else bytes(pipe.content)

    return encode


def _encoded(
    first: VideoCodecContext, pictures: Sequence[Pixels], times: Sequence[float]
) -> Iterator["Packet[av.VideoStream]"]:
    encoder = first
    for index, picture in enumerate(pictures):
        if picture.shape[:2] != (encoder.height, encoder.width):
            yield from encoder.encode(None)
            encoder = _same_codec(first, picture)
        frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
        frame.time_base = encoder.time_base
        frame.pts = round(times[index] / encoder.time_base)
        yield from encoder.encode(frame)
    yield from encoder.encode(None)


def _same_codec(first: VideoCodecContext, picture: Pixels) -> VideoCodecContext:
    encoder = av.CodecContext.create(first.name, "w")
    assert isinstance(encoder, VideoCodecContext)
    encoder.height, encoder.width = picture.shape[:2]
    encoder.pix_fmt, encoder.time_base = first.pix_fmt, first.time_base
    return encoder


def encode_still(pixels: Pixels, image_format: str, **parameters: object) -> bytes:
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, format=image_format, **parameters)
    return target.getvalue()


@pytest.fixture
def jpeg(quadrants: Pixels) -> bytes:
    return encode_still(quadrants, "JPEG", quality=95, subsampling=0)


@pytest.fixture(scope="session")
def networks() -> Networks:
    """The installed models; absent ones fail the test, since ``make test`` installs them."""
    return load_networks(open_model_store(Settings()))


@pytest.fixture(scope="session")
def analyser(networks: Networks) -> FaceAnalyser:
    return FaceAnalyser(networks)


@pytest.fixture(scope="session")
def portrait() -> Pixels:
    """A public-domain portrait, 512 x 512: one person, her head tilted a little, smiling at the camera."""
    # Read with Pillow: scikit-image's own reader registers more decoders with it than the product has.
    with Image.open(io.BytesIO(files("skimage.data").joinpath("astronaut.png").read_bytes())) as picture:
        pixels = np.array(picture.convert("RGB"))
    pixels.flags.writeable = False
    return pixels


@pytest.fixture(scope="session")
def portrait_observation(analyser: FaceAnalyser, portrait: Pixels) -> FrameObservation:
    return analyser.observe(Frame(0.0, portrait), with_texture=True)


@pytest.fixture(scope="session")
def portrait_face(portrait_observation: FrameObservation) -> FaceObservation:
    assert portrait_observation.face is not None
    return portrait_observation.face
