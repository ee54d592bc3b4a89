"""How much one streamed capture may hold, and how long anybody waits for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """Bounds of one streamed capture; all times are seconds.

    ``frame_bytes`` bounds one picture, ``capture_bytes`` all of them together, and ``frames`` their number; frames may
    come ``frames_a_second`` times a second, and one second's worth of them at once. A capture is judged as it is when
    it has lasted ``passive_seconds``, or ``active_seconds`` where the person is asked to move: twice four prompts with
    their returns and pauses, and the time to begin. Frames nearer than ``shortest_interval`` to one that was looked at
    are not looked at: 30 a second then make 15, and no jitter of a camera makes 10 fewer.

    Nobody waits longer than ``hello_seconds`` for the first message, ``verify_image_seconds`` for a verify image,
    ``idle_seconds`` for the next frame, and ``resume_seconds`` for a connection that was lost.
    """

    frame_bytes: int = 1024 * 1024
    capture_bytes: int = 100 * 1024 * 1024
    frames: int = 3000
    frames_a_second: int = 30
    passive_seconds: float = 30.0
    active_seconds: float = 90.0
    shortest_interval: float = 0.06
    hello_seconds: float = 5.0
    verify_image_seconds: float = 30.0
    idle_seconds: float = 10.0
    resume_seconds: float = 15.0
