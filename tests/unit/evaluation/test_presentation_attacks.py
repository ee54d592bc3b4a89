import pytest

from livegate.evaluation.outcomes import Outcome, Response
from livegate.evaluation.photo_texture import measure_photo_texture
from livegate.evaluation.presentation_attacks import AttackDetection, measure_attack_detection
from livegate.evaluation.reliability import reliability
from livegate.liveness.verdict import Decision

REAL, SPOOF, UNCERTAIN = Decision.REAL_FACE, Decision.SPOOF_FACE, Decision.UNCERTAIN


def judged(attack: str | None, decision: Decision, score: float, source: str = "phone") -> Outcome:
    return Outcome("clip", source, attack, Response.JUDGED, decision, score)


def refused(attack: str | None) -> Outcome:
    return Outcome("clip", "phone", attack, Response.REFUSED, refusal="NoFaceDetected")


OUTCOMES = (
    judged(None, REAL, 3.0),
    judged(None, REAL, 2.0, "webcam"),
    judged(None, UNCERTAIN, 0.0),
    refused(None),
    judged("print", SPOOF, -3.0),
    judged("print", REAL, 1.0),
    judged("replay", SPOOF, -1.0),
    judged("replay", UNCERTAIN, -0.5),
    refused("replay"),
    Outcome("clip", "phone", "replay", Response.MISSING),
)


@pytest.fixture
def found() -> AttackDetection:
    measured = measure_attack_detection(OUTCOMES)
    assert measured is not None
    return measured


def test_an_attack_is_an_error_only_where_it_was_accepted(found: AttackDetection) -> None:
    printed, replayed = found.attacks
    assert (printed.kind, printed.classification_error.count, printed.classification_error.total) == ("print", 1, 2)
    assert (replayed.kind, replayed.classification_error.count, replayed.classification_error.total) == ("replay", 0, 3)


def test_a_living_person_is_an_error_wherever_not_accepted(found: AttackDetection) -> None:
    assert found.bona_fide is not None
    assert (found.bona_fide.classification_error.count, found.bona_fide.classification_error.total) == (2, 4)
    assert found.bona_fide.of_judged is not None
    assert (found.bona_fide.of_judged.count, found.bona_fide.of_judged.total) == (1, 3)


def test_refusals_are_non_responses_and_missing_files_nothing(found: AttackDetection) -> None:
    assert found.bona_fide is not None
    assert found.bona_fide.non_response.value == 0.25
    assert found.attacks[1].non_response.value == pytest.approx(1 / 3)
    assert found.attacks[1].decisions == {"refused": 1, "spoofface": 1, "uncertain": 1}


def test_the_average_error_is_that_of_the_worst_species(found: AttackDetection) -> None:
    assert found.worst is not None
    assert found.worst.kind == "print"
    assert found.average_error == pytest.approx((0.5 + 0.5) / 2)


def test_a_fixed_rate_holds_for_the_species_that_is_hardest_to_tell(found: AttackDetection) -> None:
    for fixed in found.fixed:
        assert (fixed.threshold, fixed.rejected.count, fixed.rejected.total) == (2.0, 2, 4)
        assert not fixed.resolved


def test_sources_and_refusals_are_counted_by_kind(found: AttackDetection) -> None:
    assert {(tally.name, tally.kind): (tally.accepted, tally.total) for tally in found.sources} == {
        ("phone", "bona fide"): (1, 3),
        ("phone", "print"): (1, 2),
        ("phone", "replay"): (0, 3),
        ("webcam", "bona fide"): (1, 1),
    }
    assert [(tally.name, tally.kind, tally.total) for tally in found.refusals] == [
        ("NoFaceDetected", "bona fide", 1),
        ("NoFaceDetected", "replay", 1),
    ]


def test_living_people_alone_have_no_figure_that_needs_attacks() -> None:
    found = measure_attack_detection(outcome for outcome in OUTCOMES if outcome.attack is None)
    assert found is not None
    assert (found.attacks, found.worst, found.average_error, found.equal_error_rate, found.fixed) == (
        (),
        None,
        None,
        None,
        (),
    )


def test_nothing_presented_is_nothing_measured() -> None:
    assert measure_attack_detection([OUTCOMES[-1]]) is None
    assert measure_photo_texture([OUTCOMES[-1]]) is None


def test_reliability_puts_each_judged_presentation_where_its_score_claims() -> None:
    bins = reliability(OUTCOMES)
    assert sum(bin_.bona_fide.total for bin_ in bins) == 7
    assert [(bin_.low, bin_.bona_fide.count, bin_.bona_fide.total, bin_.uncertain) for bin_ in bins] == [
        (0.0, 0, 1, 0),
        (0.1, 0, 1, 0),
        (0.3, 0, 1, 1),
        (0.5, 1, 1, 1),
        (0.7, 1, 2, 0),
        (0.9, 1, 1, 0),
    ]


def test_reliability_holds_certain_claims_too() -> None:
    (lowest, highest) = reliability([judged("print", SPOOF, -1000.0), judged(None, REAL, 1000.0)])
    assert (lowest.claimed, highest.claimed) == (0.0, 1.0)


def test_photos_are_ranked_and_not_decided() -> None:
    photos = [Outcome("photo", "set", None, Response.JUDGED, score=value) for value in (0.2, 0.9, 0.8)]
    photos.append(Outcome("photo", "set", "print", Response.JUDGED, score=0.1))
    photos.append(Outcome("photo", "set", "print", Response.REFUSED, refusal="NoFaceDetected"))
    found = measure_photo_texture(photos)
    assert found is not None
    bona_fide, printed = found.kinds
    assert (bona_fide.median, bona_fide.refused.count, printed.median, printed.refused.count) == (0.8, 0, 0.1, 1)
    assert found.equal_error_rate == 0
