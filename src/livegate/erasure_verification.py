"""The proof of one erasure over one data directory, joined from what looks at its parts.

May import every room but ``app`` and ``cli``. Nothing is built on import.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from uuid import UUID

import livegate
from livegate.opened_keys import open_keys_at_rest, open_signing_keys
from livegate.operations.erasure_proof import (
    Finding,
    Outcome,
    check_log,
    check_place_in_chain,
    check_session,
    check_session_id,
    check_sessions,
    read_receipt,
    session_of,
)
from livegate.operations.file_scan import Hit, KeyShape, files_below, scan_files
from livegate.sessions.archive import key_context
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.ports import SealBrokenError
from livegate.settings import Settings
from livegate.storage.sqlite.erasure_records import opened_erasure_records
from livegate.storage.sqlite.page_file import opened_page_file
from livegate.storage.vault import AesGcmVault

DATABASE = "livegate.db"
LOOKS = 3
"""A running server may take a free page into use while the list of them is read: then it is read again."""


@dataclass(frozen=True, slots=True)
class Traces:
    """What is looked for in the files, beside keys: a session id, and markers by the names that they are told by."""

    session_id: str | None
    markers: Mapping[str, bytes]

    def needles(self) -> dict[str, bytes]:
        """Return every byte string that would be a trace."""
        if self.session_id is None:
            return dict(self.markers)
        text = self.session_id.lower()
        return {
            "the session id": text.encode(),
            "the session id in upper case": text.upper().encode(),
            "the session id without dashes": text.replace("-", "").encode(),
            "the session id as 16 bytes": UUID(text).bytes,
            **self.markers,
        }


def prove_erasure(settings: Settings, receipt: str, traces: Traces, *, also: Sequence[Path]) -> Iterator[Finding]:
    """Yield what each check has shown; ``also`` are folders and files beside the data directory.

    Raises ``SignedTextRefusedError`` and ``ErasureChainError`` for what is no receipt of this server;
    ``StoreUnavailableError``, ``OSError`` and the errors of the keys where something cannot be read.
    """
    database = settings.data_dir / DATABASE
    with opened_erasure_records(database) as records:
        find_key = open_signing_keys(settings.data_dir).keys().find_published
        vault = open_keys_at_rest(settings).vault
        notes = ErasureNotes(vault, version=livegate.__version__)
        tombstone, finding = read_receipt(receipt, find_key)
        yield finding
        yield check_place_in_chain(tombstone, records, find_key)
        yield check_log(tombstone, records)
        session = None
        if traces.session_id is not None:
            session = session_of(tombstone, traces.session_id, notes.session_hash)
            yield check_session_id(session)
        # Without its id, the session could be any of the resource's.
        yield check_sessions(tombstone, records, notes) if session is None else check_session(session, records)
    yield _check_free_pages(database)
    yield from _check_files(settings, vault, traces, also)


def _check_free_pages(database: Path) -> Finding:
    used = 0
    for _ in range(LOOKS):
        with opened_page_file(database) as pages:
            are_used = [any(page) for page in pages.free_pages()]
        used = sum(are_used)
        if not used:
            detail = f"all {len(are_used)} free pages of the database hold zeros alone"
            return Finding("free pages", Outcome.PROVEN, detail)
    return Finding("free pages", Outcome.NOT_PROVEN, f"{used} free pages of the database are not zeroed.")


def _check_files(settings: Settings, vault: AesGcmVault, traces: Traces, also: Sequence[Path]) -> Iterator[Finding]:
    objects = settings.objects_url
    places = [settings.data_dir, *also]
    if objects is not None and "://" in objects:
        yield Finding("objects", Outcome.NOT_CHECKED, "the images lie in a bucket, which is not searched")
    elif objects is not None:
        places.append(Path(objects))
    session_id = traces.session_id
    if not traces.needles():
        yield Finding("files", Outcome.NOT_CHECKED, "name the session id or a marker to have the files searched")
        yield Finding("keys", Outcome.NOT_CHECKED, "name the session id to have wrapped keys tried")
        return

    def unwraps(candidate: bytes) -> bool:
        try:
            vault.unwrap(candidate, context=key_context(session_id or ""))
        except SealBrokenError:
            return False
        return True

    started = perf_counter()
    with opened_page_file(settings.data_dir / DATABASE) as pages:

        def opens(path: Path, offset: int, candidate: bytes) -> bool:
            # In the database a value may go on in another page.
            whole = pages.value_at(offset, len(candidate)) if path.name == DATABASE else candidate
            return unwraps(candidate) or (whole != candidate and unwraps(whole))

        scan = scan_files(
            files_below(places),
            traces.needles(),
            key_shapes=() if session_id is None else _key_shapes(vault),
            opens=opens,
        )
    speed = scan.size / 1e6 / max(perf_counter() - started, 1e-6)
    looked = f"{scan.files} files, {scan.size / 1e6:.1f} MB at {speed:.0f} MB/s"
    yield _found("files", scan.hits, f"{looked}: none has {', '.join(traces.needles())}")
    if session_id is None:
        yield Finding("keys", Outcome.NOT_CHECKED, "name the session id to have wrapped keys tried")
    else:
        yield _found("keys", scan.opened, f"{scan.wrapped_keys} wrapped keys in the files were tried: none is its key")


def _key_shapes(vault: AesGcmVault) -> tuple[KeyShape, ...]:
    by_length: dict[int, list[bytes]] = {}
    for beginning, length in vault.wrapped_shapes():
        by_length.setdefault(length, []).append(beginning)
    return tuple(KeyShape(tuple(beginnings), length) for length, beginnings in by_length.items())


def _found(check: str, hits: Sequence[Hit], nothing: str) -> Finding:
    if not hits:
        return Finding(check, Outcome.PROVEN, nothing)
    places = "; ".join(f"{hit.name} at byte {hit.offset} of {hit.path}" for hit in hits)
    return Finding(check, Outcome.NOT_PROVEN, f"There is {places}.")
