from collections.abc import Callable
from pathlib import Path

import pytest

Load = Callable[[Path, Callable[[], bytes]], bytes]


@pytest.fixture
def load() -> Load:
    """A plain loader: what protects the file on disk is the storage room's affair and tested there."""

    def load_or_create(path: Path, create: Callable[[], bytes]) -> bytes:
        if not path.exists():
            path.write_bytes(create())
        return path.read_bytes()

    return load_or_create


@pytest.fixture
def replace() -> Callable[[Path, bytes], None]:
    def replace_file(path: Path, content: bytes) -> None:
        temporary = path.with_suffix(".new")
        temporary.write_bytes(content)
        temporary.replace(path)

    return replace_file
