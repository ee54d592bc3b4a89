"""What an app backend does with sessions: create, read, read the image, delete."""

from collections.abc import Mapping
from datetime import timedelta

from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.correlation_ids import CorrelationIds
from livegate.sessions.create_call import create_call
from livegate.sessions.erasure import Erasure
from livegate.sessions.errors import ImageNotFoundError, SessionNotFoundError
from livegate.sessions.finding import References
from livegate.sessions.ports import Clock, Identifiers, SessionKey, TokenIssuer
from livegate.sessions.session import Session, SessionRequest, VerifyReference
from livegate.sessions.sightings import AttemptName
from livegate.sessions.states import is_expired
from livegate.sessions.tombstones import Cause, Tombstone


class SessionService:
    """The use cases of the app backend."""

    def __init__(
        self,
        *,
        archive: SessionArchive,
        erasure: Erasure,
        references: References,
        tokens: TokenIssuer,
        clock: Clock,
        identifiers: Identifiers,
        correlation_ids: CorrelationIds,
        abuse: AbuseMonitor,
    ) -> None:
        self._archive = archive
        self._erasure = erasure
        self._references = references
        self._tokens = tokens
        self._clock = clock
        self._identifiers = identifiers
        self._correlation_ids = correlation_ids
        self._abuse = abuse

    async def create(
        self,
        resource: str,
        request: SessionRequest,
        *,
        issuer: str,
        verify_image: bytes | None = None,
        client_request_id: str | None = None,
    ) -> Session:
        """Create a session. ``issuer`` is the public endpoint, which the device reads from its token.

        A call that repeats an earlier one, with the same ``client_request_id`` and content, gets the session that the
        earlier one has made, for as long as ``create_call.repeatable_until`` says.
        Raises ``VerifyImageRefusedError`` when the verify image has not exactly one usable face, and what
        ``CorrelationIds.check_create`` and ``AbuseMonitor.admit`` raise.
        """
        self._correlation_ids.check_create(request.device_correlation_id, request.user_correlation_id)
        is_watched = await self._abuse.admit(resource, request, self._clock.now())
        call = create_call(resource, client_request_id, request, verify_image)
        reference = None
        if verify_image is not None:
            # The insert below would tell too, but looking at a photo takes far longer than asking first.
            earlier = None if call is None else await self._archive.read_created(call, self._clock.now())
            if earlier is not None:
                return earlier
            reference = await self._references.read(verify_image)
        session = await self._new_session(resource, request, issuer, reference, is_watched=is_watched)
        return await self._archive.insert(session, call=call)

    async def read(self, key: SessionKey) -> Session:
        """Return a living session. Raises ``SessionNotFoundError``."""
        session = await self._archive.read(key)
        if session is None or is_expired(session, self._clock.now()):
            raise SessionNotFoundError
        return session

    async def other_flagged_attempts(self, session: Session) -> Mapping[int, tuple[AttemptName, ...]]:
        """Return what ``AbuseMonitor.other_attempts`` finds now."""
        return await self._abuse.other_attempts(session, self._clock.now())

    async def read_image(self, resource: str, image_id: str) -> bytes:
        """Return a session image as JPEG bytes. Raises ``ImageNotFoundError``."""
        found = await self._archive.read_image(resource, image_id)
        if found is None or is_expired(found[0], self._clock.now()):
            raise ImageNotFoundError
        return found[1]

    async def delete(self, key: SessionKey) -> Tombstone:
        """Erase a session at once and return its tombstone.

        Raises ``SessionNotFoundError`` when there is none, or when its life was over.
        """
        tombstone = await self._erasure.erase(key)
        if tombstone is None or tombstone.cause is Cause.EXPIRED:
            raise SessionNotFoundError
        return tombstone

    async def _new_session(
        self,
        resource: str,
        request: SessionRequest,
        issuer: str,
        reference: VerifyReference | None,
        *,
        is_watched: bool,
    ) -> Session:
        now = self._clock.now()
        session_id = self._identifiers.session_id()
        token_expires_at = now + timedelta(seconds=request.token_lifetime)
        return Session(
            session_id=session_id,
            resource=resource,
            created_at=now,
            expires_at=now + timedelta(seconds=request.session_lifetime),
            token_expires_at=token_expires_at,
            auth_token=await self._tokens.issue(
                issuer=issuer,
                session_id=session_id,
                resource=resource,
                kind=request.kind,
                operation_mode=request.operation_mode,
                issued_at=now,
                expires_at=token_expires_at,
            ),
            request=request,
            reference=reference,
            device_correlation_id=request.device_correlation_id,
            user_correlation_id=request.user_correlation_id,
            abuse_monitored=is_watched,
        )
