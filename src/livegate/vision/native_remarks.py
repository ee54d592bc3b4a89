"""Keeps what native code says by itself out of the log, whose lines are JSON."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Final

STANDARD_ERROR: Final = 2
_REMARK: Final = b"INFO: "


@contextmanager
def native_remarks_dropped() -> Iterator[None]:
    """Drop lines that begin with ``INFO:`` and are written to the process's standard error meanwhile.

    All other lines are passed on at the end. LiteRT tells in such a line that it has made its delegate; it has no
    setting for that.
    """
    with TemporaryFile() as written:
        former = os.dup(STANDARD_ERROR)
        os.dup2(written.fileno(), STANDARD_ERROR)
        try:
            yield
        finally:
            os.dup2(former, STANDARD_ERROR)
            os.close(former)
            written.seek(0)
            others = b"".join(line for line in written if not line.startswith(_REMARK))
            if others:
                os.write(STANDARD_ERROR, others)
