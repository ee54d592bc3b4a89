"""What the page on compatibility shows is what the tests of this run have seen."""

import pytest

from tests.compat import test_javascript_sdk
from tests.support.compatibility import JAVASCRIPT, PYTHON, VERDICTS, Recorder, committed_verdicts, write_verdicts
from tests.support.python_sdk import CLIENTS

REWRITE = "make compatibility"


def test_the_verdicts_are_those_of_this_run(whole_run: Recorder, pytestconfig: pytest.Config) -> None:
    seen = whole_run.served()
    if pytestconfig.getoption("--write-verdicts"):
        write_verdicts(seen)
    assert seen == committed_verdicts(), f"{VERDICTS.name} is not current: run `{REWRITE}`"


def test_every_library_that_is_run_has_verdicts_and_no_other() -> None:
    """No column of the page is left over from a version that is no longer run."""
    libraries = {caller for caller in committed_verdicts() if caller.startswith((PYTHON, JAVASCRIPT))}
    assert libraries == {choice.caller for choice in CLIENTS} | {run.caller for run in test_javascript_sdk.RUNS}
