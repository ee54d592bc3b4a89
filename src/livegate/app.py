"""The composition root: the one place that names concrete parts and joins them.

May import every room but ``cli``. Nothing is built on import.
"""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, AsyncExitStack, asynccontextmanager, closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from livegate.access.bearer_tokens import BearerTokenVerifier
from livegate.access.call_counter import CallCounter
from livegate.access.call_counts import open_call_counts
from livegate.access.client_assets_tokens import ClientAssetsTokens
from livegate.access.openid import OpenIdProvider
from livegate.access.page_origins import PageOrigins, is_loopback_origin, origin_of
from livegate.access.resources import Resources
from livegate.access.session_lifetimes import lifetimes_by_resource
from livegate.access.session_tokens import SessionTokens
from livegate.access.signing_key_file import SigningKeyFile
from livegate.access.try_it_grants import TryItGrants
from livegate.contract.client_errors import ClientError
from livegate.contract.operations import OperationId
from livegate.http.admission import Admission
from livegate.http.azure_routes import AzureRoutes, BackendHandler
from livegate.http.call_limiter import CallLimiter
from livegate.http.detection_handlers import DetectionHandlers
from livegate.http.device_handlers import DeviceHandlers
from livegate.http.erasure_handlers import ErasureHandlers
from livegate.http.pages import page_routes
from livegate.http.pipeline import build_pipeline
from livegate.http.scripted_refusals import SCRIPTED_REFUSALS
from livegate.http.session_handlers import SessionHandlers
from livegate.http.settings_handlers import SettingsHandlers
from livegate.http.signing_key_route import signing_key_route
from livegate.http.stream_handlers import StreamHandlers
from livegate.http.test_mode import wipe_route
from livegate.http.try_it_route import try_it_route
from livegate.kept_sessions import KeptSessions, open_kept_sessions
from livegate.opened_stores import opened_stores
from livegate.operations.background import running
from livegate.operations.health import Health
from livegate.operations.installation import look_at_installation
from livegate.operations.logs import EventLog, configure_logs
from livegate.operations.memory import settle_memory
from livegate.operations.production_rules import check_production
from livegate.operations.socket_owners import is_made_by_own_user
from livegate.operations.system import RandomChallenges, RandomIdentifiers, SystemClock
from livegate.served_resources import call_limits, open_key_file, open_resources, operating_points
from livegate.session_use_cases import SessionParts, build_capture_streams, build_session_capture, build_session_service
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.detection import SessionImageDetection
from livegate.sessions.ports import Clock, Identifiers, Observer
from livegate.sessions.references import ReferenceReader
from livegate.sessions.reuse_monitor import ReuseMonitor
from livegate.sessions.scripted.scenarios import Scenarios, scenario_forms
from livegate.sessions.scripted.sessions import ScriptedSessions
from livegate.sessions.service import SessionService
from livegate.settings import Settings
from livegate.storage.process_locks import ProcessLocks
from livegate.upkeep import build_upkeep
from livegate.vision.deferred_observer import DeferredObserver
from livegate.vision.models.manifest import load_manifest
from livegate.vision.models.store import ModelStore

if TYPE_CHECKING:
    from livegate.vision.observer import VisionObserver

WEB_DIRECTORY = Path(__file__).parent / "web"


