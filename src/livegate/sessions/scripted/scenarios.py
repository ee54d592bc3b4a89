"""The magic correlation ids: one table, from which they are recognised, documented and tested."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from livegate.liveness.verdict import Decision
from livegate.sessions.correlation_ids import RESERVED_PREFIX, is_reserved
from livegate.sessions.errors import DeviceCorrelationIdRefusedError, UserCorrelationIdRefusedError
from livegate.sessions.scripted.scenario import Age, Scenario, ScriptedCall

LONGEST_DELAY = timedelta(seconds=30)
SLOW = re.compile(r"slow-([0-9]{1,5})")


@dataclass(frozen=True, slots=True)
class ScenarioForm:
    """Magic ids of one form: how they read behind the prefix, what they do, and all of them, or examples of many."""

    form: str
    effect: str
    scenarios: Mapping[str, Scenario]


def scenario_forms(client_errors: Iterable[str], refusals: Iterable[str]) -> tuple[ScenarioForm, ...]:
    """Return the table. ``refusals`` are the names of the errors that the doors can be made to answer with."""
    decisions = {decision.value: Scenario(decision=decision) for decision in Decision}
    codes = tuple(refusals)
    return (
        ScenarioForm(
            " or ".join(decisions), "Every attempt is decided so; the faces of a session with verify match.", decisions
        ),
        ScenarioForm(
            "realface-different",
            "A real face, and not that of the verify image.",
            {"realface-different": Scenario(is_identical=False)},
        ),
        ScenarioForm(
            "attempt-<client error>",
            "Every attempt ends with this client error.",
            {f"attempt-{name}": Scenario(client_error=name) for name in client_errors},
        ),
        _refusals(ScriptedCall.CREATE, "Nothing is created: the call is answered with this error.", codes),
        _refusals(ScriptedCall.READ, "Reading the session or its audit entries is answered with this error.", codes),
        _refusals(ScriptedCall.DELETE, "Nothing is deleted: the call is answered with this error.", codes),
        ScenarioForm(
            Age.TOKEN_EXPIRED,
            "The device's token has run out already, the session has not.",
            {Age.TOKEN_EXPIRED: Scenario(age=Age.TOKEN_EXPIRED)},
        ),
        ScenarioForm(
            Age.SESSION_EXPIRED,
            "The session is created, and gone at once: 48 hours have passed.",
            {Age.SESSION_EXPIRED: Scenario(age=Age.SESSION_EXPIRED)},
        ),
        ScenarioForm(
            "slow-<milliseconds>",
            f"Every answer about the session waits so long, {LONGEST_DELAY // timedelta(milliseconds=1)} at most.",
            {"slow-1": Scenario(delay=timedelta(milliseconds=1)), "slow-30000": Scenario(delay=LONGEST_DELAY)},
        ),
    )


class Scenarios:
    """Recognises magic ids, in any letter case; implements ``CorrelationIds``."""

    def __init__(self, forms: Iterable[ScenarioForm]) -> None:
        self._known = {word.lower(): scenario for form in forms for word, scenario in form.scenarios.items()}

    def check_create(self, device_id: str | None, user_id: str | None) -> None:
        """Check the ids that an app backend sends: a reserved one must name a scenario."""
        if is_reserved(device_id) and self._find(device_id) is None:
            raise DeviceCorrelationIdRefusedError(_unknown("deviceCorrelationId"))
        if is_reserved(user_id) and self._find(user_id) is None:
            raise UserCorrelationIdRefusedError(_unknown("userCorrelationId"))

    def check_start(self, device_id: str | None, user_id: str | None) -> None:
        """Check the ids that a device brings: what acts on the creation alone comes too late."""
        self.check_create(device_id, user_id)
        if _is_of_creation(self._find(device_id)):
            raise DeviceCorrelationIdRefusedError(_late("deviceCorrelationId"))
        if _is_of_creation(self._find(user_id)):
            raise UserCorrelationIdRefusedError(_late("userCorrelationId"))

    def find(self, device_id: str | None, user_id: str | None) -> Scenario | None:
        """Return what the ids force; where both do, the device's counts."""
        return self._find(device_id) or self._find(user_id)

    def _find(self, correlation_id: str | None) -> Scenario | None:
        if correlation_id is None or not is_reserved(correlation_id):
            return None
        word = correlation_id.lower().removeprefix(RESERVED_PREFIX)
        return self._known.get(word) or _slow(word)


def _refusals(call: ScriptedCall, effect: str, codes: tuple[str, ...]) -> ScenarioForm:
    scenarios = {f"{call}-{code}": Scenario(refused_call=call, refusal=code) for code in codes}
    return ScenarioForm(f"{call}-<error>", effect, scenarios)


def _slow(word: str) -> Scenario | None:
    found = SLOW.fullmatch(word)
    delay = timedelta(milliseconds=int(found[1])) if found else None
    return None if delay is None or delay > LONGEST_DELAY else Scenario(delay=delay)


def _is_of_creation(scenario: Scenario | None) -> bool:
    return scenario is not None and scenario.is_of_creation


def _unknown(name: str) -> str:
    return f"{name} begins with {RESERVED_PREFIX} and names no scenario of test mode; the reference page lists them."


def _late(name: str) -> str:
    return f"{name} names a scenario that acts on the creation of a session: send it there."
