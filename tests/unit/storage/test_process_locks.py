import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from livegate.storage.process_locks import ProcessLocks

HOLDER = """
import sys
from pathlib import Path
from livegate.storage.process_locks import ProcessLocks
locks = ProcessLocks(Path(sys.argv[1]), "another")
print("held", flush=True)
sys.stdin.read()
"""


@contextmanager
def another_process(directory: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that holds the lock ``another``."""
    arguments = [sys.executable, "-c", HOLDER, str(directory)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # fixed argv
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_process_that_is_killed_is_known_to_have_ended_at_once(tmp_path: Path) -> None:
    with closing(ProcessLocks(tmp_path, "this one")) as locks, another_process(tmp_path) as process:
        assert locks.is_running("this one")
        assert locks.is_running("another")
        process.kill()
        process.wait()
        assert not locks.is_running("another")


def test_a_process_that_was_never_there_does_not_run(tmp_path: Path) -> None:
    with closing(ProcessLocks(tmp_path, "this one")) as locks:
        assert not locks.is_running("nobody")


def test_a_new_process_removes_the_files_of_those_that_have_ended(tmp_path: Path) -> None:
    with another_process(tmp_path) as process:
        with closing(ProcessLocks(tmp_path, "this one")):
            assert {path.name for path in tmp_path.iterdir()} == {"this one", "another"}
        process.kill()
        process.wait()
    assert {path.name for path in tmp_path.iterdir()} == {"another"}
    with closing(ProcessLocks(tmp_path, "a third")):
        assert {path.name for path in tmp_path.iterdir()} == {"a third"}
    assert list(tmp_path.iterdir()) == []
