"""What tests of several rooms share: the models, a running server, and a clip."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from demo.portrait import portrait_photo
from demo.portrait_clip import render_portrait_clip
from livegate.app import open_observer
from livegate.settings import Settings
from livegate.vision.observer import VisionObserver
from tests.support.compatibility import Recorder, runs_last
from tests.support.resources import SharedServer, running_shared_server
from tests.support.server import LiveServer, running_server


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run write down what the compatibility page shows, and say where pictures of pages go."""
    parser.addoption(
        "--write-verdicts", action="store_true", help="write tests/compat/verdicts.json instead of comparing with it"
    )
    parser.addoption("--artifacts", metavar="DIR", help="where browser tests leave their pictures")


def pytest_configure(config: pytest.Config) -> None:
    """Let no property fail because the machine is slow, and take note of what the server is asked."""
    config.pluginmanager.register(Recorder(), "recorder")
    hypothesis.settings.register_profile("untimed", parent=hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that look back on the run behind all others."""
    items.sort(key=runs_last)


@pytest.fixture(scope="session")
def recorder(pytestconfig: pytest.Config) -> Recorder:
    """Takes note of which operations the callers are served."""
    found = pytestconfig.pluginmanager.get_plugin("recorder")
    assert isinstance(found, Recorder)
    return found


@pytest.fixture
def whole_run(recorder: Recorder) -> Recorder:
    """The recorder once all other tests have run; skipped where only a part of them was run, or some failed."""
    reason = recorder.missing()
    if reason is not None:
        pytest.skip(reason)
    return recorder


@pytest.fixture(scope="session")
def observer() -> Iterator[VisionObserver]:
    """The real models."""
    with open_observer(Settings()) as opened:
        yield opened


@pytest.fixture(scope="session")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """One server for all tests that leave nothing behind that others would see."""
    with running_server(tmp_path_factory.mktemp("server") / "data") as server:
        yield server


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SharedServer]:
    """One server with several resources, for all tests that leave nothing behind that others would see."""
    with running_shared_server(tmp_path_factory.mktemp("shared")) as server:
        yield server


@pytest.fixture(scope="session")
def portrait_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A rendered clip of a person who turns the head."""
    path = tmp_path_factory.mktemp("clip") / "portrait.mp4"
    render_portrait_clip(path)
    return path


@pytest.fixture(scope="session")
def portrait_jpeg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo of the same person."""
    path = tmp_path_factory.mktemp("photo") / "portrait.jpg"
    portrait_photo(path)
    return path
