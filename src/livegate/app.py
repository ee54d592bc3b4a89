"""The composition root: the one place that names concrete parts and joins them.

May import every room but ``cli``. Nothing is built on import.
"""

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute, Router
from starlette.types import ASGIApp, Receive, Scope, Send

import livegate
from livegate.access.bearer_tokens import BearerTokenVerifier
from livegate.access.call_counter import CallCounter
from livegate.access.call_counts import open_call_counts
from livegate.access.client_assets_tokens import ClientAssetsTokens
from livegate.access.erasure_receipts import ErasureReceipts
from livegate.access.openid import OpenIdProvider
from livegate.access.page_origins import PageOrigins
from livegate.access.resources import Resources
from livegate.access.session_lifetimes import lifetimes_by_resource
from livegate.access.session_tokens import SessionTokens
from livegate.access.signing_key_file import SigningKeyFile
from livegate.contract.client_errors import ClientError
from livegate.http.admission import Admission
from livegate.http.azure_routes import AzureRoutes
from livegate.http.call_limiter import CallLimiter
from livegate.http.detection_handlers import DetectionHandlers
from livegate.http.device_handlers import DeviceHandlers
from livegate.http.erasure_handlers import ErasureHandlers
from livegate.http.pages import page_routes
from livegate.http.pipeline import build_pipeline
from livegate.http.rendering.listing import ListedSession, prepare_item
from livegate.http.scripted_refusals import SCRIPTED_REFUSALS
from livegate.http.session_handlers import SessionHandlers
from livegate.http.settings_handlers import SettingsHandlers
from livegate.http.signing_key_route import signing_key_route
from livegate.http.stream_handlers import StreamHandlers
from livegate.http.test_mode import wipe_route
from livegate.opened_keys import open_keys_at_rest, open_signing_keys, retire_signing_keys
from livegate.operations.background import running
from livegate.operations.erasure_reconciliation import reconcile_erasures
from livegate.operations.expiry import ExpirySweep
from livegate.operations.health import Health
from livegate.operations.installation import look_at_installation
from livegate.operations.logs import EventLog, configure_logs
from livegate.operations.memory import settle_memory
from livegate.operations.production_rules import check_production
from livegate.operations.system import RandomChallenges, RandomIdentifiers, SystemClock
from livegate.served_resources import call_limits, open_key_file, open_resources, operating_points
from livegate.session_use_cases import SessionParts, build_capture_streams, build_session_capture, build_session_service
from livegate.sessions.abuse_monitor import AbuseMonitor
from livegate.sessions.archive import SessionArchive
from livegate.sessions.capture import SessionCapture
from livegate.sessions.detection import SessionImageDetection
from livegate.sessions.erasure import Erasure
from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.erasure_register import ErasureRegister
from livegate.sessions.listing import SessionListing
from livegate.sessions.ports import Clock, Identifiers, ObjectStore, Observer
from livegate.sessions.references import ReferenceReader
from livegate.sessions.reuse_monitor import ReuseMonitor
from livegate.sessions.running_captures import RunningCaptures
from livegate.sessions.scripted.archive import ScriptedArchive
from livegate.sessions.scripted.scenarios import Scenarios, scenario_forms
from livegate.sessions.scripted.sessions import ScriptedSessions
from livegate.sessions.service import SessionService
from livegate.settings import Settings
from livegate.storage.objects import open_object_store
from livegate.storage.process_locks import ProcessLocks
from livegate.storage.sqlite.database import SqliteDatabase
from livegate.storage.sqlite.session_store import SqliteSessionStore
from livegate.storage.sqlite.settings_store import SqliteSettingsStore
from livegate.storage.sqlite.sighting_store import SqliteSightingStore
from livegate.storage.sqlite.tombstone_store import SqliteTombstoneStore
from livegate.storage.sqlite.trace_store import SqliteTraceStore
from livegate.upkeep import build_erasure_follower, build_leftover_sweep
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


def open_objects(settings: Settings) -> ObjectStore:
    """Return where the sealed images are kept. Raises ``ObjectLocationError``, ``StoreUnavailableError``."""
    return open_object_store(settings.objects_url or str(settings.data_dir / "objects"))


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


