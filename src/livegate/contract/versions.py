"""The API versions and what tells them apart, as one table."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self


@dataclass(frozen=True, slots=True)
class VersionTraits:
    """One row of the version table.

    ``is_preview_family``: collections under ``/singleModal``, sessions with ``id`` and one ``result``; otherwise
    ``…-sessions``, sessions with ``sessionId`` and ``results.attempts``.
    ``delete_status``: what a successful DELETE answers; the official clients insist on it.
    ``has_session_images``: a session image can be kept, read and searched for faces, and a verify image be hashed and
    given a threshold.
    ``has_client_attempts``: the caller says how many attempts a device has, names the user and the device's address.
    ``has_abuse_monitoring``: attempts can be watched for abuse, and the resource has settings.
    ``has_legacy_gateway_errors``: errors of the gateway carry ``statusCode``, and 401 the code ``Unspecified``.
    ``model_field``: the request field that selects a model, and ``model_versions`` its published values,
    first the one that a session has unless it asks for another.
    """

    is_preview_family: bool
    delete_status: int
    has_session_images: bool
    has_client_attempts: bool
    has_abuse_monitoring: bool
    has_legacy_gateway_errors: bool
    model_field: str | None
    model_versions: tuple[str, ...]


class ApiVersion(StrEnum):
    """A version segment of the path, oldest first."""

    V1_1_PREVIEW_1 = "v1.1-preview.1"
    V1_2_PREVIEW_1 = "v1.2-preview.1"
    V1_2 = "v1.2"
    V1_3_PREVIEW_1 = "v1.3-preview.1"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the version that ``text`` names in any letter case, or None."""
        folded = text.lower()
        return cls(folded) if folded in cls._value2member_map_ else None

    @property
    def traits(self) -> VersionTraits:
        """This version's row of the version table."""
        return _TRAITS[self]


_PREVIEW_MODELS = ("2023-12-20-preview.06", "2022-10-15-preview.04")
# The Python SDK that is made for v1.1-preview.1 knows the older one alone, and its tests refuse what it does not know.
_OLDEST_MODELS = ("2022-10-15-preview.04", "2023-12-20-preview.06")
# 2025-05-20 is missing from the OpenAPI files and stands in Azure's tutorial.
_MODELS = ("2024-11-15", "2025-05-20")

_TRAITS = MappingProxyType(
    {
        ApiVersion.V1_1_PREVIEW_1: VersionTraits(
            is_preview_family=True,
            delete_status=200,
            has_session_images=False,
            has_client_attempts=False,
            has_abuse_monitoring=False,
            has_legacy_gateway_errors=True,
            model_field=None,
            model_versions=_OLDEST_MODELS,
        ),
        ApiVersion.V1_2_PREVIEW_1: VersionTraits(
            is_preview_family=True,
            delete_status=200,
            has_session_images=True,
            has_client_attempts=False,
            has_abuse_monitoring=False,
            has_legacy_gateway_errors=False,
            model_field="livenessSingleModalModel",
            model_versions=_PREVIEW_MODELS,
        ),
        ApiVersion.V1_2: VersionTraits(
            is_preview_family=False,
            delete_status=204,
            has_session_images=True,
            has_client_attempts=False,
            has_abuse_monitoring=False,
            has_legacy_gateway_errors=False,
            model_field="livenessModelVersion",
            model_versions=_MODELS,
        ),
        ApiVersion.V1_3_PREVIEW_1: VersionTraits(
            is_preview_family=False,
            delete_status=204,
            has_session_images=True,
            has_client_attempts=True,
            has_abuse_monitoring=True,
            has_legacy_gateway_errors=False,
            model_field="livenessModelVersion",
            model_versions=_MODELS,
        ),
    }
)
