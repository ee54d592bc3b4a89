"""What verbs print: plain text on standard output, so that other programs can read it."""

import sys


def say(text: str) -> None:
    """Print ``text``."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
