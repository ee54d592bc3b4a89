"""By what attempts are told to belong together, and how that is made unreadable before it is kept."""

from dataclasses import dataclass
from datetime import date

import msgspec

from livegate.sessions.abuse import SubjectKind, address_subject
from livegate.sessions.ports import KeyVault
from livegate.sessions.session import Session
from livegate.sessions.sightings import Subject


@dataclass(frozen=True, slots=True)
class Participants:
    """Who takes part in an attempt, readable: ids and address as they came. Never kept."""

    resource: str
    device_id: str | None
    user_id: str | None
    address: str | None = None

    def named(self) -> dict[SubjectKind, str]:
        """Return the subjects that are known."""
        subjects = {
            SubjectKind.DEVICE: self.device_id,
            SubjectKind.USER: self.user_id,
            SubjectKind.ADDRESS: address_subject(self.address),
        }
        return {kind: text for kind, text in subjects.items() if text}


def participants_of(session: Session, address: str | None) -> Participants:
    """Return who takes part in a session's attempt that comes from ``address``."""
    return Participants(session.resource, session.device_correlation_id, session.user_correlation_id, address)


def hashed_subjects(participants: Participants, vault: KeyVault, day: date) -> dict[SubjectKind, Subject]:
    """Return the known subjects as keyed hashes, under the key of one day in UTC.

    The resource and the kind are part of what is hashed: the same id elsewhere, or as an id of another kind, is
    another subject. What was hashed on another day cannot be joined with it without the vault.
    """
    purpose = f"abuse sighting/{day.isoformat()}"

    def hashed(*content: str) -> bytes:
        return vault.keyed_hash(msgspec.msgpack.encode((participants.resource, *content)), purpose=purpose)

    subjects = {kind: Subject(hashed(kind, text)) for kind, text in participants.named().items()}
    if participants.device_id and participants.user_id:
        user_on_device = hashed("user on device", participants.device_id, participants.user_id)
        subjects[SubjectKind.DEVICE] = Subject(subjects[SubjectKind.DEVICE].hashed, user_on_device)
    return subjects
