import os
from pathlib import Path

import pytest

from livegate.vision.models.manifest import ModelEntry, Task, load_manifest
from livegate.vision.models.store import FileState, ModelMissingError, ModelStore

from_project = Path(os.environ.get("LIVEGATE_MODELS_DIR", Path(__file__).parents[4] / "livegate-models"))


def test_the_installed_models_are_those_of_the_manifest() -> None:
    store = ModelStore(from_project, load_manifest())
    assert {model.entry.task: model.state for model in store.verify()} == dict.fromkeys(Task, FileState.PRESENT)
    assert store.path(Task.RECOGNITION).name == "fr_feature.onnx"


def test_tells_missing_from_altered(tmp_path: Path, manifest: tuple[ModelEntry, ...]) -> None:
    store = ModelStore(tmp_path / "models", manifest)
    assert {model.state for model in store.verify()} == {FileState.MISSING}
    store.directory.mkdir()
    (store.directory / "face.onnx").write_bytes(b"another model")
    states = {model.entry.task: model.state for model in store.verify()}
    assert states[Task.RECOGNITION] is FileState.ALTERED
    assert states[Task.FACE_LANDMARKS] is FileState.MISSING


def test_says_how_to_get_a_missing_model(tmp_path: Path, manifest: tuple[ModelEntry, ...]) -> None:
    with pytest.raises(ModelMissingError, match=r"model\.task.*livegate models install"):
        ModelStore(tmp_path, manifest).path(Task.FACE_LANDMARKS)


def test_says_how_to_get_a_model_that_was_cut_off(tmp_path: Path, manifest: tuple[ModelEntry, ...]) -> None:
    (tmp_path / "face.onnx").write_bytes(b"fac")
    with pytest.raises(ModelMissingError, match=r"face\.onnx .* is damaged: .*livegate models install"):
        ModelStore(tmp_path, manifest).path(Task.RECOGNITION)
