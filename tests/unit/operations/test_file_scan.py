from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.operations import file_scan
from livegate.operations.file_scan import Hit, KeyShape, files_below, scan_files


@given(before=st.integers(0, 60), after=st.integers(0, 60), chunk=st.integers(1, 40))
def test_finds_what_lies_across_the_ends_of_chunks(
    tmp_path_factory: pytest.TempPathFactory, before: int, after: int, chunk: int
) -> None:
    path = tmp_path_factory.mktemp("scan") / "file"
    path.write_bytes(b"." * before + b"needle" + b"." * after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_scan, "CHUNK_SIZE", chunk)
        scan = scan_files([path], {"it": b"needle", "another": b"absent"})
    assert scan.hits == (Hit("it", path, before),)
    assert (scan.files, scan.size) == (1, before + 6 + after)


def test_finds_every_place_of_it_in_every_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for name in ("a", "folder/b"):
        (tmp_path / name).write_bytes(b"aaa")
    (tmp_path / "link").symlink_to(tmp_path / "a")
    scan = scan_files(files_below([tmp_path, tmp_path / "a"]), {"it": b"aa"})
    assert [(hit.path.name, hit.offset) for hit in scan.hits] == [("a", 0), ("a", 1), ("b", 0), ("b", 1)]


def test_tries_whatever_begins_as_a_wrapped_key_and_is_long_enough(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"..K1secret..K2other!..K1en")
    tried: list[tuple[int, bytes]] = []

    def opens(_: Path, offset: int, candidate: bytes) -> bool:
        tried.append((offset, candidate))
        return candidate == b"K1secret"

    scan = scan_files([path], {}, key_shapes=(KeyShape((b"K1", b"K2"), 8), KeyShape((), 3)), opens=opens)
    assert tried == [(2, b"K1secret"), (12, b"K2other!")]
    assert (scan.wrapped_keys, [hit.offset for hit in scan.opened]) == (2, [2])


def test_a_file_that_is_gone_meanwhile_holds_nothing(tmp_path: Path) -> None:
    assert scan_files([tmp_path / "gone"], {"it": b"x"}).size == 0
