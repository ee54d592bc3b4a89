"""What a server that real people depend on must not be started with: each rule, and how to keep it."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from livegate.access.resources import Resources
from livegate.settings import LOOPBACK, Settings

SHORTEST_KEY = 32
"""Characters: as many as Azure's keys had; in hexadecimal, 128 bits."""
FEWEST_CHARACTERS = 10
"""Different ones in a key: of 32 random hexadecimal digits, fewer come once in 10,000 keys."""
EXAMPLE_WORDS = ("changeme", "change-me", "default", "example", "livegate", "password", "replace", "secret", "subscri",
                 "test", "your-", "your_", "yourkey", "12345678", "abcdef")  # fmt: skip
"""Stand in keys that were copied from a page, and as good as never in random ones."""

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


@dataclass(frozen=True, slots=True)
class Installation:
    """What the rules look at: the settings, the resources, and what the process has been given.

    Modes are permission bits, None where there is no such file or folder. ``core_limit`` is the largest memory image
    that a crash leaves, in bytes, -1 for no limit; ``trusted_proxies`` is ``FORWARDED_ALLOW_IPS``.
    """

    settings: Settings
    resources: Resources
    data_mode: int | None
    models_mode: int | None
    resources_file_mode: int | None
    core_limit: int
    is_debugging: bool
    trusted_proxies: str


@dataclass(frozen=True, slots=True)
class ProductionRule:
    """One rule: the ``subject`` that an operator sets, what must hold, and what to do where it does not."""

    subject: str
    requirement: str
    remedy: str
    holds: Callable[[Installation], bool]


class ProductionRefusedError(Exception):
    """The server is not fit for production; the message names every rule that is broken, and quotes no key."""

    def __init__(self, broken: tuple[ProductionRule, ...]) -> None:
        lines = (f"  {rule.subject}: {rule.requirement}. {rule.remedy}" for rule in broken)
        super().__init__("\n".join(("LIVEGATE_PRODUCTION is true, and this does not hold:", *lines)))
        self.broken = broken


def check_production(installation: Installation) -> None:
    """Raise ``ProductionRefusedError`` with all rules that do not hold."""
    broken = tuple(rule for rule in PRODUCTION_RULES if not rule.holds(installation))
    if broken:
        raise ProductionRefusedError(broken)


def _has_strong_key(name: str) -> Callable[[Installation], bool]:
    def holds(installation: Installation) -> bool:
        key = getattr(installation.settings, name)
        return key is None or _is_strong(key.get_secret_value())

    return holds


def _is_strong(key: str) -> bool:
    is_random = len(set(key)) >= FEWEST_CHARACTERS and not any(word in key.lower() for word in EXAMPLE_WORDS)
    return len(key) >= SHORTEST_KEY and is_random


def _has_different_keys(installation: Installation) -> bool:
    settings = installation.settings
    return settings.key1 is None or settings.key1 != settings.key2


def _has_tls(installation: Installation) -> bool:
    public_url = installation.settings.public_url
    return public_url is not None and public_url.scheme == "https" and not _is_loopback(public_url.host or "")


def _names_origins(installation: Installation) -> bool:
    origins = installation.settings.device_origins
    return origins is not None and not any(origin == "*" or origin.startswith("http://") for origin in origins)


def _is_private(installation: Installation) -> bool:
    return _is_loopback(installation.settings.host) or _has_tls(installation)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host in LOOPBACK


def _has_safe_issuer(installation: Installation) -> bool:
    issuer = installation.settings.oidc_issuer
    return issuer is None or issuer.startswith("https://")


def _limits_every_rate(installation: Installation) -> bool:
    has_default = installation.settings.rate_limit is not None
    return has_default or all(resource.rate_limit is not None for resource in installation.resources)


def _counts_together(installation: Installation) -> bool:
    return installation.settings.workers == 1 or installation.settings.cache_url is not None


def _has_safe_cache(installation: Installation) -> bool:
    cache_url = installation.settings.cache_url
    return cache_url is None or cache_url.scheme == "valkeys" or _is_loopback(cache_url.host or "")


