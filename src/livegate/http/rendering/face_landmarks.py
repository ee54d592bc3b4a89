"""Azure's 27 landmarks from the face mesh."""

from types import MappingProxyType

from livegate.contract.detection_responses import FaceLandmarks, LandmarkCoordinate
from livegate.liveness.observation import FloatArray

MESH_POINTS: MappingProxyType[str, tuple[int, ...]] = MappingProxyType(
    {
        "pupil_left": (468,),
        "pupil_right": (473,),
        "nose_tip": (4,),
        "mouth_left": (61,),
        "mouth_right": (291,),
        "eyebrow_left_outer": (46, 70),
        "eyebrow_left_inner": (55, 107),
        "eye_left_outer": (33,),
        "eye_left_top": (159,),
        "eye_left_bottom": (145,),
        "eye_left_inner": (133,),
        "eyebrow_right_inner": (285, 336),
        "eyebrow_right_outer": (276, 300),
        "eye_right_inner": (362,),
        "eye_right_top": (386,),
        "eye_right_bottom": (374,),
        "eye_right_outer": (263,),
        "nose_root_left": (245,),
        "nose_root_right": (465,),
        "nose_left_alar_top": (198,),
        "nose_right_alar_top": (420,),
        "nose_left_alar_out_tip": (129,),
        "nose_right_alar_out_tip": (358,),
        "upper_lip_top": (0,),
        "upper_lip_bottom": (13,),
        "under_lip_top": (14,),
        "under_lip_bottom": (17,),
    }
)
"""The points of the 478-point mesh whose mean is the landmark. Of an eyebrow's ends, the upper and the lower edge.

Azure names its points and draws them, no more. Those of the nose were chosen where its published answers lie: the
points of five frontal faces, fitted by eyes and mouth to the mean mesh of 26 frontal LFW photos, lie within 0.05 of the
distance between the pupils.
"""


def face_landmarks(mesh: FloatArray, enlargement: float) -> FaceLandmarks:
    """Return the landmarks of ``mesh`` (478 x 3, pixels) in a picture ``enlargement`` times as large."""
    return FaceLandmarks(**{name: _coordinate(mesh, points, enlargement) for name, points in MESH_POINTS.items()})


def _coordinate(mesh: FloatArray, points: tuple[int, ...], enlargement: float) -> LandmarkCoordinate:
    x, y = (mesh[list(points), :2].mean(axis=0) * enlargement).tolist()
    return LandmarkCoordinate(x=round(x, 1), y=round(y, 1))
