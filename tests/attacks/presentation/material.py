"""What an attacker has."""

from dataclasses import dataclass

from tests.attacks.presentation.clips import Clip
from tests.attacks.presentation.subject import FaceFinder, Subject


@dataclass(frozen=True, slots=True)
class Material:
    """A recording of a person, the person in it, a recording of somebody else, and a way to find faces."""

    clip: Clip
    subject: Subject
    other: Clip
    find_face: FaceFinder