@asynccontextmanager
async def open_pipeline(settings: Settings, clock: Clock, identifiers: Identifiers) -> AsyncIterator[ASGIApp]:
    """Join the parts, keep the expiry sweep running, and yield the request pipeline."""
    async with AsyncExitStack() as stack:
        resources = open_resources(settings)
        refuse_unfit_production(settings, resources)
        origins = PageOrigins(settings.device_origins, public_url=_public_url(settings))
        database = SqliteDatabase.open(settings.data_dir / "livegate.db")
        stack.push_async_callback(database.close)
        store, resource_settings = (SqliteSessionStore(database), SqliteSettingsStore(database))
        objects = open_objects(settings)
        keys = open_keys_at_rest(settings)
        vault = keys.vault
        scenarios = Scenarios(scenario_forms(ClientError, SCRIPTED_REFUSALS)) if settings.test_mode else None
        archive = (
            SessionArchive(store, objects, vault)
            if scenarios is None
            else ScriptedArchive(store, objects, vault, scenarios=scenarios, sleep=asyncio.sleep)
        )
        listing = SessionListing(archive, clock, render=prepare_item)
        captures = RunningCaptures(most=settings.stream_captures)
        caches = (archive, listing, captures)
        notes, tombstones = (ErasureNotes(vault, version=livegate.__version__), SqliteTombstoneStore(database))
        await reconcile_erasures(tombstones, notes)
        erasure = Erasure(store, objects, clock, epoch_keys=keys.epoch_keys, notes=notes, caches=caches)
        signing_keys = open_signing_keys(settings.data_dir)
        tokens = SessionTokens(signing_keys, token_id=identifiers.request_id)
        receipts = ErasureReceipts(signing_keys)
        register = ErasureRegister(tombstones, receipts, clock)
        observer: Observer
        if scenarios is None:
            observer = stack.enter_context(open_observer(settings))
        else:
            observer = stack.enter_context(closing(DeferredObserver(partial(open_observer, settings))))
        cache_url = None if settings.cache_url is None else str(settings.cache_url)
        counts = await stack.enter_async_context(open_call_counts(cache_url))
        counter = CallCounter(call_limits(settings, resources), counts, now=clock.now)
        admission = await stack.enter_async_context(_open_admission(settings, resources, tokens, clock))
        retire_keys = partial(retire_signing_keys, signing_keys, clock)
        sweep = ExpirySweep(erasure, register, retire_keys=retire_keys, interval=settings.sweep_interval)
        leftovers = build_leftover_sweep(settings, store, objects, vault, clock)
        follower = build_erasure_follower(store, caches)
        await stack.enter_async_context(running(sweep, leftovers, follower))
        locks = ProcessLocks(settings.data_dir / "processes", identifiers.request_id())
        processes = stack.enter_context(closing(locks))
        abuse = AbuseMonitor(sightings=SqliteSightingStore(database), settings=resource_settings, vault=vault)
        parts = SessionParts(
            archive=archive,
            erasure=erasure,
            tokens=tokens,
            observer=observer,
            references=ReferenceReader(observer),
            clock=clock,
            identifiers=identifiers,
            processes=processes,
            challenges=RandomChallenges(secrets.SystemRandom()),
            abuse=abuse,
            reuse=ReuseMonitor(
                traces=SqliteTraceStore(database),
                vault=vault,
                clock=clock,
                lifetime=timedelta(seconds=settings.capture_memory),
            ),
            operating_points=operating_points(settings, resources),
        )
        sessions = build_session_service(parts, scenarios)
        capture = build_session_capture(parts, scenarios)
        streams = build_capture_streams(parts, scenarios, capture, captures)
        stack.push_async_callback(streams.close)
        azure = _azure_routes(
            settings,
            sessions,
            listing,
            capture,
            StreamHandlers(streams, clock),
            observer,
            clock,
            settings_handlers=SettingsHandlers(resource_settings, ClientAssetsTokens(signing_keys), clock),
            erasure_handlers=ErasureHandlers(register, receipts),
            receipts=receipts,
            admission=admission,
            limiter=CallLimiter(counter),
            origins=origins,
            session_lifetimes=lifetimes_by_resource(resources, session_lifetime=settings.session_lifetime),
        )
        health = Health({"store": store, "objects": objects, "call_counts": counter})
        # Before the pages, which take every path that nothing else does.
        pages = [*_other_routes(admission, signing_keys, sessions), *page_routes(health, WEB_DIRECTORY)]
        yield build_pipeline(azure, pages, origins=origins, log=EventLog(), clock=clock, identifiers=identifiers)


def _other_routes(admission: Admission, signing_keys: SigningKeyFile, sessions: SessionService) -> list[BaseRoute]:
    routes = [signing_key_route(lambda: signing_keys.keys().public_set())]
    return [*routes, wipe_route(admission, sessions.wipe)] if isinstance(sessions, ScriptedSessions) else routes


@asynccontextmanager
async def _open_admission(
    settings: Settings, resources: Resources, tokens: SessionTokens, clock: Clock
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
            now=clock.now,
        )


def _public_url(settings: Settings) -> str | None:
    return None if settings.public_url is None else str(settings.public_url).rstrip("/")


def _azure_routes(
    settings: Settings,
    sessions: SessionService,
    listing: SessionListing[ListedSession],
    capture: SessionCapture,
    streams: StreamHandlers,
    observer: Observer,
    clock: Clock,
    *,
    settings_handlers: SettingsHandlers,
    erasure_handlers: ErasureHandlers,
    receipts: ErasureReceipts,
    admission: Admission,
    limiter: CallLimiter,
    origins: PageOrigins,
    session_lifetimes: dict[str, int],
) -> AzureRoutes:
    public_url = _public_url(settings)
    most_uploads = settings.capture_workers + settings.capture_queue
    return AzureRoutes(
        admission,
        limiter,
        origins,
        backend={
            **SessionHandlers(
                sessions, listing, clock, receipts=receipts, public_url=public_url, session_lifetimes=session_lifetimes
            ).table(),
            **settings_handlers.table(),
            **erasure_handlers.table(),
            **DetectionHandlers(SessionImageDetection(sessions, observer)).table(),
        },
        device={**DeviceHandlers(capture, clock, most_uploads=most_uploads).table(), **streams.table()},
        stream=streams.serve,
    )
