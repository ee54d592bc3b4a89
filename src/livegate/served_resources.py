"""The resources that a server has, and what the settings say of each of them.

May import access, liveness, storage and settings. Nothing is built on import.
"""

from livegate.access.call_limits import CallLimit, limits_by_resource, require_one_counter
from livegate.access.resources import DEFAULT_RESOURCE, Resources
from livegate.access.resources_file import ResourcesFileError, load_resources
from livegate.access.subscription_keys import KeyFile, KeyName
from livegate.liveness.operating_points import OPERATING_POINTS, OperatingPoint
from livegate.settings import Settings
from livegate.storage.durable_file import replace_file
from livegate.storage.file_identities import FileIdentities
from livegate.storage.secret_file import load_or_create_secret


def open_resources(settings: Settings) -> Resources:
    """Return the resources that the server has. Raises ``ResourcesFileError``."""
    resources = Resources() if settings.resources_file is None else load_resources(settings.resources_file)
    if resources.find(DEFAULT_RESOURCE) is None and (settings.key1 or settings.key2):
        raise ResourcesFileError(
            f"LIVEGATE_KEY1 and LIVEGATE_KEY2 are keys of the resource {DEFAULT_RESOURCE!r}: the resources file must "
            "name it, or they must not be set."
        )
    for resource in resources:
        if resource.operating_point not in {None, *OPERATING_POINTS}:
            raise ResourcesFileError(
                f"The operating_point of the resource {resource.name} must be one of {', '.join(OPERATING_POINTS)}."
            )
    return resources


def open_key_file(settings: Settings, resource: str) -> KeyFile:
    """Return the file with a resource's subscription keys; it is made when its keys are first asked for."""
    is_default = resource == DEFAULT_RESOURCE
    overrides = {KeyName.KEY1: settings.key1, KeyName.KEY2: settings.key2} if is_default else {}
    return KeyFile(
        settings.data_dir / ("subscription-keys.json" if is_default else f"subscription-keys-{resource}.json"),
        load=load_or_create_secret,
        replace=replace_file,
        identities=FileIdentities(),
        overrides={name: key.get_secret_value() for name, key in overrides.items() if key is not None},
    )


def call_limits(settings: Settings, resources: Resources) -> dict[str, tuple[CallLimit, ...]]:
    """Return the limits on calls by resource. Raises ``CallLimitError``."""
    limits = limits_by_resource(resources, rate_limit=settings.rate_limit, call_quota=settings.call_quota)
    if limits and settings.cache_url is None:
        require_one_counter(settings.workers)
    return limits


def operating_points(settings: Settings, resources: Resources) -> dict[str, OperatingPoint]:
    """Return the operating points by resource."""
    return {
        resource.name: OPERATING_POINTS[resource.operating_point or settings.operating_point] for resource in resources
    }
