"""Judging streamed captures in test mode: what the scenario says, otherwise what the frames really show."""

from collections.abc import Callable

from livegate.liveness.guidance import Guidance
from livegate.sessions.finding import Finding
from livegate.sessions.live_finding import LiveExamination, Look, StreamedCapture, StreamExaminer
from livegate.sessions.scripted import stand_ins
from livegate.sessions.scripted.examiner import scripted_finding
from livegate.sessions.scripted.scenario import Scenario, ids_of
from livegate.sessions.scripted.scenarios import Scenarios
from livegate.sessions.session import Session, VerifyReference

ENOUGH_SECONDS = 1.0
"""Of a scripted capture: nothing is looked at, and tests should not wait long."""


class ScriptedStreamExaminer:
    """Implements ``StreamExaminer``. ``open_real`` is called for sessions without a scenario only."""

    def __init__(self, scenarios: Scenarios, open_real: Callable[[], StreamExaminer]) -> None:
        self._scenarios = scenarios
        self._open_real = open_real

    async def open(self, session: Session, verify_image: bytes | None) -> LiveExamination:
        """Return what looks at the newest attempt of ``session``. Raises ``ObserverMissingError``."""
        scenario = self._scenarios.find(*ids_of(session))
        if scenario is None:
            return await self._open_real().open(session, verify_image)
        reference = session.reference if verify_image is None else stand_ins.reference(verify_image)
        return ScriptedExamination(scenario, session, reference)


class ScriptedExamination:
    """Takes any bytes for frames, asks the person for nothing, and ends as the scenario says."""

    def __init__(self, scenario: Scenario, session: Session, reference: VerifyReference | None) -> None:
        self._scenario = scenario
        self._session = session
        self._reference = reference

    async def look_at(self, picture: bytes, captured_at: float) -> Look:  # noqa: ARG002  # nothing is looked at
        """Count the seconds."""
        share = min(captured_at / ENOUGH_SECONDS, 1.0)
        return Look(Guidance.GOOD, share, None, is_enough=captured_at >= ENOUGH_SECONDS)

    async def conclude(self, capture: StreamedCapture) -> Finding:
        """Return what the scenario says."""
        return scripted_finding(self._scenario, self._session, self._reference, capture.digest)
