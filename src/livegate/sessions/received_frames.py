"""The frames of a streamed capture as they come in: counted, checked and hashed, whether they are looked at or not."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from livegate.liveness.evidence import Arrival
from livegate.sessions.errors import CaptureTooLargeError, FramesDisorderedError, FramesTooFastError
from livegate.sessions.stream_limits import StreamLimits

MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class StreamedFrame:
    """A JPEG picture with its sequence number and the microseconds at which the device's clock says it was taken."""

    sequence: int
    captured_at: int
    picture: bytes


class ReceivedFrames:
    """Takes the frames of one capture."""

    def __init__(self, limits: StreamLimits) -> None:
        self._limits = limits
        self._hasher = sha256()
        self._arrivals: list[Arrival] = []
        self._first: tuple[int, datetime] | None = None
        self._looked_at: float | None = None
        self._allowance = float(limits.frames_a_second)
        self.last_sequence: int | None = None
        self.bytes = 0

    @property
    def digest(self) -> str:
        """Upper-case hexadecimal SHA-256 over the pictures of all frames, in their order."""
        return self._hasher.hexdigest().upper()

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """When each frame was taken and came in."""
        return tuple(self._arrivals)

    @property
    def duration(self) -> float:
        """Seconds between the first frame and the last, by the device's clock."""
        return self._arrivals[-1].captured_at if self._arrivals else 0.0

    def __len__(self) -> int:
        return len(self._arrivals)

    def take(self, frame: StreamedFrame, received_at: datetime) -> float:
        """Count a frame in and return when it was taken, in seconds from the first.

        Raises ``FramesDisorderedError``, ``CaptureTooLargeError``, ``FramesTooFastError``.
        """
        first_captured_at, first_received_at = self._first or (frame.captured_at, received_at)
        arrival = Arrival(
            captured_at=(frame.captured_at - first_captured_at) / MICROSECONDS,
            received_at=(received_at - first_received_at).total_seconds(),
        )
        self._check_order(frame, arrival)
        self._check_size(frame)
        self._check_rate(arrival)
        self._first = (first_captured_at, first_received_at)
        self._arrivals.append(arrival)
        self._hasher.update(frame.picture)
        self.bytes += len(frame.picture)
        self.last_sequence = frame.sequence
        return arrival.captured_at

    def is_due(self, captured_at: float) -> bool:
        """Tell whether the frame taken then is to be looked at, and remember it if so."""
        if self._looked_at is not None and captured_at - self._looked_at < self._limits.shortest_interval:
            return False
        self._looked_at = captured_at
        return True

    def _check_order(self, frame: StreamedFrame, arrival: Arrival) -> None:
        if self.last_sequence is not None and frame.sequence <= self.last_sequence:
            raise FramesDisorderedError(
                f"Frame {frame.sequence} follows frame {self.last_sequence}; sequence numbers must grow.",
            )
        if self._arrivals and arrival.captured_at <= self._arrivals[-1].captured_at:
            raise FramesDisorderedError(f"Frame {frame.sequence} was not taken after the one before; times must grow.")

    def _check_size(self, frame: StreamedFrame) -> None:
        limits = self._limits
        if len(frame.picture) > limits.frame_bytes:
            raise CaptureTooLargeError(f"A frame has at most {limits.frame_bytes} bytes.")
        if self.bytes + len(frame.picture) > limits.capture_bytes:
            raise CaptureTooLargeError(f"A capture has at most {limits.capture_bytes} bytes.")
        if len(self) >= limits.frames:
            raise CaptureTooLargeError(f"A capture has at most {limits.frames} frames.")

    def _check_rate(self, arrival: Arrival) -> None:
        # A bucket that fills by the rate and holds one second's worth, so that frames that a network held up may come
        # at once.
        rate = self._limits.frames_a_second
        since = max(arrival.received_at - self._arrivals[-1].received_at, 0.0) if self._arrivals else 0.0
        allowance = min(self._allowance + since * rate, float(rate))
        if allowance < 1:
            raise FramesTooFastError(f"At most {rate} frames a second are taken.")
        self._allowance = allowance - 1
