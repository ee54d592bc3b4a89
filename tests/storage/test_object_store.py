from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from livegate.sessions.ports import ObjectStore, StoreUnavailableError
from livegate.storage.objects import open_object_store


async def test_reads_what_was_written(object_store: ObjectStore) -> None:
    content = bytes(range(256)) * 5_000
    await object_store.write("images/a-1", content)
    assert await object_store.read("images/a-1") == content
    assert await object_store.read("images/a-2") is None


async def test_keeps_an_empty_object(object_store: ObjectStore) -> None:
    await object_store.write("empty", b"")
    assert await object_store.read("empty") == b""


async def test_writes_over_an_earlier_content(object_store: ObjectStore) -> None:
    await object_store.write("a", b"first, longer")
    await object_store.write("a", b"second")
    assert await object_store.read("a") == b"second"


async def test_removes_one_object_and_no_other(object_store: ObjectStore) -> None:
    for name in ("images/a", "images/a/b", "images-a"):
        await object_store.write(name, name.encode())
    await object_store.remove("images/a")
    await object_store.remove("images/a")
    assert await object_store.read("images/a") is None
    assert await object_store.read("images/a/b") == b"images/a/b"
    assert await object_store.read("images-a") == b"images-a"


async def test_removing_what_never_was_is_no_error(object_store: ObjectStore) -> None:
    await object_store.remove("never/written")


async def test_answers_a_ping_without_any_object(object_store: ObjectStore) -> None:
    await object_store.ping()


async def test_a_remote_store_out_of_reach_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "id")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    objects = open_object_store("s3://bucket/prefix")
    for call in (objects.write("a", b"1"), objects.read("a"), objects.remove("a"), objects.ping()):
        with pytest.raises(StoreUnavailableError):
            await call


async def test_a_folder_that_vanished_is_unavailable(tmp_path: Path) -> None:
    objects = open_object_store(str(tmp_path / "objects"))
    (tmp_path / "objects").rmdir()
    for call in (objects.write("a", b"1"), objects.read("a"), objects.remove("a"), objects.ping()):
        with pytest.raises(StoreUnavailableError):
            await call


async def test_lists_objects_under_a_prefix_that_are_old_enough(object_store: ObjectStore) -> None:
    names = {f"images/one/{number}" for number in range(1_100)}
    for name in (*names, "images/another/0", "ping"):
        await object_store.write(name, b"sealed")
    # The store's own clock says when an object was written.
    later, earlier = (datetime.now(UTC) + timedelta(hours=hours) for hours in (1, -1))  # noqa: TID251  # see above
    found = [batch async for batch in object_store.written_before(later, prefix="images/one/")]
    assert len(found) > 1
    assert sorted(name for batch in found for name in batch) == sorted(names)
    assert not any([batch async for batch in object_store.written_before(earlier, prefix="images/one/")])
