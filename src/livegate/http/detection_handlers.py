"""The operation that detects faces in a session image."""

from collections.abc import Mapping

from starlette.responses import Response

from livegate.contract.detection_requests import parse_detect_from_session_image
from livegate.contract.enums import FaceAttributeType
from livegate.contract.error_catalogue import INVALID_MEDIA_TYPE
from livegate.contract.errors import ServiceError
from livegate.contract.fields import parse_json_object
from livegate.contract.operations import OperationId
from livegate.http.azure_routes import BackendHandler
from livegate.http.bodies import LARGEST_JSON, media_type, read_body
from livegate.http.calls import BackendCall
from livegate.http.replies import reply
from livegate.sessions.detection import SessionImageDetection


class DetectionHandlers:
    """Detect."""

    def __init__(self, detection: SessionImageDetection) -> None:
        self._detection = detection

    def table(self) -> Mapping[OperationId, BackendHandler]:
        """Return the handlers by operation."""
        return {OperationId.DETECT_FROM_SESSION_IMAGE: self.detect}

    async def detect(self, call: BackendCall) -> Response:
        """Answer with the faces in a session image; Azure's other bodies of this path are refused (deviation D-32)."""
        if media_type(call.request) not in {"application/json", ""}:
            raise ServiceError(
                INVALID_MEDIA_TYPE,
                "Faces are detected in session images only: send application/json with sessionImageId.",
            )
        # It loads numpy, which test mode starts without.
        from livegate.http.rendering.detection import render_faces  # noqa: PLC0415  # see above

        fields = parse_json_object(await read_body(call.request, limit=LARGEST_JSON))
        asked = parse_detect_from_session_image(call.request.query_params.multi_items(), fields)
        observation = await self._detection.detect(
            call.resource,
            asked.session_image_id,
            with_embedding_norms=FaceAttributeType.QUALITY_FOR_RECOGNITION in asked.attributes,
        )
        return reply(render_faces(observation, asked))
