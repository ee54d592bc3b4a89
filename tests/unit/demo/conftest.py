import pytest

from demo.portrait import Portrait, open_portrait


@pytest.fixture(scope="session")
def portrait() -> Portrait:
    return open_portrait()
