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
    item = render_item(session, session.created_at)
    expired = msgspec.structs.replace(item, session_expired=True)
    return ListedSession(session.token_expires_at, msgspec.json.encode(item), msgspec.json.encode(expired))


def join_items(items: Sequence[ListedSession], now: datetime) -> bytes:
    """Return the bare JSON array."""
    if not items:
        return b"[]"
    parts = [item.after if now >= item.token_expires_at else item.before for item in items]
    # Brackets around the joined bytes would copy all of them once more.
    parts[0] = b"[" + parts[0]
    parts[-1] += b"]"
    return b",".join(parts)
