import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from livegate import liveness
from livegate.contract.client_errors import ClientError
from livegate.contract.provider_names import CLIENT_ERROR_NAMES
from livegate.contract.reason_texts import REASON_TEXTS
from livegate.liveness.capture_origin import capture_readings
from livegate.liveness.evidence import Arrival, Circumstances, Evidence
from livegate.liveness.medium import medium_readings
from livegate.liveness.observation import MediumBorder
from livegate.liveness.quality_gates import QUALITY_GATES
from livegate.liveness.texture import texture_readings
from livegate.sessions.scripted.examiner import FORCED
from tests.support.observations import capture_of, good_capture, good_frame

LIVENESS = Path(next(iter(liveness.__path__)))
MAKERS = {"CueReading", "_reading", "Reason", "rising_cue"}


def test_every_gate_has_a_sentence_and_goes_by_its_client_error_with_azure() -> None:
    for gate in QUALITY_GATES:
        assert REASON_TEXTS[gate.reason].names.azure == gate.code


def test_every_reading_of_the_capture_has_a_sentence() -> None:
    arrivals = tuple(Arrival(index / 10, index / 10) for index in range(10))
    evidence = Evidence(good_capture(), circumstances=Circumstances("OBS Virtual Camera", arrivals))
    readings = capture_readings(evidence)
    assert len(readings) == 4
    assert {reading.code for reading in readings} <= set(REASON_TEXTS)


def test_every_reading_of_texture_and_medium_has_a_sentence() -> None:
    frame = replace(good_frame(0), border=MediumBorder(left=1, right=1, below=None), moire=1.2)
    evidence = Evidence(capture_of(frame))
    readings = texture_readings(evidence) + medium_readings(evidence)
    assert len(readings) == 3
    assert {reading.code for reading in readings} <= set(REASON_TEXTS)


def named_readings() -> Iterator[str]:
    """The codes that stand in the liveness room where a reading or a reason is made."""
    for path in LIVENESS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                values = (argument.value for argument in node.args if isinstance(argument, ast.Constant))
                yield from (value for value in values if isinstance(value, str))


def test_every_reading_of_every_cue_has_a_sentence() -> None:
    found = set(named_readings())
    assert "texture_live_median" in found
    assert found <= set(REASON_TEXTS)


def test_a_forced_outcome_has_a_sentence() -> None:
    assert FORCED.code in REASON_TEXTS


def test_every_client_error_has_its_names_and_is_azures_own() -> None:
    assert {error: names.azure for error, names in CLIENT_ERROR_NAMES.items()} == {
        error: error.value for error in ClientError
    }
