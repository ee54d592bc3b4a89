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
from tests.support.server import LiveServer, running_server


def pytest_configure() -> None:
    """Let no property fail because the machine is slow."""
    hypothesis.settings.register_profile("untimed", parent=hypothesis.settings(), deadline=None)
    hypothesis.settings.load_profile("untimed")


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
