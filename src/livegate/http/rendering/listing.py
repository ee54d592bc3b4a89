"""Lists of sessions as bytes that are ready to be answered; every version has the previews' shape (deviation D-21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from livegate.http.rendering.previews import render_item
from livegate.sessions.session import Session


@dataclass(frozen=True, slots=True)
class ListedSession:
    """A session's item as JSON, before and after its token has run out; nothing else in it changes with time."""

    token_expires_at: datetime
    before: bytes
    after: bytes


def prepare_item(session: Session) -> ListedSession:
    """Return the session's item."""
    before, after = (
        msgspec.json.encode(render_item(session, moment)) for moment in (session.created_at, session.token_expires_at)
    )
    return ListedSession(session.token_expires_at, before, after)


def join_items(items: Sequence[ListedSession], now: datetime) -> bytes:
    """Return the bare JSON array."""
    return b"[%s]" % b",".join(item.after if now >= item.token_expires_at else item.before for item in items)
