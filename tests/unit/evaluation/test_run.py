import asyncio
from datetime import UTC, datetime
from pathlib import Path

import cv2
import msgspec
import numpy as np
import pytest

from livegate.evaluation.layouts.reading import read_data_set
from livegate.evaluation.meter import ProcessMeter
from livegate.evaluation.outcomes import Response
from livegate.evaluation.report import Product, Report
from livegate.evaluation.run import Evaluation, Progress
from livegate.liveness.evidence import Evidence
from livegate.liveness.judge import judge_capture
from livegate.liveness.operating_points import BALANCED
from livegate.liveness.verdict import Verdict
from livegate.vision.observer import VisionObserver

NOW = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)


async def evaluated(
    observer: VisionObserver, directory: Path, progress: Progress = lambda _done, _total: None
) -> Report:
    evaluation = Evaluation(observer, BALANCED, Product("1.2.3", "balanced", ()), ProcessMeter(), at_once=2)
    return await evaluation.run(read_data_set(directory), limit=None, created_at=NOW, progress=progress)


def write_photo(path: Path, *, luma: int = 90) -> None:
    noise = np.random.default_rng(5).integers(0, 60, (240, 320, 3), dtype=np.uint8)
    cv2.imwrite(str(path), noise + np.uint8(luma))


@pytest.fixture(scope="module")
def presentations(tmp_path_factory: pytest.TempPathFactory, portrait_clip: Path, portrait_jpeg: Path) -> Path:
    """A clip and a photo that are judged, and files that are not in all the ways there are."""
    directory = tmp_path_factory.mktemp("presentations")
    (directory / "clip.mp4").write_bytes(portrait_clip.read_bytes())
    (directory / "photo.jpg").write_bytes(portrait_jpeg.read_bytes())
    (directory / "broken.mp4").write_bytes(b"no video" * 100)
    write_photo(directory / "nobody.jpg")
    (directory / "frames").mkdir()
    for index in range(3):
        write_photo(directory / "frames" / f"{index}.jpg", luma=90 + index)
    (directory / "empty").mkdir()
    names = ("clip.mp4", "broken.mp4", "frames", "empty", "lost.mp4", "photo.jpg", "nobody.jpg")
    (directory / "manifest.csv").write_text("\n".join(["file,kind", *(f"{name},replay" for name in names)]))
    return directory


@pytest.fixture(scope="module")
def report(observer: VisionObserver, presentations: Path) -> Report:
    return asyncio.run(evaluated(observer, presentations))


def test_every_presentation_is_judged_refused_or_missing(report: Report) -> None:
    found = {outcome.name: (outcome.response, outcome.refusal) for outcome in report.outcomes}
    assert found == {
        "clip.mp4": (Response.JUDGED, None),
        "broken.mp4": (Response.REFUSED, "UnsupportedMediaType"),
        "frames": (Response.REFUSED, "FaceTrackingFailed"),
        "empty": (Response.MISSING, None),
        "lost.mp4": (Response.MISSING, None),
        "photo.jpg": (Response.JUDGED, None),
        "nobody.jpg": (Response.REFUSED, "NoFaceDetected"),
    }
    assert report.data_set.missing == ("empty", "lost.mp4")


async def test_a_clip_is_decided_as_an_upload_of_a_device_is(
    observer: VisionObserver, report: Report, portrait_clip: Path
) -> None:
    observation = await observer.observe_capture([portrait_clip.read_bytes()], with_image=False)
    verdict = judge_capture(Evidence(observation), BALANCED)
    assert isinstance(verdict, Verdict)
    assert report.outcomes[0].decision is verdict.decision
    assert report.attack_detection is not None
    (replay,) = report.attack_detection.attacks
    assert replay.decisions == {str(verdict.decision): 1, "refused": 2}
    assert report.timing.frames_per_second is not None


def test_a_photo_gets_a_reading_and_no_decision(report: Report) -> None:
    photo = report.outcomes[5]
    assert photo.decision is None
    assert photo.score is not None
    assert 0 <= photo.score <= 1
    assert report.photo_texture is not None
    assert report.photo_texture.kinds[0].refused.count == 1


async def test_two_runs_differ_in_their_times_alone(
    observer: VisionObserver, presentations: Path, report: Report
) -> None:
    told: list[tuple[int, int]] = []
    again = await evaluated(observer, presentations, lambda done, total: told.append((done, total)))
    assert msgspec.structs.replace(again, timing=report.timing) == report
    assert told == [(done, 7) for done in range(1, 8)]


async def test_faces_are_compared_as_a_session_compares_them(
    observer: VisionObserver, tmp_path: Path, portrait_clip: Path, portrait_jpeg: Path
) -> None:
    folder = tmp_path / "faces"
    folder.mkdir()
    (tmp_path / "clip.mp4").write_bytes(portrait_clip.read_bytes())
    (tmp_path / "photo.jpg").write_bytes(portrait_jpeg.read_bytes())
    write_photo(tmp_path / "nobody.jpg")
    (tmp_path / "broken.mp4").write_bytes(b"no video" * 100)
    (folder / "pairs_photo_video.csv").write_text(
        "same,photo,video\n1,photo.jpg,clip.mp4\n1,nobody.jpg,clip.mp4\n0,photo.jpg,broken.mp4\n0,lost.jpg,clip.mp4\n"
    )
    report = await evaluated(observer, folder)
    (group,) = report.recognition
    assert (group.genuine, group.impostor) == (2, 1)
    assert group.false_non_match is not None
    assert (group.false_non_match.count, group.false_non_match.total) == (0, 1)
    assert group.refusals == (("FaceNotFound", 1), ("UnsupportedMediaType", 1))
    assert report.data_set.missing == ("lost.jpg",)
    assert [(pair.reference, pair.refusal) for pair in report.wrong_comparisons] == [
        ("nobody.jpg", "FaceNotFound"),
        ("photo.jpg", "UnsupportedMediaType"),
        ("lost.jpg", None),
    ]
