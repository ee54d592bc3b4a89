"""The resources file: TOML that an operator writes, with a table for each resource and for each region."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from livegate.access.permissions import DEFAULT_GRANTS, Grant, Permission
from livegate.access.resources import Region, Resource, Resources

NAME = re.compile(r"(?!-)[A-Za-z0-9-]{2,64}(?<!-)")
"""As Azure names its resources: 2 to 64 letters, digits and hyphens, none of them at an end."""
_HOST = re.compile(r"[a-z0-9.-]{1,253}|\[[0-9a-f:.]+\]")
FIELDS = ("name", "hosts", "region", "rate_limit", "call_quota", "session_lifetime", "operating_point", "grants")
REGION_FIELDS = ("name", "hosts")
SESSION_LIFETIMES = range(60, 172_800 + 1)
"""Seconds: from the shortest token's life to the 48 hours for which Azure keeps a session."""


class ResourcesFileError(Exception):
    """The resources file cannot be used; the message is one sentence for the operator."""


def load_resources(path: Path) -> Resources:
    """Return the resources that the file names. Raises ``ResourcesFileError``."""
    try:
        return parse_resources(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ResourcesFileError(f"The resources file {path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        # TOML's and Unicode's own errors too: they say in which line or at which byte.
        raise ResourcesFileError(f"The resources file {path} does not hold: {error}") from error


def parse_resources(text: str) -> Resources:
    """Return the resources of a resources file. Raises ``ValueError`` with what is wrong and what would be right."""
    document = tomllib.loads(text)
    tables, region_tables = document.get("resource"), document.get("region", [])
    if not document.keys() <= {"resource", "region"} or not isinstance(tables, list) or not tables:
        raise ValueError("it must have one [[resource]] table for each resource, [[region]] tables, and nothing else.")
    if not isinstance(region_tables, list):
        raise ValueError("each region must be a [[region]] table.")  # noqa: TRY004  # one type for all of the file's faults
    resources, regions = tuple(map(_resource, tables)), tuple(map(_region, region_tables))
    for named in (resources, regions):
        _refuse_repetition("name", (each.name for each in named))
    hosts = [resource.hosts for resource in resources] + [region.hosts for region in regions]
    _refuse_repetition("host", chain.from_iterable(hosts))
    for resource in resources:
        if resource.region is not None and resource.region not in {region.name for region in regions}:
            raise ValueError(f"the region {resource.region!r} of the resource {resource.name} has no [[region]] table.")
    return Resources(resources, regions)


def _region(content: object) -> Region:
    table, name = _named_table("region", content, REGION_FIELDS)
    if not table.get("hosts"):
        raise ValueError(f"the region {name} must have hosts: nothing else tells it from others.")
    return Region(name, _hosts("region", name, table["hosts"]))


def _named_table(what: str, table: object, fields: tuple[str, ...]) -> tuple[dict[str, object], str]:
    if not isinstance(table, dict):
        raise ValueError(f"each {what} must be a [[{what}]] table.")  # noqa: TRY004  # one type for all of the file's faults
    name = table.get("name")
    if not isinstance(name, str) or NAME.fullmatch(name) is None:
        raise ValueError(f"the name {name!r} must have 2 to 64 letters, digits and hyphens, no hyphen at an end.")
    if unknown := sorted(table.keys() - set(fields)):
        raise ValueError(f"the {what} {name} has the unknown key {unknown[0]!r}; there are {', '.join(fields)}.")
    return table, name


def _resource(content: object) -> Resource:
    table, name = _named_table("resource", content, FIELDS)
    return Resource(
        name=name,
        hosts=_hosts("resource", name, table.get("hosts", [])),
        region=_text(name, table, "region"),
        rate_limit=_text(name, table, "rate_limit"),
        call_quota=_text(name, table, "call_quota"),
        session_lifetime=_session_lifetime(name, table.get("session_lifetime")),
        operating_point=_text(name, table, "operating_point"),
        grants=_grants(name, table["grants"]) if "grants" in table else DEFAULT_GRANTS,
    )


def _hosts(what: str, name: str, hosts: object) -> tuple[str, ...]:
    if not isinstance(hosts, list) or not all(isinstance(host, str) for host in hosts):
        raise ValueError(f"the hosts of the {what} {name} must be a list of host names.")
    for host in hosts:
        if _HOST.fullmatch(host.lower()) is None:
            raise ValueError(f"the host {host!r} of the {what} {name} must be a host name without a port.")
    return tuple(host.lower().removesuffix(".") for host in hosts)


def _text(resource: str, table: Mapping[str, object], field: str) -> str | None:
    value = table.get(field)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"the {field} of the resource {resource} must be text.")
    return value


def _session_lifetime(resource: str, seconds: object) -> int | None:
    # TOML's true is an int of Python's.
    if seconds is None or (type(seconds) is int and seconds in SESSION_LIFETIMES):
        return seconds
    first, last = SESSION_LIFETIMES[0], SESSION_LIFETIMES[-1]
    raise ValueError(f"the session_lifetime of the resource {resource} must be {first} to {last} whole seconds.")


def _grants(resource: str, table: object) -> tuple[Grant, ...]:
    if not isinstance(table, dict):
        raise ValueError(f"the grants of the resource {resource} must be a table of roles or scopes.")  # noqa: TRY004  # as above
    return tuple(Grant(value, _permissions(resource, value, names)) for value, names in table.items())


def _permissions(resource: str, value: str, names: object) -> frozenset[Permission]:
    known = ", ".join(Permission)
    if not isinstance(names, list) or not names or not all(name in tuple(Permission) for name in names):
        raise ValueError(f"the grant {value!r} of the resource {resource} must be a list with some of {known}.")
    return frozenset(map(Permission, names))


def _refuse_repetition(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        # Names differ in more than letter case, which not every file system tells apart in key files.
        if value.lower() in seen:
            raise ValueError(f"the {what} {value!r} stands there twice.")
        seen.add(value.lower())
