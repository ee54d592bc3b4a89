"""The keys that a server keeps, opened from where the settings say.

May import the storage, access, sessions' Protocols and the settings. Nothing is built on import.
"""

import secrets
from pathlib import Path

from livegate.access.signing_key_file import SigningKeyFile
from livegate.access.signing_keys import SigningKeyError
from livegate.sessions.ports import Clock, StoreUnavailableError
from livegate.settings import Settings
from livegate.storage.file_identities import FileIdentities
from livegate.storage.key_hierarchy import KeyHierarchy, open_key_hierarchy
from livegate.storage.master_key import MasterKeyError, MasterKeySource
from livegate.storage.master_key_sources import FixedMasterKeys, MasterKeyCommand, MasterKeyFile
from livegate.storage.secret_file import SecretFileError, change_secret, load_or_create_secret

VARIABLE = "LIVEGATE_MASTER_KEY"
COMMAND_VARIABLE = "LIVEGATE_MASTER_KEY_COMMAND"


def open_master_keys(settings: Settings) -> MasterKeySource:
    """Return the one place that the master keys come from. Raises ``MasterKeyError`` when there are two."""
    path = settings.data_dir / "master.key"
    given = {VARIABLE: settings.master_key, COMMAND_VARIABLE: settings.master_key_command}
    places = [name for name, value in given.items() if value is not None]
    if places and path.exists():
        places.append(f"the file {path}")
    if len(places) > 1:
        raise MasterKeyError(
            f"The master key has two places, {places[0]} and {places[1]}: keep one. To move the key of a file, append "
            "the file's content to the new place's keys, then remove the file."
        )
    if settings.master_key is not None:
        return FixedMasterKeys.parse(VARIABLE, settings.master_key.get_secret_value())
    if settings.master_key_command is not None:
        return MasterKeyCommand(COMMAND_VARIABLE, settings.master_key_command)
    return MasterKeyFile(path, random_bytes=secrets.token_bytes)


def open_keys_at_rest(settings: Settings) -> KeyHierarchy:
    """Open the keys that everything is sealed under.

    Raises ``MasterKeyError``, ``SecretFileError`` and ``OSError``.
    """
    return open_key_hierarchy(settings.data_dir, open_master_keys(settings), random_bytes=secrets.token_bytes)


def open_signing_keys(data_dir: Path) -> SigningKeyFile:
    """Return the file with the keys that sign tokens and receipts, having made it where there is none.

    Raises ``SecretFileError`` and ``SigningKeyError``.
    """
    file = SigningKeyFile(
        data_dir / "signing-keys.json",
        load=load_or_create_secret,
        change=change_secret,
        identities=FileIdentities(),
    )
    file.keys()
    return file


def retire_signing_keys(file: SigningKeyFile, clock: Clock) -> None:
    """Drop the private parts of signing keys whose tokens are out of date. Raises ``StoreUnavailableError``."""
    try:
        file.retire(clock.now())
    except (SecretFileError, SigningKeyError) as error:
        raise StoreUnavailableError(str(error)) from error
