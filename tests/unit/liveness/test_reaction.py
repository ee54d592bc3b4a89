from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livegate.liveness.challenge import Action, Prompt, draw_challenge
from livegate.liveness.evidence import Evidence
from livegate.liveness.posture import Posture
from livegate.liveness.reaction import EARLIEST_REACTION, reaction_readings
from livegate.liveness.readings import CueName, CueReading
from tests.support.acting import Act, acted, answers, evidence_of
from tests.support.matching_prompts import prompts_matching
from tests.support.observations import good_capture

PROMPTS = (
    Prompt(Action.LOOK_LEFT, 1.5, 4.0),
    Prompt(Action.SMILE, 5.5, 8.0),
    Prompt(Action.LOOK_DOWN, 9.5, 12.0),
    Prompt(Action.LOOK_LEFT, 13.5, 16.0),
)


def readings(evidence: Evidence) -> dict[str, CueReading]:
    return {reading.code: reading for reading in reaction_readings(evidence)}


def read(*acts: Act, interval: float = 0.1, rest: Posture | None = None) -> dict[str, float]:
    frames = acted(acts, seconds=17, interval=interval, rest=rest or Posture(0, 0, 0))
    return {code: reading.value for code, reading in readings(evidence_of(frames, PROMPTS)).items()}


class TestAnswers:
    def test_right_answers_at_a_persons_pace(self) -> None:
        found = readings(evidence_of(acted(answers(PROMPTS), seconds=17), PROMPTS))
        assert {reading.cue for reading in found.values()} == {CueName.REACTION}
        assert found["prompts_answered"].value == 1
        assert found["unasked_turns"].value == 0
        assert 0.4 < found["fastest_turn"].value < 0.8
        assert found["turn_times_spread"].value > 0.05

    @settings(max_examples=50)
    @given(
        st.lists(st.floats(0.3, 1.8), min_size=4, max_size=4),
        st.builds(Posture, yaw=st.floats(-15, 15), pitch=st.floats(-15, 15), smile=st.floats(0, 0.2)),
        st.sampled_from([0.1, 0.2, 0.4]),
    )
    def test_right_answers_are_right_from_wherever_the_camera_looks(
        self, reactions: list[float], rest: Posture, interval: float
    ) -> None:
        value = read(*answers(PROMPTS, reactions=reactions), rest=rest, interval=interval)
        assert (value["prompts_answered"], value["unasked_turns"]) == (1, 0)

    def test_rest_is_how_the_head_was_held_before_the_first_prompt(self) -> None:
        prompt = Prompt(Action.LOOK_LEFT, 1.5, 4.0)
        found = readings(evidence_of(acted([Act(Action.LOOK_LEFT, 2.0, held=9.0, size=0.7)], seconds=9), (prompt,)))
        assert found["prompts_answered"].value == 1

    def test_nothing_is_read_where_nothing_was_to_be_asked(self) -> None:
        assert reaction_readings(Evidence(good_capture())) == ()

    def test_no_prompt_shown_where_one_was_due_is_no_answer(self) -> None:
        assert readings(Evidence(good_capture(), ()))["prompts_answered"] == CueReading(
            CueName.REACTION, "prompts_answered", 0.0
        )

    def test_a_prompt_is_answered_within_its_time(self) -> None:
        acts = answers(PROMPTS)
        assert read(*acts[1:])["prompts_answered"] == 0.75
        late = Act(Action.LOOK_LEFT, PROMPTS[0].until + 0.1)
        value = read(late, *acts[1:])
        assert (value["prompts_answered"], value["unasked_turns"]) == (0.75, 0)


class TestUnaskedTurns:
    @pytest.mark.parametrize("action", [Action.LOOK_RIGHT, Action.LOOK_UP, Action.LOOK_DOWN])
    def test_another_turn_before_the_right_one_counts_against_it(self, action: Action) -> None:
        wrong = Act(action, PROMPTS[0].shown_at + 0.2, held=0.1)
        right = replace(answers(PROMPTS)[0], at=PROMPTS[0].shown_at + 1.2)
        assert read(wrong, right, *answers(PROMPTS)[1:])["unasked_turns"] == 1

    def test_a_turn_between_prompts_counts(self) -> None:
        assert read(*answers(PROMPTS), Act(Action.LOOK_UP, 12.1, held=0.3))["unasked_turns"] == 1

    def test_a_turn_in_place_of_a_smile_counts(self) -> None:
        value = read(*answers(PROMPTS), Act(Action.LOOK_RIGHT, 7.5, held=0.2))
        assert (value["prompts_answered"], value["unasked_turns"]) == (1, 1)

    def test_what_is_done_before_the_first_prompt_and_after_the_last_does_not(self) -> None:
        acts = Act(Action.LOOK_UP, 0.0, held=0.1), Act(Action.LOOK_RIGHT, 15.6, held=0.5)
        assert read(*answers(PROMPTS), *acts)["unasked_turns"] == 0

    def test_small_movements_do_not(self) -> None:
        swaying = [Act(Action.LOOK_RIGHT, 2.8 + 4 * index, held=0.1, size=0.5) for index in range(3)]
        assert read(*answers(PROMPTS), *swaying)["unasked_turns"] == 0


class TestReactionTimes:
    def test_a_turn_before_the_prompt_could_be_read_is_told_by_its_time(self) -> None:
        value = read(*answers(PROMPTS, reactions=(0.0, 0.5, 0.6, 0.7)))
        assert value["fastest_turn"] < EARLIEST_REACTION

    def test_a_script_is_more_even_than_a_person(self) -> None:
        assert read(*answers(PROMPTS, reactions=(0.5,) * 4))["turn_times_spread"] < 0.01

    def test_times_say_nothing_where_frames_are_too_far_apart_to_tell(self) -> None:
        found = readings(evidence_of(acted(answers(PROMPTS), seconds=17, interval=0.4), PROMPTS))
        assert found["turn_times_spread"].quality == 0
        assert found["prompts_answered"].quality == 1

    def test_times_say_nothing_without_a_turn(self) -> None:
        found = readings(evidence_of(acted((), seconds=17), PROMPTS))
        assert (found["fastest_turn"].quality, found["turn_times_spread"].quality) == (0, 0)
        assert found["prompts_answered"].value == 0


class TestRecordings:
    """A recording of somebody who turned the head every way."""

    FRAMES = tuple(
        acted(
            [
                Act(Action.LOOK_LEFT, 1.5),
                Act(Action.LOOK_RIGHT, 4.0),
                Act(Action.LOOK_UP, 6.5),
                Act(Action.SMILE, 9.0),
                Act(Action.LOOK_DOWN, 11.5),
            ],
            seconds=20,
        )
    )

    def test_it_answers_the_prompts_that_were_made_for_it(self) -> None:
        found = readings(evidence_of(self.FRAMES, prompts_matching(self.FRAMES)))
        assert (found["prompts_answered"].value, found["unasked_turns"].value) == (1, 0)
        assert found["fastest_turn"].value > EARLIEST_REACTION

    def test_it_does_not_answer_those_of_a_new_attempt(self) -> None:
        randomness = Random(8)  # noqa: S311  # repeatable on purpose
        for _ in range(300):
            found = readings(evidence_of(self.FRAMES, draw_challenge(randomness).schedule()))
            assert (found["prompts_answered"].value, found["unasked_turns"].value) != (1, 0)
