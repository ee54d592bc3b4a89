"""The pytest plugin; ``pip install livegate`` puts it in place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from livegate.testing.server import LivegateServer


@pytest.fixture(scope="session")
def livegate_server(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[LivegateServer]":
    """A livegate server in test mode, on a free port, with data of its own; it stops with the test session."""
    # A suite that asks for no server pays for none, not even for the import.
    from livegate.testing.server import running_test_server  # noqa: PLC0415  # see above

    with running_test_server(tmp_path_factory.mktemp("livegate")) as server:
        yield server
