"""``livegate keys``: show or rotate the two subscription keys of a resource."""

from cyclopts import App

from livegate.access.resources import DEFAULT_RESOURCE
from livegate.access.subscription_keys import KeyFile, KeyName
from livegate.app import open_key_file, open_resources
from livegate.cli.terminal import say
from livegate.settings import Settings


def build_command() -> App:
    """Return the verbs."""
    command = App(name="keys", help="Show or rotate the two subscription keys of a resource.")
    command.command(show)
    command.command(rotate)
    return command


def show(*, resource: str = DEFAULT_RESOURCE) -> None:
    """Print both keys; they are made when there are none yet.

    Parameters
    ----------
    resource
        Whose keys: a name of the resources file.
    """
    keys = _key_file(resource).keys()
    say(f"KEY1  {keys.key1}\nKEY2  {keys.key2}")


def rotate(name: KeyName, *, resource: str = DEFAULT_RESOURCE) -> None:
    """Replace one key by a new one and print it; running servers take it up at once.

    Parameters
    ----------
    name
        Which of the two keys.
    resource
        Whose keys: a name of the resources file.
    """
    keys = _key_file(resource).rotate(name)
    say(f"{name}  {keys.key1 if name is KeyName.KEY1 else keys.key2}")


def _key_file(resource: str) -> KeyFile:
    settings = Settings()
    return open_key_file(settings, open_resources(settings).named(resource).name)
