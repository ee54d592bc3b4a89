"""How the interpreter looks for unreachable objects while the server serves."""

import gc
from typing import Final

YOUNG_OBJECTS: Final = 20_000
"""Objects made and not yet freed between two looks; Python's 700 means one every dozen requests."""


def settle_memory() -> None:
    """Take all that startup has made out of later looks: it stays until the end, and is most of the heap."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])
