"""A registry of two small packages."""

import hashlib
import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from livegate.vision.models.manifest import ModelEntry, Registry, Task

LICENCE = b"MIT License\n\nCopyright (c) somebody\n"
CONTENT = {
    Task.FACE_LANDMARKS: b"landmarks" * 50,
    Task.PRESENTATION_ATTACK: b"attack" * 90,
    Task.RECOGNITION: b"face" * 70,
    Task.SECOND_RECOGNITION: b"second" * 30,
}


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    folder = tmp_path / "archives"
    folder.mkdir()
    with zipfile.ZipFile(folder / "land_marks-1.2.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("land_marks/model.task", CONTENT[Task.FACE_LANDMARKS])
        wheel.writestr("land_marks-1.2.0.dist-info/licenses/LICENSE", LICENCE)
        wheel.writestr(
            "land_marks-1.2.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: land-marks\nVersion: 1.2.0\n"
        )
        wheel.writestr("land_marks-1.2.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    with tarfile.open(folder / "face-models-0.1.0.tgz", "w:gz") as tarball:
        for name, content in {
            "package/attack.onnx": CONTENT[Task.PRESENTATION_ATTACK],
            "package/face.onnx": CONTENT[Task.RECOGNITION],
            "package/second.tflite": CONTENT[Task.SECOND_RECOGNITION],
            "package/LICENSE": LICENCE,
        }.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tarball.addfile(member, io.BytesIO(content))
    return folder


@pytest.fixture
def manifest(archives: Path) -> tuple[ModelEntry, ...]:
    def entry(task: Task, registry: Registry, package: str, archive: str, member: str, licence: str) -> ModelEntry:
        return ModelEntry(
            task=task,
            name=f"a model for {task}",
            registry=registry,
            package=package,
            version="1.2.0" if registry is Registry.PYPI else "0.1.0",
            archive_sha256=hashlib.sha256((archives / archive).read_bytes()).hexdigest(),
            member=member,
            licence_member=licence,
            file_name=member.rsplit("/", maxsplit=1)[-1],
            size=len(CONTENT[task]),
            sha256=hashlib.sha256(CONTENT[task]).hexdigest(),
            licence="MIT",
            provenance="Made for tests.",
            input="",
            output="",
        )

    wheel, notice = "land_marks-1.2.0-py3-none-any.whl", "land_marks-1.2.0.dist-info/licenses/LICENSE"
    landmarks = entry(Task.FACE_LANDMARKS, Registry.PYPI, "land-marks", wheel, "land_marks/model.task", notice)
    tarball, notice = "face-models-0.1.0.tgz", "package/LICENSE"
    attack = entry(Task.PRESENTATION_ATTACK, Registry.NPM, "face-models", tarball, "package/attack.onnx", notice)
    face = entry(Task.RECOGNITION, Registry.NPM, "face-models", tarball, "package/face.onnx", notice)
    second = entry(Task.SECOND_RECOGNITION, Registry.NPM, "face-models", tarball, "package/second.tflite", notice)
    return landmarks, attack, face, second
