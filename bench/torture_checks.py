"""What must hold each time a killed server has come back."""

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path

from bench.torture_callers import ROOT, SESSIONS, Connection
from bench.torture_ledger import Ledger, Life
from livegate.storage.erasure_log import ErasureLog
from livegate.storage.sqlite.condition import check_erasure_chain, kept_object_names

MOST_ERASED = 40
"""Erased sessions asked for in one round, the newest first."""


class BrokenPromiseError(Exception):
    """An acknowledged session is lost, an erased one is back, or the files do not agree."""


def check_promises(connection: Connection, ledger: Ledger, data_dir: Path) -> None:
    """Ask the server for everything in the ledger, and look into its files. Raises ``BrokenPromiseError``."""
    _settle_uncertain(connection, ledger)
    images = _check_living(connection, ledger)
    _check_erased(connection, ledger)
    _check_listing(connection, ledger)
    _check_files(data_dir, images)


def _settle_uncertain(connection: Connection, ledger: Ledger) -> None:
    for session in ledger.of_life(Life.UNCERTAIN):
        status, _, _ = connection.call("GET", f"{SESSIONS}/{session.session_id}")
        session.life = {200: Life.LIVING, 404: Life.ERASED}[status]


def _check_living(connection: Connection, ledger: Ledger) -> int:
    """Return how many images were read."""
    images = 0
    for session in ledger.of_life(Life.LIVING):
        status, _, body = connection.call("GET", f"{SESSIONS}/{session.session_id}")
        _hold(status == 200, f"the acknowledged session {session.session_id} is lost")  # noqa: PLR2004  # HTTP
        results = [entry["result"] for entry in json.loads(body)["results"]["attempts"] if "result" in entry]
        _hold(len(results) >= session.attempts_judged, f"a verdict of {session.session_id} is lost")
        session.attempts_judged = len(results)
        for image_id in (result["sessionImageId"] for result in results if "sessionImageId" in result):
            status, _, _ = connection.call("GET", f"{ROOT}/sessionImages/{image_id}")
            _hold(status == 200, f"an image of {session.session_id} is lost")  # noqa: PLR2004  # HTTP
            images += 1
    return images


def _check_erased(connection: Connection, ledger: Ledger) -> None:
    for session in ledger.of_life(Life.ERASED)[-MOST_ERASED:]:
        status, _, _ = connection.call("GET", f"{SESSIONS}/{session.session_id}")
        _hold(status == 404, f"the erased session {session.session_id} is back")  # noqa: PLR2004  # HTTP
        status, _, _ = connection.call("POST", f"{ROOT}/session/start", b"{}", token=session.token)
        _hold(status == 401, f"the token of {session.session_id} opens a door")  # noqa: PLR2004  # HTTP
        receipt = ledger.receipts.get(session.session_id)
        if receipt is not None:
            status, _, _ = connection.call("GET", f"{ROOT}/erasures/{_receipt_id(receipt)}")
            _hold(status == 200, f"the receipt of {session.session_id} is lost")  # noqa: PLR2004  # HTTP


def _receipt_id(receipt: str) -> str:
    payload = receipt.split(".")[1]
    claims: dict[str, str] = json.loads(base64.urlsafe_b64decode(payload + "=="))
    return claims["jti"]


def _check_listing(connection: Connection, ledger: Ledger) -> None:
    _, _, body = connection.call("GET", f"{SESSIONS}?top=1000")
    listed = {item["id"] for item in json.loads(body)}
    living = {session.session_id for session in ledger.of_life(Life.LIVING)}
    _hold(living <= listed, "a living session is not listed")
    unknown = listed - living
    _hold(not unknown & ledger.sessions.keys(), "an erased session is listed")
    _hold(len(unknown) <= ledger.creates_unanswered, "there are sessions that nobody has asked for")


def _check_files(data_dir: Path, images: int) -> None:
    database = data_dir / "livegate.db"
    with closing(sqlite3.connect(database)) as reader:
        (integrity,) = reader.execute("PRAGMA integrity_check(1)").fetchone()
    _hold(integrity == "ok", f"the database is damaged: {integrity}")
    check_erasure_chain(database, ErasureLog(data_dir / "erasures.log"))
    kept = {name.replace("/", ".") for name in kept_object_names(database)}
    present = {path.name for path in (data_dir / "objects").iterdir()}
    _hold(len(kept & present) >= images, "an image's object is missing")


def _hold(truth: bool, sentence: str) -> None:  # noqa: FBT001  # a statement, as of an assertion
    if not truth:
        raise BrokenPromiseError(sentence)
