"""What all versions share: rectangles, model names, and messages for outcomes without one."""

from livegate.contract.client_errors import ClientError
from livegate.contract.responses import NO_FACE, FaceRectangle
from livegate.contract.versions import ApiVersion
from livegate.liveness import observation
from livegate.sessions.session import Canceled, Refused, Session


def rectangle(seen: observation.FaceRectangle | None) -> FaceRectangle:
    """Return the wire form; a zero rectangle where no face was seen."""
    if seen is None:
        return NO_FACE
    return FaceRectangle(top=seen.top, left=seen.left, width=seen.width, height=seen.height)


def model_version(session: Session, version: ApiVersion) -> str:
    """Return the model version that the session asked for, otherwise the caller's version's own."""
    asked = session.request.model_version
    known = version.traits.model_versions
    return asked if asked in known else known[0]


def outcome_message(outcome: Refused | Canceled) -> str:
    """Return the sentence that explains an outcome: its own, otherwise that of the client error."""
    own = outcome.message if isinstance(outcome, Refused) else ""
    return own or ClientError(outcome.code).message
