from typing import Any

import msgspec
import pytest

from livegate.liveness.observation import FaceRectangle
from livegate.liveness.verdict import Reason
from livegate.sessions.session import Judged, Outcome, Refused

RECTANGLE = {"top": 1, "left": 2, "width": 3, "height": 4}
REASON = {"code": "shape_change", "value": 0.05, "limit": 0.007}
JUDGED = {
    "type": "judged",
    "decision": "realface",
    "reasons": [REASON],
    "face_rectangle": RECTANGLE,
    "face_captured_at": 1.5,
    "digest": "AB" * 32,
}
REFUSED = {"type": "refused", "code": "NoFaceDetected", "message": "No face was found.", "reasons": [REASON]}


@pytest.mark.parametrize("document", [JUDGED, REFUSED])
def test_outcomes_kept_before_weights_were_still_open(document: dict[str, Any]) -> None:
    outcome = msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=Outcome)
    assert isinstance(outcome, Judged | Refused)
    assert outcome.reasons == (Reason("shape_change", 0.05, 0.007, cue=None, quality=1.0, weight=0.0),)
    if isinstance(outcome, Judged):
        assert outcome.face_rectangle == FaceRectangle(**RECTANGLE)
        assert (outcome.operating_point, outcome.total, outcome.models) == ("", 0.0, ())
