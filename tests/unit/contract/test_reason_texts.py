from dataclasses import replace

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


def test_every_gate_has_a_sentence_and_goes_by_its_client_error_with_azure() -> None:
    assert {gate.reason: gate.code for gate in QUALITY_GATES} == {
        code: text.names.azure for code, text in REASON_TEXTS.items() if text.names.azure is not None
    }


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


def test_a_forced_outcome_has_a_sentence() -> None:
    assert FORCED.code in REASON_TEXTS


def test_every_client_error_has_its_names_and_is_azures_own() -> None:
    assert {error: names.azure for error, names in CLIENT_ERROR_NAMES.items()} == {
        error: error.value for error in ClientError
    }
