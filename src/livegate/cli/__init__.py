"""The ``livegate`` command: one module for each group of verbs.

May import every room; nothing imports it.
"""

import gc


def main() -> None:
    """Load the command and run it."""
    # Loading makes objects by the hundred thousand and no garbage: looking for some takes a fifth of the start.
    gc.disable()
    from livegate.cli.command import run_command  # noqa: PLC0415  # what is loaded is the point

    gc.freeze()
    gc.enable()
    run_command()
