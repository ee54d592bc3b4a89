"""Decoding of one video file from memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType

import av
import numpy as np
from av.buffer import Buffer
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.stream import Discard, Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from livegate.liveness.observation import MediaFault, UnreadableMediaError
from livegate.vision.frame import Frame, Pixels
from livegate.vision.limits import MediaLimits
from livegate.vision.media_type import MediaType
from livegate.vision.mp4_index import check_mp4_index
from livegate.vision.orientation import Orientation
from livegate.vision.sampling import Sampler
from livegate.vision.stills import check_size

# The demuxer is named, never guessed: playlists and other formats that refer to further files cannot be reached.
_DEMUXERS = MappingProxyType({MediaType.MP4: "mp4", MediaType.MATROSKA: "matroska", MediaType.MPEG: "mpeg"})

# What phones, browsers and cameras record. Program streams carry no size outside the coded video, so only MPEG-1 is
# read from them: its frames have at most 4095 x 4095 pixels.
_CODECS = MappingProxyType(
    {
        MediaType.MP4: ("h264", "hevc", "libdav1d", "vp9", "mpeg4", "h263", "mjpeg"),
        MediaType.MATROSKA: ("vp8", "vp9", "libdav1d", "h264", "hevc", "mpeg4", "mjpeg"),
        MediaType.MPEG: ("mpeg1video",),
    }
)
_STREAMS_MAX = 16

# Most FFmpeg errors are also one of the others; PyAV adds its own when it converts numbers and names.
_DECODER_ERRORS = (FFmpegError, ValueError, OSError, ArithmeticError, MemoryError)
_FALLBACK_FRAMES_PER_SECOND = 25.0
_COPY_SIDE = 16


@dataclass(frozen=True, slots=True)
class Video:
    """A ``Capture`` of one video file; times are seconds from the first frame."""

    content: bytes
    media_type: MediaType
    limits: MediaLimits
    start: float
    duration: float
    total_frames: int
    frame_duration: float

    def frames(self, *, interval: float) -> Iterator[Frame]:
        """Yield upright frames at least ``interval`` seconds apart, up to the first damage.

        Raises ``UnreadableMediaError`` when nothing can be decoded, or more pixels than the limits allow.
        """
        sampler = Sampler(interval)
        orientation = None
        captured_at = -self.frame_duration
        pixels_left = self.limits.capture_pixels
        with _opened(self.content, self.media_type, self.limits) as (container, stream):
            for frame in _decoded(container, stream):
                pixels_left -= frame.width * frame.height
                if pixels_left < 0:
                    raise _too_many_pixels(self.limits)
                orientation = orientation or _orientation(frame)
                captured_at = max(self._time(frame, default=captured_at + self.frame_duration), 0.0)
                if sampler.takes(captured_at):
                    yield Frame(captured_at, orientation.upright(_rgb(frame)))

    def _time(self, frame: VideoFrame, *, default: float) -> float:
        return default if frame.pts is None else frame.time - self.start


def open_video(content: bytes, media_type: MediaType, limits: MediaLimits) -> Video:
    """Read through the file's packets, without decoding them, for its times and its number of frames.

    Containers often hold no duration, or a wrong one. Raises ``UnreadableMediaError`` when there is no video track
    that can be read, and beyond ``limits``.
    """
    if media_type is MediaType.MP4:
        check_mp4_index(content)
    with _opened(content, media_type, limits) as (container, stream):
        frame_duration = float(1 / (stream.average_rate or _FALLBACK_FRAMES_PER_SECOND))
        total_frames, times = _read_packets(container, stream, limits)
        size = stream.width * stream.height
    if total_frames == 0:
        raise UnreadableMediaError(MediaFault.UNDECODABLE, "The video holds no frames.")
    if total_frames * size > limits.capture_pixels:
        raise _too_many_pixels(limits)
    start, duration = 0.0, (total_frames - 1) * frame_duration
    if len(times) > 1 or total_frames == 1:
        start, duration = (min(times), max(times) - min(times)) if times else (0.0, 0.0)
    if duration > limits.capture_seconds:
        raise UnreadableMediaError(
            MediaFault.TOO_LARGE, f"The video is longer than {limits.capture_seconds:g} seconds."
        )
    return Video(content, media_type, limits, start, duration, total_frames, frame_duration)


@contextmanager
def _opened(content: bytes, media_type: MediaType, limits: MediaLimits) -> Iterator[tuple[InputContainer, VideoStream]]:
    codec_options = {"max_pixels": str(limits.frame_pixels), "threads": "1"}
    try:
        with av.open(
            BytesIO(content),
            mode="r",
            format=_DEMUXERS[media_type],
            options=codec_options,
            container_options={
                "codec_whitelist": ",".join(_CODECS[media_type]),
                "max_streams": str(_STREAMS_MAX),
                # Each edit may repeat the whole index; the times of the first frame's edit are subtracted anyway.
                "ignore_editlist": "1",
            },
            io_open=_refuse_reference,
            metadata_errors="replace",
        ) as container:
            stream = _video_stream(container, media_type)
            _discard_others(container, stream)
            check_size(stream.width, stream.height, limits, pixels=limits.frame_pixels)
            stream.codec_context.options = codec_options
            stream.codec_context.thread_count = 1
            yield container, stream
    except _DECODER_ERRORS as error:
        raise _damaged() from error


def _refuse_reference(*_: object) -> None:
    raise PermissionError("a video may not refer to other files")


def _video_stream(container: InputContainer, media_type: MediaType) -> VideoStream:
    for stream in container.streams.video:
        # PyAV leaves None where FFmpeg has no decoder, whatever its type hints say.
        codec = getattr(stream.codec_context, "name", None)
        is_cover = Disposition.attached_pic in stream.disposition
        if codec in _CODECS[media_type] and not is_cover and stream.width and stream.height:
            return stream
    raise UnreadableMediaError(MediaFault.UNDECODABLE, "The file holds no readable video track of a supported kind.")


def _discard_others(container: InputContainer, wanted: VideoStream) -> None:
    for stream in container.streams:
        if stream.index != wanted.index:
            stream.discard = Discard.all


def _read_packets(container: InputContainer, stream: VideoStream, limits: MediaLimits) -> tuple[int, list[float]]:
    count = 0
    coded_bytes = 0
    times = []
    for packet in _packets(container, stream):
        if packet.size == 0:
            continue
        count += 1
        coded_bytes += packet.size
        if count > limits.capture_frames:
            raise UnreadableMediaError(MediaFault.TOO_LARGE, f"The video has more than {limits.capture_frames} frames.")
        # Matroska may compress packets, so that they hold more than the file.
        if coded_bytes > limits.capture_bytes:
            raise UnreadableMediaError(MediaFault.TOO_LARGE, f"The video holds more than {limits.capture_bytes} bytes.")
        if packet.pts is not None:
            times.append(float(packet.pts * packet.time_base))
    return count, times


def _packets(container: InputContainer, stream: VideoStream) -> Iterator["Packet[VideoStream]"]:
    """Yield packets until the file ends or breaks; an empty one, at its end, tells the decoder to finish."""
    try:
        yield from container.demux(stream)
    except _DECODER_ERRORS:
        return


def _decoded(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Yield frames until the first damage after one came; before that, damaged packets are passed over."""
    came = False
    for packet in _packets(container, stream):
        try:
            frames = stream.codec_context.decode(packet)
        except _DECODER_ERRORS:
            if came:
                return
            continue
        for frame in frames:
            came = True
            yield frame
    if not came:
        raise _damaged()


def _orientation(frame: VideoFrame) -> Orientation:
    # PyAV's side data and its frame keep each other until the interpreter looks for such cycles, and a frame is a
    # megabyte of somebody's face. A small copy has the same matrix.
    copy = frame.reformat(width=_COPY_SIDE, height=_COPY_SIDE, format="gray", threads=1)
    matrix = copy.side_data.get("DISPLAYMATRIX")
    return Orientation.from_display_matrix(bytes(matrix)) if isinstance(matrix, Buffer) else Orientation()


def _rgb(frame: VideoFrame) -> Pixels:
    return np.asarray(frame.to_ndarray(format="rgb24", threads=1), dtype=np.uint8)


def _damaged() -> UnreadableMediaError:
    return UnreadableMediaError(MediaFault.UNDECODABLE, "The video is damaged and cannot be decoded.")


def _too_many_pixels(limits: MediaLimits) -> UnreadableMediaError:
    return UnreadableMediaError(
        MediaFault.TOO_LARGE, f"The video's frames have more than {limits.capture_pixels} pixels together."
    )
