"""What looking costs: time by the clock and of the processor, and memory."""

import resource
import sys
import time
from dataclasses import dataclass
from typing import Protocol

KILOBYTE = 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """Seconds by the clock, from any start, and seconds of all processors that this process has used."""

    wall: float
    processor: float


class Meter(Protocol):
    """Where the time is read from."""

    def read(self) -> Reading:
        """Return the time now."""

    def peak_memory(self) -> int:
        """Return the most bytes of memory that the process has held."""


class ProcessMeter:
    """Reads the running process."""

    def read(self) -> Reading:
        """Return the time now."""
        return Reading(time.perf_counter(), time.process_time())

    def peak_memory(self) -> int:
        """Return the most bytes of memory that the process has held (getrusage: kilobytes, on macOS bytes)."""
        largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return largest if sys.platform == "darwin" else largest * KILOBYTE
