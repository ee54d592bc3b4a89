"""Every setting of a server, read from ``LIVEGATE_<NAME>``.

May import pydantic, no other room.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, AnyHttpUrl, AnyUrl, BeforeValidator, Field, SecretStr, UrlConstraints
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
VISIBLE_ASCII = re.compile(r"[!-~]{16,128}")
CACHE_DATABASE = re.compile(r"/[0-9]{1,4}")


def _require_visible_ascii(key: SecretStr) -> SecretStr:
    if VISIBLE_ASCII.fullmatch(key.get_secret_value()) is None:
        raise ValueError("a key has 16 to 128 visible ASCII characters")
    return key


def _require_database_alone(url: AnyUrl) -> AnyUrl:
    if url.query or url.fragment or CACHE_DATABASE.fullmatch(url.path or "") is None:
        raise ValueError("behind host and port stands the number of a database, as in valkey://localhost:6379/0")
    return url


SubscriptionKey = Annotated[SecretStr, AfterValidator(_require_visible_ascii)]
CacheUrl = Annotated[
    AnyUrl,
    UrlConstraints(allowed_schemes=["valkey", "valkeys"], host_required=True, default_port=6379, default_path="/0"),
    AfterValidator(_require_database_alone),
]


def _require_issuer(url: str) -> str:
    # Kept as text: a URL type would add a slash, and issuers are equal to the letter or not at all.
    parts = urlsplit(url)
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not (parts.scheme == "https" or is_local) or not parts.hostname or parts.query or parts.fragment or "@" in url:
        raise ValueError("an issuer is an https URL without a query, or an http URL of this machine")
    return url


ORIGIN = re.compile(r"\*|[a-z][a-z0-9+.-]*://([a-z0-9.-]+|\[[0-9a-f:.]+\])(:[1-9][0-9]{0,4})?")
"""As browsers write it in the header Origin (RFC 6454, section 6.2); apps in web views have schemes of their own."""


def _split_words(text: object) -> object:
    return tuple(text.split()) if isinstance(text, str) else text


def _require_origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    if not all(map(ORIGIN.fullmatch, origins)):
        raise ValueError("an origin is as browsers write it, such as https://app.example: no path, no slash behind it")
    return origins


class Settings(BaseSettings):
    """What an operator may set; each field says what it does, and the reference page is made from these words."""

    model_config = SettingsConfigDict(env_prefix="LIVEGATE_", frozen=True)

    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8420, ge=0, le=65535, description="Port the server listens on; 0 takes a free one.")
    workers: int = Field(default=1, ge=1, le=64, description="Server processes over the same data directory.")
    data_dir: Path = Field(
        default=Path("livegate-data"), description="Where sessions, sealed images and keys are kept."
    )
    models_dir: Path = Field(
        default=Path("livegate-models"), description="Where `livegate models install` keeps the models."
    )
    objects_url: str | None = Field(
        default=None,
        description="Where sealed images are kept: a folder, or an `s3://`, `az://` or `gs://` URL; "
        "otherwise in the data directory.",
    )
    key1: SubscriptionKey | None = Field(
        default=None,
        description="First subscription key, 16 to 128 characters; otherwise made and kept on first start.",
    )
    key2: SubscriptionKey | None = Field(
        default=None,
        description="Second subscription key, 16 to 128 characters; otherwise made and kept on first start.",
    )
    master_key: SecretStr | None = Field(
        default=None,
        description="Master keys in base64, the newest first, parted by spaces; otherwise those that the command "
        "prints, and without one those of the file `master.key`, which is made on first start.",
    )
    master_key_command: str | None = Field(
        default=None,
        description="Command that prints the master keys, such as a key service's client; it is run without a shell "
        "and has ten seconds.",
    )
    resources_file: Path | None = Field(
        default=None,
        description="TOML file that names several resources, each with its own keys, sessions and limits; otherwise "
        "there is one, `default`.",
    )
    oidc_issuer: Annotated[str, AfterValidator(_require_issuer)] | None = Field(
        default=None,
        description="Issuer of the access tokens that app backends may use in place of a key, to the letter as its "
        "tokens name it; otherwise there are keys alone.",
    )
    oidc_audience: str = Field(
        default="https://cognitiveservices.azure.com",
        min_length=1,
        description="Audience that access tokens must be issued for; the default is what Azure's libraries ask for.",
    )
    public_url: AnyHttpUrl | None = Field(
        default=None, description="Address under which devices reach the server; otherwise the Host of the create call."
    )
    device_origins: (
        Annotated[tuple[str, ...], NoDecode, BeforeValidator(_split_words), AfterValidator(_require_origins)] | None
    ) = Field(
        default=None,
        description="Origins whose pages may call the device operations, as `https://app.example`, parted by spaces; "
        "`*` for all, empty for none. Otherwise those of the device's own machine, such as `http://localhost:3000`. "
        "The server's own pages always may.",
    )
    rate_limit: str | None = Field(
        default=None,
        description="Calls in a moving window that a resource may make, as `10/second`; or Azure's `F0` (20/minute) "
        "or `S0` (10/second). Otherwise there is no limit.",
    )
    call_quota: str | None = Field(
        default=None,
        description="Calls over a longer time that a resource may make, as `100000/day`. Otherwise there is no quota.",
    )
    cache_url: CacheUrl | None = Field(
        default=None,
        description="Valkey server in which several processes count calls together, as `valkey://localhost:6379/0`, or "
        "`valkeys://` for TLS; otherwise each process counts for itself.",
    )
    session_lifetime: int = Field(
        default=172_800,
        ge=60,
        le=172_800,
        description="Seconds that a session lives from its creation; a resource may have its own in the resources "
        "file.",
    )
    operating_point: Literal["convenience", "balanced", "strict"] = Field(
        default="balanced",
        description="How much evidence for a living person a verdict asks for; a resource may have its own in the "
        "resources file.",
    )
    capture_memory: int = Field(
        default=86_400,
        ge=0,
        le=172_800,
        description="Seconds for which copies of a judged capture are known, by keyed hashes of its frames that are "
        "erased with its session; at 0 none are kept.",
    )
    try_it: Literal["local", "off"] = Field(
        default="local",
        description="Where the page at `/` works without a key: `local` for the server's own machine and the user who "
        "runs the server, or `off` for nowhere; so too in production, and where `LIVEGATE_PUBLIC_URL` leads elsewhere.",
    )
    test_mode: bool = Field(
        default=False,
        description="Magic correlation ids force outcomes, for the tests of apps; never for real people.",
    )
    production: bool = Field(
        default=False,
        description="Refuse to start on settings that real people must not be exposed to, and name each of them.",
    )
    capture_workers: int = Field(
        default_factory=lambda: os.cpu_count() or 1,
        ge=1,
        le=64,
        description="Captures looked at simultaneously by one process; otherwise one for each core.",
    )
    capture_queue: int = Field(
        default=8, ge=0, le=1024, description="Captures that may wait for a free worker; the next one is answered 503."
    )
    stream_captures: int = Field(
        default_factory=lambda: 4 * (os.cpu_count() or 1),
        ge=1,
        le=1024,
        description="Captures streamed simultaneously to one process; otherwise four for each core. The next one is "
        "answered 503.",
    )
    sweep_interval: float = Field(
        default=60, gt=0, le=3600, description="Seconds between two looks for sessions whose life is over."
    )
