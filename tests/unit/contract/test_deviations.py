from pathlib import Path

import pytest

from livegate.contract.deviations import DEVIATIONS, Deviation

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def sources() -> str:
    paths = (path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__))
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def test_deviations_are_numbered_without_a_gap() -> None:
    assert [deviation.number for deviation in DEVIATIONS] == [
        f"D-{number:02}" for number in range(1, len(DEVIATIONS) + 1)
    ]


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda deviation: deviation.number)
def test_every_deviation_is_cited_by_a_test(deviation: Deviation, sources: str) -> None:
    assert deviation.number in sources
