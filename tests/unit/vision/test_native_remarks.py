import os

import pytest

from livegate.vision.analyser import FaceAnalyser
from livegate.vision.native_remarks import STANDARD_ERROR, native_remarks_dropped
from livegate.vision.networks import Networks


def test_remarks_are_dropped_and_all_else_is_passed_on(capfd: pytest.CaptureFixture[str]) -> None:
    with native_remarks_dropped():
        os.write(STANDARD_ERROR, b'INFO: made\n{"event":"started"}\nERROR: broken\nINFO: made again\n')
        assert capfd.readouterr().err == ""
    os.write(STANDARD_ERROR, b"INFO: later\n")
    assert capfd.readouterr().err == '{"event":"started"}\nERROR: broken\nINFO: later\n'


def test_what_was_written_before_an_error_is_passed_on_too(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        with native_remarks_dropped():
            os.write(STANDARD_ERROR, b"WARNING: odd\n")
            raise OSError("no model")

    with pytest.raises(OSError, match="no model"):
        fail()
    assert capfd.readouterr().err == "WARNING: odd\n"


def test_making_an_analyser_says_nothing_else(networks: Networks, capfd: pytest.CaptureFixture[str]) -> None:
    with native_remarks_dropped():
        FaceAnalyser(networks)
    assert capfd.readouterr().err == ""
