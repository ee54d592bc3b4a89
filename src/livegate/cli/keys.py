"""``livegate keys``: show the subscription keys, and rotate any key."""

import secrets
from enum import StrEnum

from cyclopts import App

from livegate.access.resources import DEFAULT_RESOURCE
from livegate.access.signing_keys import SigningKeyError
from livegate.access.subscription_keys import KeyFile, KeyName
from livegate.cli.terminal import say
from livegate.opened_keys import open_master_keys, open_signing_keys
from livegate.operations.system import SystemClock
from livegate.served_resources import open_key_file, open_resources
from livegate.settings import Settings
from livegate.storage.key_hierarchy import rotate_master_key
from livegate.storage.sqlite.legacy_data_keys import require_no_legacy_data_keys
from livegate.storage.wrapped_key_files import WrappedKeyFiles


class RotatedKey(StrEnum):
    """The keys that a command replaces; those of the epochs replace themselves."""

    KEY1 = "KEY1"
    KEY2 = "KEY2"
    MASTER = "MASTER"
    SIGNING = "SIGNING"


def build_command() -> App:
    """Return the verbs."""
    command = App(name="keys", help="Show the two subscription keys of a resource, or rotate any key.")
    command.command(show)
    command.command(rotate)
    return command


def show(*, resource: str = DEFAULT_RESOURCE) -> None:
    """Print both subscription keys; they are made when there are none yet.

    Parameters
    ----------
    resource
        Whose keys: a name of the resources file.
    """
    keys = _key_file(resource).keys()
    say(f"KEY1  {keys.key1}\nKEY2  {keys.key2}")


def rotate(name: RotatedKey, *, resource: str = DEFAULT_RESOURCE, distrust: bool = False) -> None:
    """Replace a key by a new one; running servers take it up at once. A new subscription key is printed.

    Parameters
    ----------
    name
        Which key.
    resource
        Whose subscription key: a name of the resources file.
    distrust
        With SIGNING: the older keys have leaked, so refuse every token that they have signed.
    """
    if distrust and name is not RotatedKey.SIGNING:
        raise SigningKeyError(f"--distrust is for SIGNING alone: {name} is refused everywhere once it is replaced.")
    if name is RotatedKey.MASTER:
        _rotate_master()
    elif name is RotatedKey.SIGNING:
        key_id = open_signing_keys(Settings().data_dir).rotate(SystemClock().now(), distrust=distrust)
        say(f"SIGNING  {key_id}")
    else:
        keys = _key_file(resource).rotate(KeyName(name))
        say(f"{name}  {keys.key1 if name is RotatedKey.KEY1 else keys.key2}")


def _rotate_master() -> None:
    settings = Settings()
    require_no_legacy_data_keys(settings.data_dir / "livegate.db")
    master_keys = open_master_keys(settings)
    files = WrappedKeyFiles(settings.data_dir, master_keys, random_bytes=secrets.token_bytes)
    count = rotate_master_key(master_keys, files)
    say(f"MASTER  {master_keys.keys().newest.key_id.hex()}  ({count} keys wrapped anew)")


def _key_file(resource: str) -> KeyFile:
    settings = Settings()
    return open_key_file(settings, open_resources(settings).named(resource).name)
