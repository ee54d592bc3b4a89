"""Which frames of a capture tell it from every other capture, and how a copy of them may look.

Measured on 27 live clips, their copies and their halves (see the page on the verdict): what counts is not how many
frames are alike, but how many *different* ones. Somebody who sits still looks the same in all frames, and the same
again at the next attempt.
"""

from itertools import combinations

from livegate.liveness.observation import FrameObservation, PerceptualHash

KEY_DISTANCE = 10
"""Bits by which a key frame differs from every other one."""

FEWEST_KEY_FRAMES = 5
MOST_KEY_FRAMES = 12
"""Enough to tell by; each is looked for in 176 spellings."""

MOST_FLIPS = 3


def key_hashes(frames: tuple[FrameObservation, ...]) -> tuple[PerceptualHash, ...]:
    """Return the hashes of frames that differ from each other, spread over the capture.

    None where fewer than ``FEWEST_KEY_FRAMES`` do: then a new capture of the same person could look alike.
    """
    keys: list[PerceptualHash] = []
    for frame in frames:
        found = frame.perceptual_hash
        if found is not None and all((found.bits ^ key.bits).bit_count() > KEY_DISTANCE for key in keys):
            keys.append(found)
    if len(keys) < FEWEST_KEY_FRAMES:
        return ()
    count = min(len(keys), MOST_KEY_FRAMES)
    return tuple(keys[index * len(keys) // count] for index in range(count))


def look_alikes(key: PerceptualHash) -> tuple[int, ...]:
    """Return the bits as they are, and with up to ``MOST_FLIPS`` of the doubtful ones turned over."""
    return tuple(
        key.bits ^ sum(1 << place for place in places)
        for flips in range(MOST_FLIPS + 1)
        for places in combinations(key.doubtful, flips)
    )
