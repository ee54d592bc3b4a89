from livegate.evaluation.outcomes import ComparisonOutcome, Response
from livegate.evaluation.recognition import measure_recognition


def compared(confidence: float | None, *, genuine: bool, first: str = "a", second: str = "b") -> ComparisonOutcome:
    response = Response.REFUSED if confidence is None else Response.JUDGED
    return ComparisonOutcome(first, second, "set", genuine, response, confidence)


def test_rates_are_of_comparisons_that_were_made_and_generalised_ones_of_all() -> None:
    (found,) = measure_recognition(
        [
            compared(0.9, genuine=True),
            compared(0.5, genuine=True),
            compared(0.4, genuine=True),
            compared(None, genuine=True, second="crowd"),
            compared(0.1, genuine=False),
            compared(0.5, genuine=False),
            compared(None, genuine=False, second="crowd"),
            ComparisonOutcome("a", "lost", "set", genuine=True, response=Response.MISSING),
        ],
        {"crowd": "MultipleFaceFound", "of another group": "FaceNotFound"},
    )
    rates = (
        found.false_match,
        found.false_non_match,
        found.generalised_false_accept,
        found.generalised_false_reject,
        found.failure_to_enrol,
    )
    assert [(rate.count, rate.total) for rate in rates if rate is not None] == [(1, 2), (1, 3), (1, 3), (2, 4), (1, 3)]
    assert (found.genuine, found.impostor, found.refusals) == (4, 3, (("MultipleFaceFound", 1),))


def test_groups_are_measured_apart() -> None:
    other = ComparisonOutcome("c", "d", "another", genuine=False, response=Response.JUDGED, confidence=0.9)
    found = measure_recognition([compared(0.9, genuine=True), other], {})
    assert [(group.group, group.genuine, group.impostor) for group in found] == [("another", 0, 1), ("set", 1, 0)]
    assert [group.false_non_match is None for group in found] == [True, False]