PRODUCTION_RULES = (
    ProductionRule(
        "LIVEGATE_TEST_MODE",
        "test mode is off",
        "Unset it: with it, an id forces any verdict.",
        lambda installation: not installation.settings.test_mode,
    ),
    *(
        ProductionRule(
            f"LIVEGATE_{name.upper()}",
            f"a key that is set here has at least {SHORTEST_KEY} random characters, and stands on no page",
            "Unset it, and livegate makes one; or set what `openssl rand -hex 32` prints.",
            _has_strong_key(name),
        )
        for name in ("key1", "key2")
    ),
    ProductionRule(
        "LIVEGATE_KEY2",
        "the two keys differ",
        "Unset one: a key that cannot be replaced while the other is in use cannot be rotated.",
        _has_different_keys,
    ),
    ProductionRule(
        "LIVEGATE_PUBLIC_URL",
        "devices have an https address to call",
        "Set it to the address of the proxy that ends TLS in front of the server, such as https://live.example.",
        _has_tls,
    ),
    ProductionRule(
        "LIVEGATE_DEVICE_ORIGINS",
        "the pages that may call as devices are named, and come over https",
        "Set it to the origins of your pages, such as https://app.example; empty where there are no pages.",
        _names_origins,
    ),
    ProductionRule(
        "LIVEGATE_HOST",
        "the server listens on this machine alone, unless LIVEGATE_PUBLIC_URL says that TLS ends in front of it",
        "Set it to 127.0.0.1, or put a proxy in front and name it in LIVEGATE_PUBLIC_URL.",
        _is_private,
    ),
    ProductionRule(
        "LIVEGATE_OIDC_ISSUER",
        "the issuer of access tokens has an https address",
        "Set it to the provider's https address: over http, whoever is on the way can hand in keys of his own.",
        _has_safe_issuer,
    ),
    ProductionRule(
        "LIVEGATE_DATA_DIR",
        "no other user of the machine can enter the data directory",
        "Run `chmod 0700` on it.",
        lambda installation: not (installation.data_mode or 0) & _OTHERS,
    ),
    ProductionRule(
        "LIVEGATE_MASTER_KEY_COMMAND",
        "the master key does not lie in the data directory, of which a copy would take it along",
        "Set it to a command that prints the key, such as a key service's client.",
        lambda installation: bool(installation.settings.master_key or installation.settings.master_key_command),
    ),
    ProductionRule(
        "LIVEGATE_MODELS_DIR",
        "no other user of the machine can change the models",
        "Run `chmod go-w` on the folder.",
        lambda installation: not (installation.models_mode or 0) & _OTHERS_MAY_WRITE,
    ),
    ProductionRule(
        "LIVEGATE_RESOURCES_FILE",
        "no other user of the machine can change who may do what",
        "Run `chmod go-w` on the file.",
        lambda installation: not (installation.resources_file_mode or 0) & _OTHERS_MAY_WRITE,
    ),
    ProductionRule(
        "LIVEGATE_RATE_LIMIT",
        "every resource has a rate limit",
        "Set it, to 10/second say, or give each resource its own.",
        _limits_every_rate,
    ),
    ProductionRule(
        "LIVEGATE_CACHE_URL",
        "several workers count calls together",
        "Set it to a Valkey server, or run one worker.",
        _counts_together,
    ),
    ProductionRule(
        "LIVEGATE_CACHE_URL",
        "calls are counted over TLS, or on this machine",
        "Use valkeys:// in place of valkey://.",
        _has_safe_cache,
    ),
    ProductionRule(
        "FORWARDED_ALLOW_IPS",
        "only the proxy is believed about where a call comes from",
        "Set it to the proxy's address: with *, every caller can name an address of its choice.",
        lambda installation: "*" not in (part.strip() for part in installation.trusted_proxies.split(",")),
    ),
    ProductionRule(
        "Core dumps",
        "a crash leaves no image of the memory, which holds keys and faces",
        "Run `ulimit -c 0` before the server, or set LimitCORE=0 in its systemd unit.",
        lambda installation: installation.core_limit == 0,
    ),
    ProductionRule(
        "PYTHONDEVMODE",
        "Python runs without its development mode, which writes arguments of calls to the log",
        "Unset it and PYTHONASYNCIODEBUG, and leave out -X dev.",
        lambda installation: not installation.is_debugging,
    ),
)
