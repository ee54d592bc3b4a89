from datetime import timedelta

import msgspec
from msgspec.structs import replace

from livegate.contract.reason_texts import REASON_TEXTS, UNKNOWN_REASON
from livegate.http.rendering.explanation import render_explanation
from livegate.liveness.readings import CueName
from livegate.liveness.verdict import Reason
from livegate.sessions.session import Outcome, Refused
from livegate.sessions.transitions import ATTEMPT_LIFETIME, claim_attempt, finish_attempt, start_attempt
from tests.support.sessions import START, exchange, judged, new_session

WEIGHED = Reason("seen_before_share", 0.75, 0.25, cue=CueName.CAPTURE, quality=0.5, weight=-3.0)
MEASURED = Reason("brightness", 21.5, 30)


def explained(outcome: Outcome) -> object:
    """The one attempt of a session, as the answer has it."""
    session = finish_attempt(claim_attempt(new_session(), START, exchange()), START, outcome, exchange())
    (attempt,) = msgspec.json.decode(msgspec.json.encode(render_explanation(session, START)))["attempts"]
    return attempt


def test_a_verdict_shows_its_weights_against_the_point_that_decided() -> None:
    outcome = replace(
        judged(),
        reasons=(WEIGHED,),
        operating_point="balanced",
        total=-3.0,
        accept_from=1.5,
        reject_below=-1.5,
        models=("texture 1.0",),
    )
    assert explained(outcome) == {
        "attemptId": 1,
        "attemptStatus": "Succeeded",
        "livenessDecision": "realface",
        "weighing": {"operatingPoint": "balanced", "total": -3.0, "acceptFrom": 1.5, "rejectBelow": -1.5},
        "reasons": [
            {
                "code": "seen_before_share",
                "cue": "capture",
                "value": 0.75,
                "limit": 0.25,
                "quality": 0.5,
                "weight": -3.0,
                "description": REASON_TEXTS["seen_before_share"].description,
            }
        ],
        "models": ["texture 1.0"],
    }


def test_a_refusal_shows_its_gate_and_what_to_do() -> None:
    outcome = Refused(code="EnvironmentNotSupported", message="It is too dark.", reasons=(MEASURED,))
    assert explained(outcome) == {
        "attemptId": 1,
        "attemptStatus": "Failed",
        "error": {"code": "EnvironmentNotSupported", "message": "It is too dark."},
        "reasons": [
            {
                "code": "brightness",
                "value": 21.5,
                "limit": 30.0,
                "description": REASON_TEXTS["brightness"].description,
            }
        ],
    }


def test_what_was_judged_before_points_were_kept_has_no_weighing() -> None:
    assert explained(judged()) == {
        "attemptId": 1,
        "attemptStatus": "Succeeded",
        "livenessDecision": "realface",
        "reasons": [],
    }


def test_a_reason_of_another_version_is_shown_without_its_sentence() -> None:
    outcome = replace(judged(), reasons=(Reason("something_else", 1.0, 2.0),))
    attempt = explained(outcome)
    assert isinstance(attempt, dict)
    assert attempt["reasons"][0]["description"] == UNKNOWN_REASON


def test_an_attempt_that_ran_out_of_time_says_so() -> None:
    session = start_attempt(new_session(), START)
    running, late = (
        msgspec.json.decode(msgspec.json.encode(render_explanation(session, now)))["attempts"][0]
        for now in (START, START + ATTEMPT_LIFETIME + timedelta(seconds=1))
    )
    assert (running["attemptStatus"], running["reasons"]) == ("Running", [])
    assert (late["attemptStatus"], late["error"]["code"]) == ("Failed", "TimedOut")
