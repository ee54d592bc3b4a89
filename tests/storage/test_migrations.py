"""The migrations as processes run them: killed at any statement, and in front of an older program."""

import asyncio
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from livegate.storage.sqlite.connection import open_writer
from livegate.storage.sqlite.migrations import load_migrations, migrate

INTERRUPTED = Path(__file__).with_name("interrupted_migrations.py")
STATEMENTS = sum(step.script.count(";") for step in load_migrations())


async def test_killed_before_any_statement_the_next_start_completes_them(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, INTERRUPTED, tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    stdout, stderr = await process.communicate()
    assert process.returncode == 0, stderr.decode()
    assert int(stdout) > STATEMENTS


async def test_a_server_refuses_a_database_that_a_newer_one_has_changed_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    with closing(open_writer(data_dir / "livegate.db")) as connection:
        migrate(connection, load_migrations())
        connection.execute("INSERT INTO schema_migrations VALUES (9999, 9998)")
    before = (data_dir / "livegate.db").read_bytes()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIVEGATE_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "livegate", "serve", "--test-mode", "--port", "0", "--data-dir", data_dir),
        env=environment,
        stderr=subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert said.decode() == (
        "livegate: The database was written by a newer livegate: it needs schema version 9998, and this one knows "
        f"{load_migrations()[-1].version}. Start the newer version, or restore an older database.\n"
    )
    assert (data_dir / "livegate.db").read_bytes() == before
