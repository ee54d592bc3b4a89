"""``livegate backup`` and ``livegate restore``."""

import asyncio
import secrets
from datetime import datetime, timedelta
from pathlib import Path

import livegate
from livegate.cli.terminal import say
from livegate.opened_keys import open_master_keys
from livegate.opened_stores import open_objects
from livegate.operations.system import SystemClock
from livegate.sessions.session import LONGEST_SESSION_LIFETIME
from livegate.settings import Settings
from livegate.storage.backup.data_place import DataPlace
from livegate.storage.backup.keys import back_up_keys, restore_keys
from livegate.storage.backup.restoring import restore_backup
from livegate.storage.backup.writing import make_empty_folder, write_backup
from livegate.storage.epoch_keys import EPOCH_SECONDS
from livegate.storage.wrapped_key_files import WrappedKeyFiles


def backup(destination: Path, *, keys_to: Path | None = None) -> None:
    """Back up database, images and erasure log while servers run; without the keys, nothing in it can be opened.

    Parameters
    ----------
    destination
        A new or empty folder.
    keys_to
        Another new or empty folder, for a copy of all keys: keep it apart, and destroy it after 49 hours.
    """
    settings, taken_at = Settings(), SystemClock().now()
    if keys_to is not None:
        make_empty_folder(keys_to)
    place = DataPlace(settings.data_dir, open_objects(settings))
    manifest = asyncio.run(write_backup(place, destination, taken_at=taken_at, version=livegate.__version__))
    say(f"Backed up {manifest.sessions} sessions and {manifest.images} images to {destination}.")
    if keys_to is None:
        say("No key is in it: it opens only together with the keys of this data directory.")
        return
    # After the database, so that the key of every session in it is among them.
    files = WrappedKeyFiles(settings.data_dir, open_master_keys(settings), random_bytes=secrets.token_bytes)
    names = back_up_keys(settings.data_dir, keys_to, files)
    over = _text(taken_at + timedelta(seconds=LONGEST_SESSION_LIFETIME + EPOCH_SECONDS))
    say(f"Copied {len(names)} keys to {keys_to}. They open this backup even after a DELETE: destroy them by {over}.")


def restore(source: Path, *, keys_from: Path | None = None, replace: bool = False) -> None:
    """Put a backup into the data directory; no server may run over it. Sessions erased since are erased again at start.

    Parameters
    ----------
    source
        The folder that `livegate backup` has made.
    keys_from
        The folder that its --keys-to has made: keys that the data directory lacks are taken from it.
    replace
        Replace a database that is there. [default: no]
    """
    settings = Settings()
    place = DataPlace(settings.data_dir, open_objects(settings))
    has_log = place.erasure_log.exists()
    manifest = asyncio.run(restore_backup(source, place, replace=replace))
    taken = () if keys_from is None else restore_keys(keys_from, settings.data_dir, SystemClock().now())
    say(f"Restored {manifest.sessions} sessions and {manifest.images} images of {_text(manifest.taken_at)}.")
    if taken:
        say(f"Took {len(taken)} keys from {keys_from}.")
    if not has_log:
        say(
            f"The data directory had no {place.erasure_log.name}: sessions deleted after the backup come back. If that "
            "file of the former server can be had, put it in place before you start this one."
        )


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
