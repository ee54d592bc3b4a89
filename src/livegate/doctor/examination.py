"""All checks, one after the other; none keeps another from being made."""

from typing import Final

from pydantic import ValidationError

from livegate.access.call_limits import CallLimitError
from livegate.access.resources_file import ResourcesFileError
from livegate.access.signing_keys import SigningKeyError
from livegate.access.subscription_keys import KeyFileError
from livegate.doctor.data_directory import check_data_directory
from livegate.doctor.database import check_database, check_erasures
from livegate.doctor.findings import Check, Finding, broken, fine
from livegate.doctor.images import check_images
from livegate.doctor.keys import check_keys
from livegate.doctor.production import check_production_rules
from livegate.doctor.surroundings import check_cache, check_models, check_port
from livegate.served_resources import call_limits, open_resources
from livegate.sessions.ports import StoreUnavailableError
from livegate.settings import Settings
from livegate.storage.master_key import MasterKeyError
from livegate.storage.objects import ObjectLocationError
from livegate.storage.secret_file import SecretFileError
from livegate.storage.sqlite.connection import UnusableDatabaseError

_CHECKS: Final[dict[str, Check]] = {
    "data directory": check_data_directory,
    "database": check_database,
    "erasures": check_erasures,
    "keys": check_keys,
    "images": check_images,
    "models": check_models,
    "cache": check_cache,
    "port": check_port,
    "production": check_production_rules,
}
_EXPECTED: Final = (
    CallLimitError,
    KeyFileError,
    MasterKeyError,
    OSError,
    ObjectLocationError,
    ResourcesFileError,
    SecretFileError,
    SigningKeyError,
    StoreUnavailableError,
    UnusableDatabaseError,
)


def examine() -> tuple[Finding, ...]:
    """Return what all checks find under the settings of the environment; where those are wrong, that alone."""
    try:
        settings = Settings()
        call_limits(settings, open_resources(settings))
    except ValidationError as error:
        return tuple(
            broken("settings", f"LIVEGATE_{str(fault['loc'][0]).upper()}: {fault['msg']}", "Correct or unset it.")
            for fault in error.errors()
        )
    except _EXPECTED as error:
        return (broken("settings", str(error), "Correct the setting."),)
    named = sorted(f"LIVEGATE_{name.upper()}" for name in settings.model_fields_set)
    first = fine("settings", f"valid; set: {', '.join(named) or 'none, all have their defaults'}")
    return (first, *(finding for part, check in _CHECKS.items() for finding in _made(part, check, settings)))


def _made(part: str, check: Check, settings: Settings) -> list[Finding]:
    findings: list[Finding] = []
    try:
        findings.extend(check(settings))
    except _EXPECTED as error:
        findings.append(broken(part, str(error), "Correct what it names, then run this again."))
    return findings
