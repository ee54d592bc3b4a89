"""``livegate keys``: show or rotate the two subscription keys."""

from cyclopts import App

from livegate.access.subscription_keys import KeyName
from livegate.app import open_key_file
from livegate.cli.terminal import say
from livegate.settings import Settings


def build_command() -> App:
    """Return the verbs."""
    command = App(name="keys", help="Show or rotate the two subscription keys.")
    command.command(show)
    command.command(rotate)
    return command


def show() -> None:
    """Print both keys; they are made when there are none yet."""
    keys = open_key_file(Settings()).keys()
    say(f"KEY1  {keys.key1}\nKEY2  {keys.key2}")


def rotate(name: KeyName) -> None:
    """Replace one key by a new one and print it; running servers take it up at once.

    Parameters
    ----------
    name
        Which of the two keys.
    """
    keys = open_key_file(Settings()).rotate(name)
    say(f"{name}  {keys.key1 if name is KeyName.KEY1 else keys.key2}")
