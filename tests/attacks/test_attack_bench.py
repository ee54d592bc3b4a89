"""The bench counts what is accepted of attacks, with and without a challenge, and with cues left out."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.ablation import judge_without
from bench.attack_tally import LIVE, Tally
from bench.attacks import REPLAYED, Seen, read_clips, read_filmed, tally_active, tally_passive
from bench.challenge_draws import answered, unforeseen
from livegate.liveness.challenge import Action
from livegate.liveness.evidence import Evidence
from livegate.liveness.observation import CaptureObservation
from livegate.liveness.operating_points import BALANCED, CONVENIENCE, STRICT
from livegate.liveness.readings import CueName
from livegate.liveness.verdict import Decision, Refusal, Verdict
from tests.support.acting import Act, acted
from tests.support.observations import capture_of, good_capture, good_frame

TURNS = (Act(Action.LOOK_LEFT, 1.5), Act(Action.LOOK_RIGHT, 4.0), Act(Action.LOOK_UP, 6.5))


def turning() -> CaptureObservation:
    return capture_of(*acted(TURNS, seconds=9))


def reproduced() -> CaptureObservation:
    return capture_of(*(good_frame(index, live=0.05) for index in range(20)))


def row(tally: Tally, attack: str) -> Sequence[str]:
    return next(line.split() for line in tally.lines() if line.split()[0] == attack)


def counts(tally: Tally, attack: str) -> str:
    """Return what a row counts as an error, of how many."""
    return next(word for word in row(tally, attack) if word.startswith("(")).strip("()")


class TestTally:
    def test_a_living_person_who_is_not_accepted_and_an_attack_that_is_are_errors(self) -> None:
        found = [Seen("a", LIVE, good_capture()), Seen("b", LIVE, reproduced()), Seen("c", "print", good_capture())]
        tally = tally_passive(found, judge_without((), BALANCED))
        assert counts(tally, LIVE) == "1/2"
        assert counts(tally, "print") == "1/1"

    def test_what_is_not_accepted_counts_under_its_first_reason(self) -> None:
        tally = Tally()
        tally.add("print", judge_without((), BALANCED)(Evidence(reproduced())))
        tally.add("print", Refusal("NoFaceDetected", "", (), None))
        assert counts(tally, "print") == "0/2"
        assert {"texture_live_median", "NoFaceDetected"} <= set(row(tally, "print"))


class TestAblation:
    def test_without_its_cue_less_speaks_against_an_attack(self) -> None:
        evidence = Evidence(reproduced())
        whole = judge_without((), BALANCED)(evidence)
        lacking = judge_without([CueName.TEXTURE], BALANCED)(evidence)
        assert isinstance(whole, Verdict)
        assert isinstance(lacking, Verdict)
        assert (whole.decision, lacking.decision) == (Decision.SPOOF_FACE, Decision.UNCERTAIN)
        assert lacking.total == pytest.approx(sum(reason.weight for reason in lacking.reasons))
        assert {reason.cue for reason in whole.reasons} - {reason.cue for reason in lacking.reasons} == {
            CueName.TEXTURE
        }

    def test_without_any_reading_the_operating_point_decides_on_nothing(self) -> None:
        decisions = [judge_without(tuple(CueName), point)(Evidence(reproduced())) for point in (CONVENIENCE, STRICT)]
        tally = Tally()
        for judged in decisions:
            tally.add("print", judged)
        assert counts(tally, "print") == "1/2"

    def test_a_refusal_stays_one(self) -> None:
        evidence = Evidence(capture_of(good_frame(0)))
        assert isinstance(judge_without(tuple(CueName), BALANCED)(evidence), Refusal)


class TestChallenges:
    JUDGE = staticmethod(judge_without([cue for cue in CueName if cue is not CueName.REACTION], BALANCED))

    def test_the_person_is_accepted_and_the_recording_of_it_is_not(self) -> None:
        tally = tally_active([Seen("a", LIVE, turning())], self.JUDGE, challenges=20)
        assert counts(tally, LIVE) == "0/1"
        assert counts(tally, REPLAYED) == "0/20"

    def test_a_clip_without_turns_is_left_out_with_all_that_is_made_from_it_and_filmed_attacks_are_not(self) -> None:
        found = [Seen("a", LIVE, good_capture()), Seen("a", "print", turning()), Seen("b", "filmed_replay", turning())]
        tally = tally_active(found, self.JUDGE, challenges=3)
        assert [line.split()[0] for line in tally.lines()][1:] == ["filmed_replay"]
        assert answered(good_capture()) is None

    def test_challenges_are_whole_new_for_each_draw_and_the_same_in_every_run(self) -> None:
        first, second = ([evidence.prompts for evidence in unforeseen(turning(), 10)] for _ in range(2))
        assert first == second
        assert len(set(first)) > 5
        assert {len(prompts or ()) for prompts in first} == {4}


def test_the_manifest_says_who_lives_and_what_was_filmed(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_text("file,kind,identity\na,live,1\nb,replay,1\nc,live,2\n", encoding="utf-8")
    assert read_clips(tmp_path, None) == [(tmp_path / "a", tmp_path / "c"), (tmp_path / "c", tmp_path / "a")]
    assert read_filmed(tmp_path) == [("filmed_replay", tmp_path / "b")]
