"""Counts of how captures were judged, as ISO/IEC 30107-3 wants them: one error rate for each type of attack."""

from collections import Counter
from collections.abc import Callable, Iterator

from bench.verification import describe
from livegate.liveness.evidence import Evidence
from livegate.liveness.verdict import Decision, Refusal, Verdict

LIVE = "live"

Judge = Callable[[Evidence], Verdict | Refusal]


class Tally:
    """Counts how the captures of each kind were judged."""

    def __init__(self) -> None:
        self._outcomes: dict[str, Counter[str]] = {}
        self._codes: dict[str, Counter[str]] = {}

    def add(self, attack: str, judged: Verdict | Refusal) -> None:
        """Count a judgement; what is not accepted counts under the code that stood first."""
        outcome = "refused" if isinstance(judged, Refusal) else judged.decision.value
        self._outcomes.setdefault(attack, Counter())[outcome] += 1
        codes = self._codes.setdefault(attack, Counter())
        if outcome != Decision.REAL_FACE:
            codes[_first_code(judged)] += 1

    def lines(self) -> Iterator[str]:
        """Yield the table: APCER of each kind of attack, BPCER of the clips themselves."""
        yield f"{'attack':26} {'rate, 95 % interval':46} {'spoof':>5} {'doubt':>5} {'refused':>7}  caught by"
        for attack, outcomes in self._outcomes.items():
            total, accepted = outcomes.total(), outcomes[Decision.REAL_FACE]
            is_live = attack.startswith(LIVE)
            rate = describe("BPCER", total - accepted, total) if is_live else describe("APCER", accepted, total)
            counts = f"{outcomes[Decision.SPOOF_FACE]:5} {outcomes[Decision.UNCERTAIN]:5} {outcomes['refused']:7}"
            codes = ", ".join(f"{code} {count}" for code, count in self._codes[attack].most_common())
            yield f"{attack:26} {rate:46} {counts}  {codes}"


def _first_code(judged: Verdict | Refusal) -> str:
    if isinstance(judged, Refusal):
        return judged.code
    return judged.reasons[0].code if judged.reasons else "no reading"
