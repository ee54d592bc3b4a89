"""Everything that is known of a capture when it is judged."""

from dataclasses import dataclass

from livegate.liveness.challenge import Prompt
from livegate.liveness.observation import CaptureObservation


@dataclass(frozen=True, slots=True)
class Arrival:
    """When a streamed frame was taken by the device's clock and when it came in, both in seconds from the first."""

    captured_at: float
    received_at: float


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How a capture came to the server.

    ``camera_name`` is what the device calls its camera, None where it does not say. ``arrivals`` are those of the
    streamed frames; empty for an upload. ``seen_before``, 0..1, is the share of its frames that look like frames of
    earlier captures.
    """

    camera_name: str | None = None
    arrivals: tuple[Arrival, ...] = ()
    seen_before: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A capture, what was asked of the person in it, and how it came.

    ``prompts`` is None where nothing was to be asked; empty where a challenge was due and none was shown.
    """

    capture: CaptureObservation
    prompts: tuple[Prompt, ...] | None = None
    circumstances: Circumstances = Circumstances()
