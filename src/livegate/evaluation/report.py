"""A report: everything that was measured, with what is needed to read it later."""

from datetime import datetime

import msgspec

from livegate.evaluation.outcomes import ComparisonOutcome, Outcome
from livegate.evaluation.photo_texture import PhotoTexture
from livegate.evaluation.presentation_attacks import AttackDetection
from livegate.evaluation.recognition import Recognition
from livegate.evaluation.timing import Timing

SCHEMA_VERSION = 1

NOTICE = (
    "Measured by livegate itself, on a data set that its operator chose. This is no laboratory test and proves no "
    "conformance with ISO/IEC 30107-3."
)


class MeasuredModel(msgspec.Struct, frozen=True, rename="camel"):
    """A model file of the manifest, by its task, name and SHA-256 (lower-case hex)."""

    task: str
    name: str
    sha256: str


class Product(msgspec.Struct, frozen=True, rename="camel"):
    """What was measured: livegate's version, the operating point by name, and the models."""

    version: str
    operating_point: str
    models: tuple[MeasuredModel, ...]


class Measured(msgspec.Struct, frozen=True, rename="camel"):
    """The data set: its folder's name, its layout, how much of it was measured, and the files that were not there.

    ``limit`` is how many of each kind were taken, None where all were.
    """

    name: str
    layout: str
    limit: int | None
    clips: int
    photos: int
    comparisons: int
    missing: tuple[str, ...]


class Report(msgspec.Struct, frozen=True, rename="camel"):
    """The JSON report; the HTML one is made from it.

    Two runs over the same files differ in ``created_at`` and ``timing`` alone. ``outcomes`` lists every presentation,
    ``wrong_comparisons`` the comparisons that were decided wrongly or not at all.
    """

    schema_version: int
    notice: str
    created_at: datetime
    product: Product
    data_set: Measured
    attack_detection: AttackDetection | None
    photo_texture: PhotoTexture | None
    recognition: tuple[Recognition, ...]
    timing: Timing
    outcomes: tuple[Outcome, ...]
    wrong_comparisons: tuple[ComparisonOutcome, ...]


def encode_report(report: Report) -> bytes:
    """Return the report as JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=1)
