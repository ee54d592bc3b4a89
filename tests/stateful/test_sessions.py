"""Sessions through each door against the model.

``LIVEGATE_STATEFUL_EXAMPLES`` says how many runs of the machine for each door; without it a few, the same ones every
time.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stateful.http_door import HttpDoor
from tests.stateful.machine import SessionsAgainstModel
from tests.stateful.use_case_door import UseCaseDoor

WANTED = os.environ.get("LIVEGATE_STATEFUL_EXAMPLES")


@pytest.mark.parametrize(("make_door", "examples"), [(UseCaseDoor, 25), (HttpDoor, 12)])
def test_agree_with_the_model(make_door: type[UseCaseDoor | HttpDoor], examples: int) -> None:
    class ThroughThisDoor(SessionsAgainstModel):
        def __init__(self) -> None:
            super().__init__(make_door)

    run_state_machine_as_test(
        ThroughThisDoor,
        settings=settings(
            max_examples=int(WANTED or examples),
            stateful_step_count=30,
            deadline=None,
            derandomize=WANTED is None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
