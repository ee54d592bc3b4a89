"""Between the sessions' rows and what an engine keeps: times are integers, microseconds since 1970 in UTC."""

from datetime import UTC, datetime, timedelta

from livegate.sessions.capture_traces import CaptureTrace
from livegate.sessions.ports import CreateCallRow, ImageRow, SessionKey, SessionRow
from livegate.sessions.resource_settings import ResourceSettings, SettingsChange
from livegate.sessions.session import SessionKind
from livegate.sessions.sightings import Sighting
from livegate.sessions.tombstones import Cause, Tombstone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def to_microseconds(moment: datetime) -> int:
    """Return the whole microseconds since the epoch. Raises ``TypeError`` for a datetime without a time zone."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(microseconds: int) -> datetime:
    """Return the aware UTC datetime."""
    return _EPOCH + microseconds * _MICROSECOND


def key_parameters(key: SessionKey) -> dict[str, str]:
    """Return the parameters that name one session in ``statements``."""
    return {"resource": key.resource, "kind": key.kind.value, "session_id": key.session_id}


def session_parameters(row: SessionRow) -> dict[str, str | int | bytes]:
    """Return every column of the session as a parameter."""
    return {
        **key_parameters(row.key),
        "created_at": to_microseconds(row.created_at),
        "expires_at": to_microseconds(row.expires_at),
        "revision": row.revision,
        "wrapped_key": row.wrapped_key,
        "sealed": row.sealed,
    }


def image_parameters(image: ImageRow) -> dict[str, str]:
    """Return every column of the image as a parameter."""
    return {"image_id": image.image_id, "session_id": image.key.session_id, "object_name": image.object_name}


def create_call_parameters(call: CreateCallRow, session: SessionRow) -> dict[str, str | int | bytes]:
    """Return every column of the call that makes the session, and ``now``, the time at which it does."""
    return {
        "call_hash": call.call_hash,
        "session_id": session.key.session_id,
        "repeatable_until": to_microseconds(call.repeatable_until),
        "now": to_microseconds(session.created_at),
    }


def sighting_parameters(sighting: Sighting) -> dict[str, str | int | bytes | None]:
    """Return every column of the sighting as a parameter."""
    return {
        "subject": sighting.subject.hashed,
        "user_on_device": sighting.subject.user_on_device,
        "seen_at": to_microseconds(sighting.seen_at),
        "expires_at": to_microseconds(sighting.expires_at),
        "is_spoof": int(sighting.is_spoof),
        "session_id": sighting.attempt.session_id,
        "attempt_id": sighting.attempt.attempt_id,
        "image_id": sighting.attempt.image_id,
    }


def trace_parameters(key: SessionKey, trace: CaptureTrace) -> dict[str, str | int]:
    """Return the columns of the trace, its marks apart, as parameters."""
    return {"session_id": key.session_id, "expires_at": to_microseconds(trace.expires_at)}


def settings_parameters(resource: str, change: SettingsChange) -> dict[str, str | int | None]:
    """Return every column of the settings as a parameter; None leaves a column as it is."""
    enabled = change.abuse_monitoring_enabled
    return {"resource": resource, "abuse_monitoring_enabled": None if enabled is None else int(enabled)}


def resource_settings(record: tuple[int | None] | None) -> ResourceSettings:
    """Return the settings from their columns; the default where there is no row, or a column was never set."""
    (enabled,) = record or (None,)
    return ResourceSettings() if enabled is None else ResourceSettings(abuse_monitoring_enabled=bool(enabled))


def session_key(record: tuple[str, str, str]) -> SessionKey:
    """Return the key that the columns resource, kind, session_id name."""
    resource, kind, session_id = record
    return SessionKey(resource, SessionKind(kind), session_id)


def session_row(record: tuple[str, str, str, int, int, int, bytes, bytes]) -> SessionRow:
    """Return the session from its columns, in the order in which ``statements`` selects them."""
    resource, kind, session_id, created_at, expires_at, revision, wrapped_key, sealed = record
    return SessionRow(
        key=session_key((resource, kind, session_id)),
        created_at=from_microseconds(created_at),
        expires_at=from_microseconds(expires_at),
        revision=revision,
        wrapped_key=wrapped_key,
        sealed=sealed,
    )


def image_row(record: tuple[str, str, str, str, str]) -> ImageRow:
    """Return the image from its columns, in the order in which ``statements`` selects them."""
    image_id, resource, kind, session_id, object_name = record
    return ImageRow(image_id, session_key((resource, kind, session_id)), object_name)


def tombstone_parameters(tombstone: Tombstone) -> dict[str, str | int | bytes]:
    """Return every column of the tombstone as a parameter."""
    return {
        "sequence": tombstone.sequence,
        "resource": tombstone.resource,
        "session_hash": tombstone.session_hash,
        "erased_at": to_microseconds(tombstone.erased_at),
        "cause": tombstone.cause.value,
        "method": tombstone.method,
        "row_count": tombstone.row_count,
        "image_count": tombstone.image_count,
        "version": tombstone.version,
        "previous": tombstone.previous,
    }


def tombstone_from_record(record: tuple[int, str, bytes, int, str, str, int, int, str, bytes]) -> Tombstone:
    """Return the tombstone from its columns, in the order in which ``statements`` selects them."""
    sequence, resource, session_hash, erased_at, cause, method, row_count, image_count, version, previous = record
    return Tombstone(
        sequence=sequence,
        resource=resource,
        session_hash=session_hash,
        erased_at=from_microseconds(erased_at),
        cause=Cause(cause),
        method=method,
        row_count=row_count,
        image_count=image_count,
        version=version,
        previous=previous,
    )
