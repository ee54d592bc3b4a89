"""The database and the chain of erasures."""

from collections.abc import Iterator
from typing import Final

from livegate.doctor.findings import Finding, broken, doubtful, fine
from livegate.operations.system import SystemClock
from livegate.sessions.tombstones import ErasureChainError
from livegate.settings import Settings
from livegate.storage.backup.manifest import DATABASE
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.condition import DatabaseCondition, check_erasure_chain, examine_database
from livegate.storage.sqlite.database import ERASURE_LOG

_LARGEST_LOG: Final = 64 * 1024 * 1024
_LARGEST_FREE_SHARE: Final = 0.5
_SMALLEST_NOTEWORTHY: Final = 256 * 1024 * 1024
_MEGABYTE: Final = 1_000_000
_STEP_BACK_SECONDS: Final = 5


def check_database(settings: Settings) -> Iterator[Finding]:
    """Look into the database as a server opens it."""
    path = settings.data_dir / DATABASE
    if not path.exists():
        yield fine("database", f"{path} will be made at the first start")
        return
    condition = examine_database(path)
    yield _integrity(condition)
    yield _schema(condition)
    yield _durability(condition)
    yield from _space(condition)
    yield _clock(condition)


def check_erasures(settings: Settings) -> Iterator[Finding]:
    """Check every tombstone, in the database and in the erasure log."""
    path = settings.data_dir / DATABASE
    if not path.exists():
        return
    try:
        count = check_erasure_chain(path, ErasureLog(settings.data_dir / ERASURE_LOG))
    except ErasureChainError as error:
        remedy = "Put back the database and the erasures.log that belong together, or start the server if it says so."
        yield broken("erasures", str(error), remedy)
    else:
        yield fine("erasures", f"the chain of {count} tombstones is whole, and so is its log")


def _integrity(condition: DatabaseCondition) -> Finding:
    if condition.integrity != "ok":
        remedy = "Stop the server, keep a copy of the data directory, and restore a backup (docs/how-to)."
        return broken("database", f"damaged: {condition.integrity}", remedy)
    how = "every page and index" if condition.is_fully_checked else "every page; it is too large to compare the indexes"
    return fine("database", f"{condition.sessions} sessions, {condition.size / _MEGABYTE:.1f} MB; sound: {how}")


def _schema(condition: DatabaseCondition) -> Finding:
    found, known = condition.schema_version, condition.known_version
    if found < known:
        return fine("schema", f"version {found}; the next start brings it to {known}")
    if found > known:
        remedy = "Start the newer livegate, or restore a database that this one has written."
        return doubtful("schema", f"version {found} is of a newer livegate than this, which knows {known}", remedy)
    return fine("schema", f"version {found}")


def _durability(condition: DatabaseCondition) -> Finding:
    if not condition.is_durable:
        return broken(
            "durability", "the write-ahead log or synchronous=FULL is off", "Report this: livegate sets both."
        )
    return fine("durability", "write-ahead log, synchronous=FULL: what was acknowledged is on the disk")


def _space(condition: DatabaseCondition) -> Iterator[Finding]:
    if condition.log_size > _LARGEST_LOG:
        remedy = "End long readers, such as a copy of the database that still runs; the log is cut behind them."
        yield doubtful("write-ahead log", f"{condition.log_size / _MEGABYTE:.0f} MB", remedy)
    if condition.size > _SMALLEST_NOTEWORTHY and condition.free_size > _LARGEST_FREE_SHARE * condition.size:
        remedy = "It is used again by itself; to give it back, stop the server and run sqlite3's VACUUM."
        yield doubtful("free pages", f"{condition.free_size / _MEGABYTE:.0f} MB of the database are unused", remedy)
    if condition.pending_removals:
        remedy = "They go with the next sweep of a running server, once the objects can be reached."
        yield doubtful("removals", f"{condition.pending_removals} images of erased sessions wait for removal", remedy)


def _clock(condition: DatabaseCondition) -> Finding:
    now = SystemClock().now()
    if condition.newest is not None and (condition.newest - now).total_seconds() > _STEP_BACK_SECONDS:
        remedy = "Set the clock, by NTP best: with a clock behind, sessions and tokens live longer than they should."
        return broken("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC is before the newest session was made", remedy)
    return fine("clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")
