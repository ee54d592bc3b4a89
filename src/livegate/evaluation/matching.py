"""Comparisons, made as a session with a verify image makes them."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from livegate.evaluation.data_set import Comparison, Medium, medium_of
from livegate.evaluation.outcomes import ComparisonOutcome, Response
from livegate.liveness.identity import match_confidence, match_score, mean_embedding
from livegate.liveness.observation import FloatArray, UnreadableMediaError
from livegate.liveness.quality_gates import quality_refusal
from livegate.sessions.errors import VerifyImageRefusedError
from livegate.sessions.ports import Observer
from livegate.sessions.references import ReferenceReader


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One file's embedding, or the client error that it is refused with; neither of a file that is missing."""

    embedding: FloatArray | None = None
    refusal: str | None = None

    @property
    def is_missing(self) -> bool:
        """Whether the file is not there."""
        return self.embedding is None and self.refusal is None


class Enroller:
    """Takes faces from files: photos as verify images, clips as captures."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._references = ReferenceReader(observer)

    async def enrol(self, path: Path) -> Enrolment:
        """Return the face of a file; nothing that is wrong with it is raised."""
        content = await asyncio.to_thread(_read_if_there, path)
        if content is None:
            return Enrolment()
        if medium_of(path) is Medium.CLIP:
            return await self._enrol_clip(content)
        try:
            reference = await self._references.read(content)
        except VerifyImageRefusedError as error:
            return Enrolment(refusal=error.client_error)
        return Enrolment(np.frombuffer(reference.embedding, dtype=np.float32))

    async def _enrol_clip(self, content: bytes) -> Enrolment:
        try:
            observation = await self._observer.observe_capture([content], with_image=False)
        except UnreadableMediaError as error:
            return Enrolment(refusal=error.fault)
        refusal, embedding = quality_refusal(observation), mean_embedding(observation.frames)
        if refusal is not None:
            return Enrolment(refusal=refusal.code)
        return Enrolment(embedding, None if embedding is not None else "NoFaceDetected")


def _read_if_there(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def files_to_enrol(comparisons: Iterable[Comparison]) -> tuple[Path, ...]:
    """Return every file once, in the order in which they are first named."""
    return tuple(dict.fromkeys(path for item in comparisons for path in (item.reference, item.probe)))


def compare(comparison: Comparison, reference: Enrolment, probe: Enrolment, directory: Path) -> ComparisonOutcome:
    """Return how alike two enrolled faces are, or why they cannot be compared."""
    confidence, refusal = None, reference.refusal or probe.refusal
    if reference.embedding is not None and probe.embedding is not None:
        confidence = match_confidence(match_score(reference.embedding, probe.embedding))
    response = Response.JUDGED if confidence is not None else Response.REFUSED
    if reference.is_missing or probe.is_missing:
        response = Response.MISSING
    return ComparisonOutcome(
        reference=name_in(directory, comparison.reference),
        probe=name_in(directory, comparison.probe),
        group=comparison.group,
        genuine=comparison.genuine,
        response=response,
        confidence=confidence,
        refusal=refusal,
    )


def name_in(directory: Path, path: Path) -> str:
    """Return how a report names a file: by its path in the data set, or beside it."""
    base = directory if path.is_relative_to(directory) else directory.parent
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()
