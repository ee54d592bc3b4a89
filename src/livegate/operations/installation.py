"""Looks at what the process has been given: permissions of its folders, limits, and what Python was told."""

import resource
import stat
import sys
from collections.abc import Mapping
from pathlib import Path

from livegate.access.resources import Resources
from livegate.operations.production_rules import Installation
from livegate.settings import Settings


def look_at_installation(settings: Settings, resources: Resources, environment: Mapping[str, str]) -> Installation:
    """Return what the rules of production look at, as it is now."""
    soft_limit, _ = resource.getrlimit(resource.RLIMIT_CORE)
    return Installation(
        settings=settings,
        resources=resources,
        data_mode=_mode(settings.data_dir),
        models_mode=_mode(settings.models_dir),
        resources_file_mode=None if settings.resources_file is None else _mode(settings.resources_file),
        core_limit=soft_limit,
        is_debugging=sys.flags.dev_mode or environment.get("PYTHONASYNCIODEBUG", "") != "",
        trusted_proxies=environment.get("FORWARDED_ALLOW_IPS", ""),
    )


def _mode(path: Path) -> int | None:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        return None
