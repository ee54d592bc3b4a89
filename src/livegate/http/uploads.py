"""A device's capture as it comes over HTTP."""

from dataclasses import dataclass

from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError
from livegate.contract.forms import FormPart
from livegate.http.untrusted_text import printable
from livegate.sessions.upload import Upload

LARGEST_CAPTURE = 50 * 1024 * 1024
"""Half a minute of full-HD video from a phone; a browser's capture has a few megabytes."""

LONGEST_FILE_NAME = 255
"""Characters, as most file systems have it."""


@dataclass(frozen=True, slots=True)
class CaptureForm:
    """The form's content, and the name under which its first file was sent."""

    upload: Upload
    file_name: str


def parse_capture_form(parts: tuple[FormPart, ...]) -> CaptureForm:
    """Return the capture: ``Content`` once (a video) or several times (JPEG frames), and at most one ``VerifyImage``.

    Names match in any letter case; ``Metadata`` and unknown parts are passed over. Raises ``ServiceError`` (400).
    """
    content = [part for part in parts if part.name.lower() == "content"]
    images = [part for part in parts if part.name.lower() == "verifyimage"]
    if not content:
        raise ServiceError(
            INVALID_REQUEST_BODY, "The form must have a part Content with a video, or several with JPEGs."
        )
    if len(images) > 1:
        raise ServiceError(INVALID_REQUEST_BODY, f"The form has {len(images)} verify images; it may have one.")
    upload = Upload(tuple(part.content for part in content), images[0].content if images else None)
    return CaptureForm(upload, printable(content[0].filename or content[0].name, longest=LONGEST_FILE_NAME))
