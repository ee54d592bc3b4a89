"""The capture cue: does the capture come from a camera, now, or from software, from a file, from an earlier time?

It reads how a capture came, not what it shows, and most of that is what the device says of itself. **Only
``seen_before_share`` cannot be talked away**: it compares pixels. Whoever writes a client of his own can name his
camera and time his frames as he likes, so that a reading on the living side is worth next to nothing. Those on the
attack's side catch tools that were not written to deceive.
"""

from itertools import pairwise
from statistics import median

from livegate.liveness.evidence import Arrival, Evidence
from livegate.liveness.readings import CueName, CueReading
from livegate.liveness.virtual_cameras import is_virtual_camera

FEWEST_ARRIVALS = 5
ENOUGH_ARRIVALS = 30
"""Three seconds at ten frames a second: network and scheduler have had time to settle."""

BURST_RATIO = 0.25
"""Of the time between the taking of two frames: less between their arrivals, and they came in a burst."""


def capture_readings(evidence: Evidence) -> tuple[CueReading, ...]:
    """Return what is known of the capture's origin: what was not declared or not streamed has no reading.

    - ``seen_before_share``, 0..1: frames that look like frames of earlier captures. Copies of a clip, encoded anew,
      scaled or cropped, against new captures of the same person: measured in ``vision.perceptual_hash``.
    - ``virtual_camera``, 0 or 1: the camera's name is that of known software. Strong where it is 1; 0 says nothing.
    - ``skipped_time_share``, 0..1: how much of the time that the frames claim to span did not pass while they came. A
      camera's is 0 but for the network's jitter, a file's that is sent at once nearly 1. Strong; a sender that waits
      between frames evades it.
    - ``burst_share``, 0..1: frames that came right behind the one before, though taken later. Weak: a network that
      stalled, or a server that was busy, makes some too.

    How even the claimed times are is not read: of 30 recorded clips, cameras' and screens' alike, 28 have steps that
    are even to the microsecond.
    """
    circumstances = evidence.circumstances
    readings = [CueReading(CueName.CAPTURE, "seen_before_share", circumstances.seen_before)]
    if circumstances.camera_name:
        value = float(is_virtual_camera(circumstances.camera_name))
        readings.append(CueReading(CueName.CAPTURE, "virtual_camera", value))
    arrivals = circumstances.arrivals
    if len(arrivals) >= FEWEST_ARRIVALS:
        quality = min(len(arrivals) / ENOUGH_ARRIVALS, 1.0)
        values = {
            "skipped_time_share": skipped_time_share(arrivals),
            "burst_share": burst_share(arrivals),
        }
        readings += [CueReading(CueName.CAPTURE, code, value, quality) for code, value in values.items()]
    return tuple(readings)


def skipped_time_share(arrivals: tuple[Arrival, ...]) -> float:
    """Return 1 minus the rate of the arrivals' clock against the device's, within 0..1.

    The rate is the median slope between frames half the capture apart (after Theil and Sen, who take all pairs), so
    that one stall of the network does not count. Frames that come ever later, over a slow uplink, give 0, and so do
    frames that all claim one time.
    """
    half = len(arrivals) // 2
    slopes = [
        (later.received_at - earlier.received_at) / (later.captured_at - earlier.captured_at)
        for earlier, later in zip(arrivals, arrivals[half:], strict=False)
        if later.captured_at > earlier.captured_at
    ]
    return min(max(1 - median(slopes), 0.0), 1.0) if slopes else 0.0


def burst_share(arrivals: tuple[Arrival, ...]) -> float:
    """Return the share of frames that followed the one before within ``BURST_RATIO`` of their time of taking."""
    bursts = [
        after.received_at - before.received_at < BURST_RATIO * (after.captured_at - before.captured_at)
        for before, after in pairwise(arrivals)
    ]
    return sum(bursts) / len(bursts)
