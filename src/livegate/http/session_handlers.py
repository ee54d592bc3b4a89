"""The operations of the app backend."""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from livegate.access.erasure_receipts import ErasureReceipts
from livegate.contract.enums import SessionKind as WireKind
from livegate.contract.erasures import RECEIPT_HEADER
from livegate.contract.error_catalogue import INVALID_MEDIA_TYPE, INVALID_REQUEST_BODY, INVALID_SESSION_ID
from livegate.contract.errors import ServiceError
from livegate.contract.fields import parse_json_object
from livegate.contract.forms import CreateForm, parse_create_form
from livegate.contract.operations import OperationId
from livegate.contract.paging import parse_list_audit_entries, parse_list_sessions
from livegate.contract.requests import CreateSession, parse_create_session
from livegate.contract.responses import LivenessSession
from livegate.contract.session_lifetime import SESSION_LIFETIME_HEADER, parse_session_lifetime
from livegate.contract.versions import ApiVersion
from livegate.http.azure_routes import BackendHandler
from livegate.http.bodies import LARGEST_CREATE_FORM, LARGEST_JSON, has_body, media_type, read_body, read_form
from livegate.http.calls import BackendCall
from livegate.http.client_request_ids import client_request_id
from livegate.http.erasure_handlers import signed_receipt
from livegate.http.rendering import general, previews
from livegate.http.rendering.explanation import render_explanation
from livegate.http.rendering.listing import ListedSession, join_items
from livegate.http.replies import JSON, empty, reply
from livegate.sessions.listing import SessionListing
from livegate.sessions.ports import Clock
from livegate.sessions.service import SessionService
from livegate.sessions.session import OperationMode, Session, SessionKind, SessionRequest

JSON_TYPE = "application/json"
FORM_TYPE = "multipart/form-data"
UNREAD_TYPES = frozenset({JSON_TYPE, "", "application/x-www-form-urlencoded", "text/plain"})
"""What the samples of Azure's page on DELETE send with their placeholder body (deviation D-40)."""

GUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}")
HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{1,5})?")


