"""What the tests of the browser element share."""

from pathlib import Path

import pytest

from tests.support.packages import install_javascript


@pytest.fixture(scope="session")
def element_packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the npm packages that the element's tests need and the element does not."""
    source = Path(__file__).parent / "javascript"
    return install_javascript(source, tmp_path_factory.mktemp("element-packages")) / "node_modules"
