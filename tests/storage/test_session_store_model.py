"""The store against a dictionary that keeps the same promises."""

import asyncio
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from livegate.sessions.ports import CreateCallRow, DuplicateSessionError, ImageRow, SessionKey, SessionRow
from livegate.sessions.session import SessionKind
from tests.support.erasures import note_on

START = datetime(2026, 1, 1, tzinfo=UTC)

keys = st.builds(
    SessionKey,
    resource=st.sampled_from(["face", "other"]),
    kind=st.sampled_from(SessionKind),
    session_id=st.sampled_from(["", "a", "B", "é", "z" * 300]),
)
moments = st.integers(0, 5).map(lambda seconds: START + timedelta(seconds=seconds))
blobs = st.binary(max_size=6_000)
call_hashes = st.sampled_from([b"\0" * 32, b"\xff" * 32])


class StoreAgainstModel(RuleBasedStateMachine):
    def __init__(self, open_in: Callable[[Path], Any]) -> None:
        super().__init__()
        self.open_in = open_in
        self.runner = asyncio.Runner()
        self.directory = tempfile.TemporaryDirectory()
        self.store = open_in(Path(self.directory.name))
        self.rows: dict[SessionKey, SessionRow] = {}
        self.calls: dict[bytes, tuple[SessionKey, datetime]] = {}
        self.images: dict[str, ImageRow] = {}
        self.removals: set[str] = set()
        self.image_count = 0
        self.erasures = 0

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()
        self.directory.cleanup()

    @rule(key=keys, created_at=moments, expires_at=moments, wrapped_key=blobs, sealed=blobs)
    def insert(
        self, key: SessionKey, created_at: datetime, expires_at: datetime, wrapped_key: bytes, sealed: bytes
    ) -> None:
        row = SessionRow(key, created_at, expires_at, 1, wrapped_key, sealed)
        if any(other.session_id == key.session_id for other in self.rows):
            with pytest.raises(DuplicateSessionError):
                self.runner.run(self.store.insert(row))
        else:
            self.runner.run(self.store.insert(row))
            self.rows[key] = row

    @rule(key=keys, created_at=moments, call_hash=call_hashes, until=moments, sealed=blobs)
    def insert_for_call(
        self, key: SessionKey, created_at: datetime, call_hash: bytes, until: datetime, sealed: bytes
    ) -> None:
        row = SessionRow(key, created_at, START + timedelta(days=1), 1, b"", sealed)
        inserting = self.store.insert(row, call=CreateCallRow(call_hash, until))
        earlier = self.created(call_hash, created_at)
        if earlier is not None:
            assert self.runner.run(inserting) == earlier
        elif any(other.session_id == key.session_id for other in self.rows):
            with pytest.raises(DuplicateSessionError):
                self.runner.run(inserting)
        else:
            assert self.runner.run(inserting) == row
            self.rows[key] = row
            self.calls[call_hash] = (key, until)

    @rule(call_hash=call_hashes, now=moments)
    def read_created(self, call_hash: bytes, now: datetime) -> None:
        assert self.runner.run(self.store.read_created(call_hash, now)) == self.created(call_hash, now)

    def created(self, call_hash: bytes, now: datetime) -> SessionRow | None:
        key, until = self.calls.get(call_hash, (None, START))
        return self.rows[key] if key is not None and now < until else None

    @rule(now=moments)
    def forget_create_calls(self, now: datetime) -> None:
        over = {call_hash for call_hash, (_, until) in self.calls.items() if until <= now}
        assert self.runner.run(self.store.forget_create_calls(now, limit=9)) == len(over)
        self.calls = {call_hash: call for call_hash, call in self.calls.items() if call_hash not in over}

    @rule(key=keys, revision=st.integers(2, 4), expires_at=moments, sealed=blobs, with_image=st.booleans())
    def replace(self, key: SessionKey, revision: int, expires_at: datetime, sealed: bytes, *, with_image: bool) -> None:
        row = SessionRow(key, START, expires_at, revision, b"", sealed)
        self.image_count += 1
        image = ImageRow(f"image {self.image_count}", key, f"images/{self.image_count}") if with_image else None
        stored = self.rows.get(key)
        expected = stored is not None and stored.revision == revision - 1
        assert self.runner.run(self.store.replace(row, image=image)) == expected
        if expected:
            self.rows[key] = row
            if image:
                self.images[image.image_id] = image

    @rule(key=keys)
    def erase(self, key: SessionKey) -> None:
        names = {image.object_name for image in self.images.values() if image.key == key}
        erased = self.runner.run(self.store.erase(key, note_on(key)))
        row = self.rows.pop(key, None)
        assert (erased is None) == (row is None)
        if erased is not None:
            self.erasures += 1
            assert erased.tombstone.sequence == self.erasures
        assert (set(erased.object_names) if erased else set()) == names
        self.calls = {call_hash: call for call_hash, call in self.calls.items() if call[0] != key}
        self.images = {image_id: image for image_id, image in self.images.items() if image.key != key}
        self.removals |= names

    @precondition(lambda self: self.removals)
    @rule(data=st.data())
    def confirm_removal(self, data: st.DataObject) -> None:
        names = data.draw(st.lists(st.sampled_from(sorted(self.removals))))
        self.runner.run(self.store.confirm_removal(names))
        self.removals -= set(names)

    @rule()
    def restart(self) -> None:
        self.runner.run(self.store.close())
        self.store = self.open_in(Path(self.directory.name))

    @rule(now=moments, limit=st.integers(1, 3))
    def expired(self, now: datetime, limit: int) -> None:
        found = self.runner.run(self.store.expired(now, limit=limit))
        due = sorted(row.expires_at for row in self.rows.values() if row.expires_at <= now)
        assert [self.rows[key].expires_at for key in found] == due[:limit]
        assert len(set(found)) == len(found)

    @rule(key=keys, now=moments, limit=st.integers(1, 3))
    def list_living(self, key: SessionKey, now: datetime, limit: int) -> None:
        listed = self.runner.run(
            self.store.list_living(key.resource, key.kind, after=key.session_id, now=now, limit=limit)
        )
        same = [row for row in self.rows.values() if (row.key.resource, row.key.kind) == (key.resource, key.kind)]
        later = [row for row in same if row.key.session_id > key.session_id and row.expires_at > now]
        assert listed == sorted((row.key.session_id, row.revision) for row in later)[:limit]

    @rule(key=keys)
    def read(self, key: SessionKey) -> None:
        assert self.runner.run(self.store.read(key)) == self.rows.get(key)

    @rule(number=st.integers(1, 10), resource=st.sampled_from(["face", "other"]))
    def read_image(self, number: int, resource: str) -> None:
        image = self.images.get(f"image {number}")
        expected = image if image and image.key.resource == resource else None
        assert self.runner.run(self.store.read_image(resource, f"image {number}")) == expected

    @invariant()
    def removals_are_pending(self) -> None:
        assert self.runner.run(self.store.pending_removals(limit=1_000)) == tuple(sorted(self.removals))


def test_agrees_with_a_dictionary(open_in: Callable[[Path], Any]) -> None:
    class WithThisEngine(StoreAgainstModel):
        def __init__(self) -> None:
            super().__init__(open_in)

    run_state_machine_as_test(WithThisEngine, settings=settings(max_examples=40, stateful_step_count=30, deadline=None))
