from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livegate.access.resources import Resource, Resources
from livegate.operations.installation import look_at_installation
from livegate.operations.production_rules import (
    PRODUCTION_RULES,
    Installation,
    ProductionRefusedError,
    check_production,
)
from livegate.settings import Settings

STRONG = "9f86d081884c7d659a2feaa0c55ad015"
OTHER = "a3bf4f1b2b0b822cd15d6c15b0f00a08"


def settings(**changes: Any) -> Settings:
    fit: dict[str, Any] = {
        "public_url": "https://live.example",
        "device_origins": "https://app.example",
        "rate_limit": "10/second",
        "master_key_command": "key-service read livegate",
    }
    return Settings(**(fit | changes))


def installation(**changes: Any) -> Installation:
    fit = Installation(
        settings=settings(),
        resources=Resources(),
        data_mode=0o700,
        models_mode=0o755,
        resources_file_mode=None,
        core_limit=0,
        is_debugging=False,
        trusted_proxies="10.0.0.1",
    )
    return replace(fit, **changes)


def broken(checked: Installation) -> list[str]:
    with pytest.raises(ProductionRefusedError) as raised:
        check_production(checked)
    return [rule.subject.removeprefix("LIVEGATE_") for rule in raised.value.broken]


UNFIT: dict[str, tuple[Installation, list[str]]] = {
    "test mode": (installation(settings=settings(test_mode=True)), ["TEST_MODE"]),
    "a short key": (installation(settings=settings(key1=STRONG[:31])), ["KEY1"]),
    "a key of one character": (installation(settings=settings(key2="k" * 32)), ["KEY2"]),
    "an example's key": (installation(settings=settings(key1=f"{STRONG}-Example")), ["KEY1"]),
    "the same key twice": (installation(settings=settings(key1=STRONG, key2=STRONG)), ["KEY2"]),
    "no public address": (installation(settings=settings(public_url=None)), ["PUBLIC_URL"]),
    "a plain public address": (installation(settings=settings(public_url="http://live.example")), ["PUBLIC_URL"]),
    "an address of the machine itself": (
        installation(settings=settings(public_url="https://[::1]:8420")),
        ["PUBLIC_URL"],
    ),
    "a public socket without TLS": (
        installation(settings=settings(public_url=None, host="0.0.0.0")),  # noqa: S104  # the case in point
        ["PUBLIC_URL", "HOST"],
    ),
    "pages of nobody in particular": (installation(settings=settings(device_origins=None)), ["DEVICE_ORIGINS"]),
    "pages of everybody": (installation(settings=settings(device_origins="*")), ["DEVICE_ORIGINS"]),
    "a page over http": (
        installation(settings=settings(device_origins="https://app.example http://app.example")),
        ["DEVICE_ORIGINS"],
    ),
    "an issuer over http": (installation(settings=settings(oidc_issuer="http://localhost/realm")), ["OIDC_ISSUER"]),
    "data that others read": (installation(data_mode=0o750), ["DATA_DIR"]),
    "data that others enter": (installation(data_mode=0o701), ["DATA_DIR"]),
    "a master key beside the data": (installation(settings=settings(master_key_command=None)), ["MASTER_KEY_COMMAND"]),
    "models that others write": (installation(models_mode=0o775), ["MODELS_DIR"]),
    "grants that others write": (installation(resources_file_mode=0o666), ["RESOURCES_FILE"]),
    "no rate limit": (installation(settings=settings(rate_limit=None)), ["RATE_LIMIT"]),
    "a resource without a rate limit": (
        installation(
            settings=settings(rate_limit=None),
            resources=Resources((Resource("one", rate_limit="10/second"), Resource("two"))),
        ),
        ["RATE_LIMIT"],
    ),
    "workers that count alone": (installation(settings=settings(workers=2)), ["CACHE_URL"]),
    "a cache in plain text": (installation(settings=settings(cache_url="valkey://cache.example")), ["CACHE_URL"]),
    "any proxy": (installation(trusted_proxies="10.0.0.1, *"), ["FORWARDED_ALLOW_IPS"]),
    "core dumps": (installation(core_limit=-1), ["Core dumps"]),
    "development mode": (installation(is_debugging=True), ["PYTHONDEVMODE"]),
}

FIT: dict[str, Installation] = {
    "the plainest": installation(),
    "strong keys": installation(settings=settings(key1=STRONG, key2=OTHER)),
    "a public socket behind TLS": installation(settings=settings(host="0.0.0.0")),  # noqa: S104  # the case in point
    "another loopback address": installation(settings=settings(host="127.0.0.2")),
    "folders that are not there yet": installation(data_mode=None, models_mode=None),
    "resources with limits of their own": installation(
        settings=settings(rate_limit=None), resources=Resources((Resource("one", rate_limit="F0"),))
    ),
    "workers that count together": installation(settings=settings(workers=2, cache_url="valkeys://cache.example")),
    "a master key in the environment": installation(settings=settings(master_key_command=None, master_key="a key")),
    "a cache on this machine": installation(settings=settings(cache_url="valkey://127.0.0.1")),
}


@pytest.mark.parametrize("name", UNFIT)
def test_what_is_unfit_is_refused_by_the_names_of_its_rules(name: str) -> None:
    checked, subjects = UNFIT[name]
    assert broken(checked) == subjects


@pytest.mark.parametrize("name", FIT)
def test_what_is_fit_passes(name: str) -> None:
    check_production(FIT[name])


def test_every_rule_is_broken_by_an_installation_of_its_own() -> None:
    def breaks_alone(rule: object) -> bool:
        return any(
            [each for each in PRODUCTION_RULES if not each.holds(checked)] == [rule] for checked, _ in UNFIT.values()
        )

    # Who listens in public without TLS has no https address either.
    assert [rule.subject for rule in PRODUCTION_RULES if not breaks_alone(rule)] == ["LIVEGATE_HOST"]


def test_the_message_names_every_broken_rule_with_its_remedy_and_quotes_no_key() -> None:
    checked = installation(settings=settings(key1=STRONG[:20], test_mode=True), core_limit=1)
    with pytest.raises(ProductionRefusedError) as raised:
        check_production(checked)
    lines = str(raised.value).splitlines()
    assert [line.partition(":")[0].strip() for line in lines[1:]] == [
        "LIVEGATE_TEST_MODE",
        "LIVEGATE_KEY1",
        "Core dumps",
    ]
    assert [rule.remedy in line for rule, line in zip(raised.value.broken, lines[1:], strict=True)] == [True] * 3
    assert STRONG[:20] not in str(raised.value)


def test_an_installation_is_looked_at_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o750)
    file = tmp_path / "resources.toml"
    file.touch(mode=0o640)
    given_settings = settings(data_dir=tmp_path / "data", models_dir=tmp_path / "none", resources_file=file)
    seen = look_at_installation(given_settings, Resources(), {"FORWARDED_ALLOW_IPS": "*", "PYTHONASYNCIODEBUG": "1"})
    assert (seen.data_mode, seen.models_mode, seen.resources_file_mode) == (0o750, None, 0o640)
    assert (seen.trusted_proxies, seen.is_debugging) == ("*", True)
