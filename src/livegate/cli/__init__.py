"""The ``livegate`` command: one module for each group of verbs.

May import every room; nothing imports it.
"""

from livegate.cli.command import main

__all__ = ["main"]
