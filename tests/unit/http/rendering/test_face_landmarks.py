from pathlib import Path

from msgspec import structs

from livegate.contract.detection_responses import FaceLandmarks, LandmarkCoordinate
from livegate.http.rendering.face_landmarks import face_landmarks
from livegate.vision.observer import VisionObserver

# Read off the enlarged portrait by eye, before the landmarks were drawn on it. The pupils are 44 pixels apart.
SEEN = {
    "pupil_left": (203, 102),
    "pupil_right": (246, 104),
    "eye_left_outer": (194, 101),
    "eye_right_outer": (258, 104),
    "eye_left_inner": (211, 104),
    "eye_right_inner": (236, 105),
    "eyebrow_left_outer": (190, 91),
    "eyebrow_left_inner": (214, 93),
    "eyebrow_right_inner": (238, 93),
    "eyebrow_right_outer": (262, 95),
    "nose_tip": (223, 127),
    "nose_left_alar_out_tip": (210, 127),
    "nose_right_alar_out_tip": (236, 128),
    "mouth_left": (202, 140),
    "mouth_right": (246, 140),
    "upper_lip_top": (223, 140),
    "upper_lip_bottom": (223, 144),
    "under_lip_top": (223, 149),
    "under_lip_bottom": (222, 156),
}


async def landmarks_of(observer: VisionObserver, photo: Path, *, enlargement: float = 1.0) -> FaceLandmarks:
    (seen,) = (await observer.observe_still(photo.read_bytes(), with_embedding_norms=False)).faces
    return face_landmarks(seen.face.landmarks, enlargement)


async def test_the_landmarks_lie_where_a_person_sees_them(observer: VisionObserver, portrait_jpeg: Path) -> None:
    landmarks = await landmarks_of(observer, portrait_jpeg)
    for name, (x, y) in SEEN.items():
        point: LandmarkCoordinate = getattr(landmarks, name)
        assert abs(point.x - x) <= 4, (name, point)
        assert abs(point.y - y) <= 4, (name, point)


async def test_left_is_the_viewers_left_and_above_is_above(observer: VisionObserver, portrait_jpeg: Path) -> None:
    points: dict[str, LandmarkCoordinate] = structs.asdict(await landmarks_of(observer, portrait_jpeg))
    for name in (name for name in points if "left" in name):
        assert points[name].x < points[name.replace("left", "right")].x, name
    for side in ("left", "right"):
        column = ("eye_{}_top", "pupil_{}", "eye_{}_bottom", "nose_{}_alar_top", "nose_{}_alar_out_tip", "mouth_{}")
        heights = [points[name.format(side)].y for name in column]
        assert heights == sorted(heights)
        parts = ("nose_{}_alar_out_tip", "nose_{}_alar_top", "nose_root_{}")
        widths = [abs(points[name.format(side)].x - points["nose_tip"].x) for name in parts]
        assert widths == sorted(widths, reverse=True)
    lips = [points[name].y for name in ("upper_lip_top", "upper_lip_bottom", "under_lip_top", "under_lip_bottom")]
    assert lips == sorted(lips)


async def test_points_of_a_reduced_picture_are_told_in_the_photos_own_pixels(
    observer: VisionObserver, portrait_jpeg: Path
) -> None:
    once = await landmarks_of(observer, portrait_jpeg)
    twice = await landmarks_of(observer, portrait_jpeg, enlargement=2.0)
    assert abs(twice.nose_tip.x - 2 * once.nose_tip.x) <= 0.1 + 1e-9
    assert abs(twice.nose_tip.y - 2 * once.nose_tip.y) <= 0.1 + 1e-9
