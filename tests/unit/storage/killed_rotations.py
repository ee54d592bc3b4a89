"""Rotates the master key of copies of a data directory, each in a process that is killed one step later than before.

``killed_rotations.py TEMPLATE DIRECTORY`` leaves them in ``DIRECTORY/<step>`` and prints how many were killed.
"""

import os
import secrets
import shutil
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from livegate.storage import secret_file
from livegate.storage.key_hierarchy import rotate_master_key
from livegate.storage.master_key_sources import MasterKeyFile
from livegate.storage.wrapped_key_files import WrappedKeyFiles


def kill_after(steps: int) -> None:
    """Let the process die before its next step on the disk, once it has done so many."""
    done = count()

    def counted(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: object) -> Any:
            if next(done) == steps:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments)

        return run

    for name in ("_write", "_overwrite", "_overwrite_and_unlink", "sync_directory"):
        setattr(secret_file, name, counted(getattr(secret_file, name)))
    for owner, name in ((Path, "replace"), (Path, "unlink"), (os, "fsync")):
        setattr(owner, name, counted(getattr(owner, name)))


def rotate(data_dir: Path) -> None:
    source = MasterKeyFile(data_dir / "master.key", random_bytes=secrets.token_bytes)
    rotate_master_key(source, WrappedKeyFiles(data_dir, source, random_bytes=secrets.token_bytes))


def main(template: Path, directory: Path) -> None:
    for step in count():
        data_dir = directory / str(step)
        shutil.copytree(template, data_dir)
        child = os.fork()
        if child == 0:
            kill_after(step)
            rotate(data_dir)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status == 0:
            sys.stdout.write(str(step))
            return
        if not os.WIFSIGNALED(status):
            raise RuntimeError(f"The rotation failed at step {step}.")


main(Path(sys.argv[1]), Path(sys.argv[2]))
