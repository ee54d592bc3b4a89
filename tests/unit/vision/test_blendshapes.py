import numpy as np
import pytest

from livegate.vision.blendshapes import BLENDSHAPE_NAMES, INPUT_LANDMARKS, eye_blink, smile


def test_the_models_tables_have_their_sizes() -> None:
    assert len(BLENDSHAPE_NAMES) == len(set(BLENDSHAPE_NAMES)) == 52
    assert len(INPUT_LANDMARKS) == len(set(INPUT_LANDMARKS.tolist())) == 146
    assert INPUT_LANDMARKS.max() == 477


@pytest.mark.parametrize(
    ("measure", "left", "right"),
    [(eye_blink, "eyeBlinkLeft", "eyeBlinkRight"), (smile, "mouthSmileLeft", "mouthSmileRight")],
)
def test_both_sides_count_alike(measure: object, left: str, right: str) -> None:
    values = np.zeros(52, np.float32)
    values[BLENDSHAPE_NAMES.index(left)] = 0.75
    values[BLENDSHAPE_NAMES.index(right)] = 0.25

    assert callable(measure)
    assert measure(values) == pytest.approx(0.5)
