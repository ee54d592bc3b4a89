"""A server that is killed again and again keeps its promises; ``LIVEGATE_TORTURE_ROUNDS`` makes more rounds of it."""

import os
import random
from contextlib import closing
from pathlib import Path

import pytest

from bench.torture import Torture
from bench.torture_callers import Connection
from bench.torture_checks import BrokenPromiseError, check_promises
from bench.torture_ledger import KnownSession, Ledger, Life
from tests.support.server import running_server

ROUNDS = int(os.environ.get("LIVEGATE_TORTURE_ROUNDS", "3"))


def test_nothing_acknowledged_is_lost_and_nothing_erased_comes_back(tmp_path: Path) -> None:
    torture = Torture(tmp_path, random.Random(3))  # noqa: S311  # repeatable, no secret
    torture.run(ROUNDS)
    assert sum(torture.kills.values()) == ROUNDS
    assert torture.ledger.sessions


def test_the_torture_notices_what_is_lost_and_what_is_back(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    with running_server(data_dir, test_mode="true") as server, server.client() as backend:
        fields = {"livenessOperationMode": "Passive", "deviceCorrelationId": "d", "userCorrelationId": "u"}
        created = backend.post("/face/v1.3-preview.1/detectLiveness-sessions", json=fields).json()
        session_id, token = created["sessionId"], created["authToken"]
        port = int(server.endpoint.rpartition(":")[2])
        with closing(Connection(port, server.key)) as connection:
            check_promises(connection, Ledger({session_id: KnownSession(session_id, token)}), data_dir)
            for known, sentence in (
                (KnownSession("0", token), "lost"),
                (KnownSession(session_id, token, attempts_judged=1), "verdict"),
                (KnownSession(session_id, token, life=Life.ERASED), "back"),
            ):
                with pytest.raises(BrokenPromiseError, match=sentence):
                    check_promises(connection, Ledger({session_id: known}), data_dir)
            with pytest.raises(BrokenPromiseError, match="nobody has asked for"):
                check_promises(connection, Ledger(), data_dir)
