"""The form that creates a session with a verify image, in both shapes that Azure has had."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError
from livegate.contract.fields import parse_json_object
from livegate.contract.versions import ApiVersion

_VERIFY_IMAGE = "verifyimage"
_PARAMETERS = "parameters"
_ABSENT = frozenset({b"", b"undefined", b"null"})
"""What a browser's FormData makes of a field that the caller left out."""


@dataclass(frozen=True, slots=True)
class FormPart:
    """One decoded part of a multipart form."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class CreateForm:
    """A form that creates a session: its fields, and the verify image unless the device is to send it."""

    fields: Mapping[str, object]
    verify_image: bytes | None


def parse_create_form(version: ApiVersion, parts: Iterable[FormPart]) -> CreateForm:
    """Return the form's fields and verify image.

    Part names match in any letter case. The preview versions have the fields as JSON in ``Parameters``, later ones a
    part each; later ones take ``Parameters`` too, and a field's own part prevails. Raises ``ServiceError`` (400).
    """
    images: list[bytes] = []
    parameters: Mapping[str, object] | None = None
    fields: dict[str, object] = {}
    for part in parts:
        name = part.name.lower()
        if _is_absent(part):
            continue
        if name == _VERIFY_IMAGE:
            images.append(part.content)
        elif name == _PARAMETERS:
            parameters = parse_json_object(part.content)
        else:
            fields[name] = _text(part)
    if len(images) > 1:
        raise ServiceError(INVALID_REQUEST_BODY, f"The form has {len(images)} verify images; it must have one.")
    if version.traits.is_preview_family:
        _require_both(parameters, images)
    named = {name.lower(): value for name, value in (parameters or {}).items()}
    return CreateForm(fields=named | fields, verify_image=images[0] if images else None)


def _require_both(parameters: Mapping[str, object] | None, images: list[bytes]) -> None:
    if parameters is None:
        raise ServiceError(INVALID_REQUEST_BODY, "The form must have a part Parameters with a JSON object.")
    if not images:
        raise ServiceError(
            INVALID_REQUEST_BODY, "The form must have a part VerifyImage; send JSON to let the device bring the image."
        )


def _is_absent(part: FormPart) -> bool:
    # A file stays a file though it is empty: taken for absent, it would leave the choice of the image to the device.
    return part.filename is None and part.content in _ABSENT


def _text(part: FormPart) -> str:
    try:
        return part.content.decode()
    except UnicodeDecodeError as error:
        raise ServiceError(INVALID_REQUEST_BODY, "A text part of the form is not UTF-8.") from error
