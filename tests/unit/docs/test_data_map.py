"""The data map leaves nothing out: columns, sealed fields, files and holders in memory are those that there are."""

import importlib
from fnmatch import fnmatchcase
from pathlib import Path

import httpx
import msgspec
import pytest

from livegate.sessions import session as session_module
from tests.support.paths import collection
from tests.support.server import running_server
from tools.data_map.columns import TABLES
from tools.data_map.files import FILES
from tools.data_map.memory import MEMORY
from tools.data_map.sealed_fields import SEALED
from tools.reference.data_map import schema_columns


def test_every_column_is_described_and_no_other() -> None:
    described = {table: sorted(group.values) for table, group in TABLES.items()}
    assert described == {table: sorted(columns) for table, columns in schema_columns().items()}


def test_every_sealed_field_is_described_and_no_other() -> None:
    structures = {
        value
        for value in vars(session_module).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__ == session_module.__name__
    }
    described = {structure: set(values) for structure, values in SEALED.items()}
    assert described == {each: {field.name for field in msgspec.structs.fields(each)} for each in structures}


@pytest.mark.parametrize("name", MEMORY)
def test_every_holder_exists(name: str) -> None:
    module, _, holder = name.rpartition(".")
    assert hasattr(importlib.import_module(module), holder)


def test_every_file_of_a_used_data_directory_is_described(tmp_path: Path) -> None:
    with running_server(tmp_path / "data", test_mode="true") as server, server.client() as backend:
        use(backend, server.endpoint)
        found = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
        names = [str(path.relative_to(tmp_path / "data")) for path in found]
        assert [name for name in names if not any(fnmatchcase(name, pattern) for pattern in FILES)] == []
        assert [pattern for pattern in FILES if not any(fnmatchcase(name, pattern) for name in names)] == []
        assert {oct(path.stat().st_mode & 0o777) for path in found} == {"0o600"}


def use(backend: httpx.Client, endpoint: str) -> None:
    """Leave a session with an image, and an erased one."""
    sessions = collection("v1.2")
    fields = {
        "livenessOperationMode": "Passive",
        "deviceCorrelationId": "livegate-test-realface",
        "enableSessionImage": True,
    }
    kept, erased = (backend.post(sessions, json=fields).raise_for_status().json() for _ in range(2))
    device = {"Authorization": f"Bearer {kept['authToken']}"}
    files = {"Content": b"any bytes"}
    httpx.post(f"{endpoint}/face/v1.2/detectLiveness/singleModal", files=files, headers=device).raise_for_status()
    backend.delete(f"{sessions}/{erased['sessionId']}").raise_for_status()
