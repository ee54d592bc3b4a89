"""Which pages the system is told to read, of indexes that SQLite has made and of files that it has not."""

import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from livegate.storage.sqlite.page_file import opened_page_file

PAGE_SIZE: Final = 1_024
INTERIOR: Final = b"\x02"
LEAF: Final = b"\x0a"


def read_ahead(path: Path, root: int, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Read an index ahead, and return the numbers of the pages that the system was told to read, in order."""
    asked: list[int] = []
    advise = os.posix_fadvise

    def note(descriptor: int, offset: int, length: int, advice: int) -> None:
        advise(descriptor, offset, length, advice)
        asked.append(offset // length + 1)

    monkeypatch.setattr(os, "posix_fadvise", note)
    with opened_page_file(path) as pages:
        pages.read_ahead(root)
    return asked


def indexed(path: Path, names: list[bytes]) -> int:
    """Write a database with an index of the names, and return its root."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        connection.execute("CREATE TABLE things (name TEXT)")
        connection.execute("CREATE INDEX things_by_name ON things (name)")
        connection.executemany("INSERT INTO things VALUES (?)", [(name.decode(),) for name in names])
        select = "SELECT rootpage FROM sqlite_schema WHERE name = 'things_by_name'"
        root: int = connection.execute(select).fetchone()[0]
    return root


@pytest.mark.parametrize("count", [0, 5, 100, 6_000])
def test_reads_all_of_an_index_ahead_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    names = [f"name-{number * 7_919 % 6_000:08}".encode() for number in range(count)]
    path = tmp_path / "indexed.db"
    asked = read_ahead(path, indexed(path, names), monkeypatch)
    content = path.read_bytes()
    pages = [content[(number - 1) * PAGE_SIZE : number * PAGE_SIZE] for number in asked]
    assert len(asked) == len(set(asked))
    assert {page[:1] for page in pages} <= {INTERIOR, LEAF}
    found = [re.findall(rb"name-\d{8}", page) for page in pages]
    assert set(names) <= {name for names_of_page in found for name in names_of_page}
    of_leaves = [
        max(names_of_page) for page, names_of_page in zip(pages, found, strict=True) if count and page[:1] == LEAF
    ]
    assert of_leaves == sorted(of_leaves)


def test_a_page_that_names_itself_is_read_ahead_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "damaged.db"
    indexed(path, [])
    pointers = (2).to_bytes(2) + bytes(3) + (2).to_bytes(4)
    cells = (20).to_bytes(2) + (4_000).to_bytes(2)
    damaged = (INTERIOR + bytes(2) + pointers + cells).ljust(20, b"\0") + (3).to_bytes(4)
    with path.open("r+b") as file:
        file.seek(PAGE_SIZE)
        file.write(damaged)
    assert read_ahead(path, 2, monkeypatch) == [2, 3]


def test_what_the_system_takes_no_advice_on_is_left_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "indexed.db"
    root = indexed(path, [])
    monkeypatch.delattr(os, "posix_fadvise")
    with opened_page_file(path) as pages:
        pages.read_ahead(root)
