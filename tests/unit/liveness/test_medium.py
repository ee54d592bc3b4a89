from dataclasses import replace

import pytest

from livegate.liveness.evidence import Evidence
from livegate.liveness.medium import ENOUGH_FRAMES, medium_readings
from livegate.liveness.observation import MediumBorder
from livegate.liveness.readings import CueName, CueReading
from tests.support.observations import capture_of, good_frame

HELD = MediumBorder(left=0.95, right=None, below=0.9)
ONE_SIDE = MediumBorder(left=1.0, right=0.5, below=0.3)
OUT_OF_VIEW = MediumBorder(left=None, right=1.0, below=None)


def borders(*seen: MediumBorder | None) -> tuple[CueReading, ...]:
    frames = [replace(good_frame(index), border=border) for index, border in enumerate(seen)]
    return medium_readings(Evidence(capture_of(*frames)))


def moires(*measured: float | None) -> tuple[CueReading, ...]:
    frames = [replace(good_frame(index), moire=moire) for index, moire in enumerate(measured)]
    return medium_readings(Evidence(capture_of(*frames)))


def test_the_share_of_borders_is_that_of_the_frames_which_show_their_surroundings() -> None:
    assert borders(HELD, ONE_SIDE, ONE_SIDE, ONE_SIDE, OUT_OF_VIEW, None) == (
        CueReading(CueName.TEXTURE, "medium_border_share", 0.25, 1.0),
    )


def test_one_line_alone_is_no_border() -> None:
    (reading,) = borders(*[ONE_SIDE] * ENOUGH_FRAMES)

    assert reading.value == 0


def test_few_frames_say_less() -> None:
    (reading,) = borders(HELD, OUT_OF_VIEW)

    assert (reading.value, reading.quality) == (1, 1 / ENOUGH_FRAMES)


@pytest.mark.parametrize("seen", [(), (None, None), (OUT_OF_VIEW, OUT_OF_VIEW)])
def test_there_is_no_reading_where_nothing_was_measured(seen: tuple[MediumBorder | None, ...]) -> None:
    assert borders(*seen) == ()


def test_moire_is_the_median_over_the_frames_that_it_was_measured_on() -> None:
    assert moires(1.2, None, 1.4, 5.0) == (CueReading(CueName.TEXTURE, "moire_prominence", 1.4, 3 / ENOUGH_FRAMES),)


def test_one_streaked_frame_is_not_a_screen() -> None:
    (reading,) = moires(1.2, 1.3, 1.4, 6.0, 1.5)

    assert reading.value == 1.4
