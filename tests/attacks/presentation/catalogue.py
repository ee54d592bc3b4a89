"""All rendered attacks by name."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np

from livegate.vision.frame import Frame
from tests.attacks.presentation import injections, prints, screens
from tests.attacks.presentation.clips import generator
from tests.attacks.presentation.degradation import noisy, recompressed
from tests.attacks.presentation.encoding import Recording, record
from tests.attacks.presentation.eye_holes import eye_hole_print
from tests.attacks.presentation.material import Material

Render = Callable[[Material, np.random.Generator], Iterator[Frame]]
Degrade = Callable[[Iterable[Frame], np.random.Generator], Iterator[Frame]]


class Species(StrEnum):
    """Families of attack instruments, for which ISO/IEC 30107-3 wants an error rate each."""

    PRINT = "print"
    SCREEN = "screen"
    INJECTION = "injection"


@dataclass(frozen=True, slots=True)
class Attack:
    """One kind of attack. Its name is stable: figures are kept under it."""

    name: str
    species: Species
    render: Render

    def frames(self, material: Material) -> Iterator[Frame]:
        """Render the attack; the same material gives the same frames."""
        return self.render(material, generator(material.clip, self.name))

    def recording(self, material: Material) -> Recording:
        """Return the attack as JPEG pictures, as a device streams them."""
        return record(self.frames(material))


_PRESENTED = (
    Attack("print_planar", Species.PRINT, prints.planar_print),
    Attack("print_waved", Species.PRINT, prints.waved_print),
    Attack("print_bent", Species.PRINT, prints.bent_print),
    Attack("print_eye_holes", Species.PRINT, eye_hole_print),
    Attack("screen_phone", Species.SCREEN, screens.phone_replay),
    Attack("screen_tablet", Species.SCREEN, screens.tablet_replay),
    Attack("screen_monitor", Species.SCREEN, screens.monitor_replay),
    Attack("screen_clean", Species.SCREEN, screens.clean_replay),
    Attack("screen_steady", Species.SCREEN, screens.steady_replay),
)

_INJECTED = (
    Attack("frozen", Species.INJECTION, injections.frozen),
    Attack("frozen_noise", Species.INJECTION, injections.frozen_with_noise),
    Attack("looped", Species.INJECTION, injections.looped),
    Attack("looped_back", Species.INJECTION, injections.looped_back),
    Attack("looped_noise", Species.INJECTION, injections.looped_with_noise),
    Attack("spliced", Species.INJECTION, injections.spliced),
    Attack("spliced_in_time", Species.INJECTION, injections.cut_in_time),
    Attack("retimed_faster", Species.INJECTION, injections.faster),
    Attack("retimed_slower", Species.INJECTION, injections.slower),
    Attack("retimed_uneven", Species.INJECTION, injections.uneven),
    Attack("replayed_turns", Species.INJECTION, injections.replayed),
)


def _degraded(attack: Attack, suffix: str, degrade: Degrade) -> Attack:
    def render(material: Material, random: np.random.Generator) -> Iterator[Frame]:
        return degrade(attack.render(material, random), random)

    return Attack(f"{attack.name}_{suffix}", attack.species, render)


_DISGUISED = tuple(
    _degraded(attack, suffix, degrade)
    for attack in _PRESENTED
    for suffix, degrade in (("noise", noisy), ("recompressed", recompressed))
)

ATTACKS = MappingProxyType({attack.name: attack for attack in (*_PRESENTED, *_INJECTED, *_DISGUISED)})