class SessionHandlers:
    """Create, list, read, explain, delete, the session image and the audit entries."""

    def __init__(
        self,
        sessions: SessionService,
        listing: SessionListing[ListedSession],
        clock: Clock,
        *,
        receipts: ErasureReceipts,
        public_url: str | None,
        session_lifetimes: Mapping[str, int],
    ) -> None:
        """``session_lifetimes`` are seconds by resource."""
        self._sessions = sessions
        self._listing = listing
        self._clock = clock
        self._receipts = receipts
        self._public_url = public_url
        self._session_lifetimes = session_lifetimes

    def table(self) -> Mapping[OperationId, BackendHandler]:
        """Return the handlers by operation."""
        return {
            OperationId.CREATE_SESSION: self.create,
            OperationId.LIST_SESSIONS: self.list_sessions,
            OperationId.GET_SESSION: self.get,
            OperationId.GET_EXPLANATION: self.explain,
            OperationId.LIST_AUDIT_ENTRIES: self.list_audit_entries,
            OperationId.DELETE_SESSION: self.delete,
            OperationId.GET_SESSION_IMAGE: self.get_image,
        }

    async def create(self, call: BackendCall) -> Response:
        """Create a session and answer with it."""
        version = call.match.version
        lifetime = parse_session_lifetime(
            call.request.headers.get(SESSION_LIFETIME_HEADER), longest=self._session_lifetimes[call.resource]
        )
        form = await _read_create(call)
        asked = parse_create_session(WireKind(call.kind), version, form.fields)
        session = await self._sessions.create(
            call.resource,
            _request(asked, version, lifetime),
            issuer=self._issuer(call.request),
            verify_image=form.verify_image,
            client_request_id=client_request_id(call.request.headers),
        )
        if version.traits.is_preview_family:
            return reply(previews.render_created(session))
        return reply(await self._general(session, version))

    async def get(self, call: BackendCall) -> Response:
        """Answer with a session in the caller's version."""
        version = call.match.version
        session = await self._sessions.read(call.session_key)
        if version.traits.is_preview_family:
            return reply(previews.render_session(session, version, self._clock.now()))
        return reply(await self._general(session, version))

    async def explain(self, call: BackendCall) -> Response:
        """Answer with why each attempt ended as it did, in one shape in every version (deviation D-44)."""
        session = await self._sessions.read(call.session_key)
        return reply(render_explanation(session, self._clock.now()))

    async def list_sessions(self, call: BackendCall) -> Response:
        """Answer with sessions of one kind, in the previews' shape in every version (deviation D-21)."""
        asked = parse_list_sessions(call.request.query_params)
        items = await self._listing.page(call.resource, call.kind, after=asked.start, limit=asked.top)
        return Response(join_items(items, self._clock.now()), media_type=JSON)

    async def list_audit_entries(self, call: BackendCall) -> Response:
        """Answer with a session's audit entries, oldest first, in the previews' shape in every version."""
        asked = parse_list_audit_entries(call.request.query_params)
        session = await self._sessions.read(call.session_key)
        entries = previews.audit_entries(session, call.match.version)
        return reply([entry for entry in entries if entry.id > asked.start][: asked.top])

    async def delete(self, call: BackendCall) -> Response:
        """Erase a session; the receipt stands in a header (deviation D-45).

        A body says nothing here and is not read; its media type must be one of ``UNREAD_TYPES``.
        """
        if has_body(call.request) and media_type(call.request) not in UNREAD_TYPES:
            raise ServiceError(INVALID_MEDIA_TYPE, f"Send no body, or {JSON_TYPE}.")
        if GUID.fullmatch(call.session_key.session_id) is None:
            raise ServiceError(INVALID_SESSION_ID, "A session id is a GUID.")
        tombstone = await self._sessions.delete(call.session_key)
        answer = empty(call.match.operation.success_status)
        answer.headers[RECEIPT_HEADER] = await signed_receipt(self._receipts, tombstone)
        return answer

    async def get_image(self, call: BackendCall) -> Response:
        """Answer with a session image."""
        image = await self._sessions.read_image(call.resource, call.match.parameters["sessionImageId"])
        return Response(image, media_type="application/octet-stream")

    async def _general(self, session: Session, version: ApiVersion) -> LivenessSession:
        others = await self._sessions.other_flagged_attempts(session) if version.traits.has_abuse_monitoring else {}
        return general.render_session(session, version, self._clock.now(), others)

    def _issuer(self, request: Request) -> str:
        """Return the address that devices will reach: the setting's, otherwise the one this call came by."""
        if self._public_url is not None:
            return self._public_url
        host = request.headers.get("host", "")
        if HOST.fullmatch(host) is None:
            raise ServiceError(INVALID_REQUEST_BODY, "The Host header is missing or malformed.")
        return f"{request.scope['scheme']}://{host}"


async def _read_create(call: BackendCall) -> CreateForm:
    kind = media_type(call.request)
    takes_form = call.match.operation.kind is WireKind.LIVENESS_WITH_VERIFY
    takes_json = not takes_form or call.match.version.traits.is_preview_family
    if kind == FORM_TYPE and takes_form:
        return parse_create_form(call.match.version, await read_form(call.request, limit=LARGEST_CREATE_FORM))
    if kind in {JSON_TYPE, ""} and takes_json:
        return CreateForm(parse_json_object(await read_body(call.request, limit=LARGEST_JSON)), None)
    accepted = " or ".join([JSON_TYPE] * takes_json + [FORM_TYPE] * takes_form)
    raise ServiceError(INVALID_MEDIA_TYPE, f"Send {accepted}.")


def _request(asked: CreateSession, version: ApiVersion, session_lifetime: int) -> SessionRequest:
    return SessionRequest(
        kind=SessionKind(asked.kind),
        operation_mode=OperationMode(asked.operation_mode),
        # Cut rather than refused: an app whose token lives ten minutes must work unchanged at any retention.
        token_lifetime=min(asked.token_lifetime, session_lifetime),
        attempts_allowed=asked.attempts_allowed,
        device_correlation_id=asked.device_correlation_id,
        device_correlation_id_set_in_client=asked.device_correlation_id_set_in_client,
        user_correlation_id=asked.user_correlation_id,
        user_correlation_id_set_in_client=asked.user_correlation_id_set_in_client,
        expected_client_ip=asked.expected_client_ip,
        session_image_enabled=asked.session_image_enabled,
        verify_image_hash_returned=asked.verify_image_hash_returned,
        verify_confidence_threshold=asked.verify_confidence_threshold,
        results_sent_to_client=asked.results_sent_to_client,
        model_version=asked.model_version,
        abuse_monitoring_supported=version.traits.has_abuse_monitoring,
        session_lifetime=session_lifetime,
    )