class Application:
    """The server as an ASGI application; it opens its parts on startup and closes them on shutdown.

    ``started`` is called when they are open; ``startup_error`` is what kept it from starting, for the caller to raise.
    """

    def __init__(
        self, settings: Settings, *, clock: Clock, identifiers: Identifiers, started: Callable[[], None] = lambda: None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._identifiers = identifiers
        self._started = started
        self._lifecycle = Router(lifespan=self._run)
        self._pipeline: ASGIApp | None = None
        self.startup_error: Exception | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request. Raises ``RuntimeError`` before startup."""
        app = self._lifecycle if scope["type"] == "lifespan" else self._pipeline
        if app is None:
            raise RuntimeError("The application has not been started.")
        await app(scope, receive, send)

    @asynccontextmanager
    async def _run(self, _: object) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            opening = open_pipeline(self._settings, self._clock, self._identifiers)
            try:
                self._pipeline = await stack.enter_async_context(opening)
            except Exception as error:
                self.startup_error = error
                raise
            self._started()
            yield


def create_application() -> Application:
    """Return the application for the settings of the environment; server processes call this."""
    configure_logs()
    return Application(Settings(), clock=SystemClock(), identifiers=RandomIdentifiers(), started=settle_memory)


def refuse_unfit_production(settings: Settings, resources: Resources) -> None:
    """Raise ``ProductionRefusedError`` where ``LIVEGATE_PRODUCTION`` is set and the installation is not fit for it."""
    if settings.production:
        check_production(look_at_installation(settings, resources, os.environ))


def open_model_store(settings: Settings) -> ModelStore:
    """Return the models directory."""
    return ModelStore(settings.models_dir, load_manifest())


@contextmanager
def open_observer(settings: Settings) -> "Iterator[VisionObserver]":
    """Load the models. Raises ``ModelMissingError``."""
    # The runtimes load slower than all the rest, and test mode may never need them.
    from livegate.vision.opening import opened_observer  # noqa: PLC0415  # see above

    store = open_model_store(settings)
    with opened_observer(
        store, workers=settings.capture_workers, waiting=settings.capture_queue, streams=settings.stream_captures
    ) as observer:
        yield observer


def _session_observer(settings: Settings, scenarios: Scenarios | None) -> AbstractContextManager[Observer]:
    if scenarios is None:
        return open_observer(settings)
    return closing(DeferredObserver(partial(open_observer, settings)))


@asynccontextmanager
async def _open_call_counter(settings: Settings, resources: Resources, clock: Clock) -> AsyncIterator[CallCounter]:
    cache_url = None if settings.cache_url is None else str(settings.cache_url)
    async with open_call_counts(cache_url) as counts:
        yield CallCounter(call_limits(settings, resources), counts, now=clock.now)


@asynccontextmanager
async def open_pipeline(settings: Settings, clock: Clock, identifiers: Identifiers) -> AsyncIterator[ASGIApp]:
    """Join the parts, keep the expiry sweep running, and yield the request pipeline."""
    async with AsyncExitStack() as stack:
        resources = open_resources(settings)
        refuse_unfit_production(settings, resources)
        origins = PageOrigins(settings.device_origins, public_url=_public_url(settings))
        stores = await stack.enter_async_context(opened_stores(settings))
        scenarios = Scenarios(scenario_forms(ClientError, SCRIPTED_REFUSALS)) if settings.test_mode else None
        kept = await open_kept_sessions(settings, stores, clock, scenarios)
        tokens = SessionTokens(kept.signing_keys, token_id=identifiers.request_id)
        observer = stack.enter_context(_session_observer(settings, scenarios))
        counter = await stack.enter_async_context(_open_call_counter(settings, resources, clock))
        grants = _try_it_grants(settings, kept.signing_keys)
        admission = await stack.enter_async_context(_open_admission(settings, resources, tokens, grants, clock))
        await stack.enter_async_context(running(*build_upkeep(settings, kept, clock)))
        locks = ProcessLocks(settings.data_dir / "processes", identifiers.request_id())
        processes = stack.enter_context(closing(locks))
        parts = SessionParts(
            archive=kept.archive,
            erasure=kept.erasure,
            tokens=tokens,
            observer=observer,
            references=ReferenceReader(observer),
            clock=clock,
            identifiers=identifiers,
            processes=processes,
            challenges=RandomChallenges(secrets.SystemRandom()),
            abuse=AbuseMonitor(sightings=stores.sightings, settings=stores.settings, vault=kept.vault),
            reuse=_reuse_monitor(settings, kept, clock),
            operating_points=operating_points(settings, resources),
        )
        sessions = build_session_service(parts, scenarios)
        capture = build_session_capture(parts, scenarios)
        streams = build_capture_streams(parts, scenarios, capture, kept.captures)
        stack.push_async_callback(streams.close)
        stream_handlers = StreamHandlers(streams, clock)
        most_uploads = settings.capture_workers + settings.capture_queue
        azure = AzureRoutes(
            admission,
            CallLimiter(counter),
            origins,
            backend=_backend_handlers(settings, resources, kept, sessions, observer, clock),
            device={**DeviceHandlers(capture, clock, most_uploads=most_uploads).table(), **stream_handlers.table()},
            stream=stream_handlers.serve,
        )
        health = Health({"store": stores.sessions, "objects": stores.objects, "call_counts": counter})
        # Before the pages, which take every path that nothing else does.
        others = _other_routes(admission, kept.signing_keys, grants, sessions, clock)
        pages = [*others, *page_routes(health, WEB_DIRECTORY)]
        yield build_pipeline(azure, pages, origins=origins, log=EventLog(), clock=clock, identifiers=identifiers)


def _try_it_grants(settings: Settings, signing_keys: SigningKeyFile) -> TryItGrants | None:
    """Return what the try-it page may work with, None where it asks for a key (deviation D-49)."""
    public_url = _public_url(settings)
    is_reached_elsewhere = public_url is not None and not is_loopback_origin(origin_of(public_url))
    is_off = settings.try_it == "off" or settings.production or is_reached_elsewhere
    return None if is_off else TryItGrants(signing_keys)


def _other_routes(
    admission: Admission,
    signing_keys: SigningKeyFile,
    grants: TryItGrants | None,
    sessions: SessionService,
    clock: Clock,
) -> list[BaseRoute]:
    routes = [
        signing_key_route(lambda: signing_keys.keys().public_set()),
        try_it_route(
            grants, clock, is_own_user=lambda peer, server: asyncio.to_thread(is_made_by_own_user, peer, server)
        ),
    ]
    return [*routes, wipe_route(admission, sessions.wipe)] if isinstance(sessions, ScriptedSessions) else routes


@asynccontextmanager
async def _open_admission(
    settings: Settings, resources: Resources, tokens: SessionTokens, grants: TryItGrants | None, clock: Clock
) -> AsyncIterator[Admission]:
    async with AsyncExitStack() as stack:
        bearer_tokens = None
        if settings.oidc_issuer is not None:
            # The HTTP client loads slowly, and few servers have a provider to ask.
            import httpx  # noqa: PLC0415  # see above

            from livegate.operations.provider_documents import ProviderDocuments, report_unavailable  # noqa: PLC0415  # it loads the client

            documents = ProviderDocuments(await stack.enter_async_context(httpx.AsyncClient()))
            provider = OpenIdProvider(settings.oidc_issuer, documents, now=clock.now, report=report_unavailable)
            bearer_tokens = BearerTokenVerifier(provider, audience=settings.oidc_audience)
        yield Admission(
            resources=resources,
            keys={resource.name: open_key_file(settings, resource.name).keys for resource in resources},
            session_tokens=tokens,
            bearer_tokens=bearer_tokens,
            grants=grants,
            now=clock.now,
        )


def _public_url(settings: Settings) -> str | None:
    return None if settings.public_url is None else str(settings.public_url).rstrip("/")


def _backend_handlers(
    settings: Settings,
    resources: Resources,
    kept: KeptSessions,
    sessions: SessionService,
    observer: Observer,
    clock: Clock,
) -> Mapping[OperationId, BackendHandler]:
    session_handlers = SessionHandlers(
        sessions,
        kept.listing,
        clock,
        receipts=kept.receipts,
        public_url=_public_url(settings),
        session_lifetimes=lifetimes_by_resource(resources, session_lifetime=settings.session_lifetime),
    )
    return {
        **session_handlers.table(),
        **SettingsHandlers(kept.stores.settings, ClientAssetsTokens(kept.signing_keys), clock).table(),
        **ErasureHandlers(kept.register, kept.receipts).table(),
        **DetectionHandlers(SessionImageDetection(sessions, observer)).table(),
    }


def _reuse_monitor(settings: Settings, kept: KeptSessions, clock: Clock) -> ReuseMonitor:
    lifetime = timedelta(seconds=settings.capture_memory)
    return ReuseMonitor(traces=kept.stores.traces, vault=kept.vault, clock=clock, lifetime=lifetime)
