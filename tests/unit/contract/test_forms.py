import pytest

from livegate.contract.error_catalogue import INVALID_REQUEST_BODY
from livegate.contract.errors import ServiceError
from livegate.contract.forms import CreateForm, FormPart, parse_create_form
from livegate.contract.versions import ApiVersion

PREVIEW = ApiVersion.V1_2_PREVIEW_1
GENERAL = ApiVersion.V1_2
MODE = FormPart("livenessOperationMode", None, "text/plain; charset=UTF-8", b"Passive")
PARAMETERS = FormPart("Parameters", None, None, b'{"livenessOperationMode": "Passive"}')
PHOTO = FormPart("VerifyImage", "verify-image", None, b"\xff\xd8photo")


def refusal(version: ApiVersion, *parts: FormPart) -> ServiceError:
    with pytest.raises(ServiceError) as raised:
        parse_create_form(version, parts)
    assert raised.value.entry is INVALID_REQUEST_BODY
    return raised.value


@pytest.mark.parametrize("names", [("Parameters", "VerifyImage"), ("parameters", "VERIFYIMAGE")])
def test_a_preview_form_has_its_fields_as_json(names: tuple[str, str]) -> None:
    parts = (FormPart(names[1], "blob", None, PHOTO.content), FormPart(names[0], None, None, PARAMETERS.content))
    assert parse_create_form(PREVIEW, parts) == CreateForm({"livenessoperationmode": "Passive"}, PHOTO.content)


def test_a_later_form_has_a_part_for_each_field() -> None:
    android = FormPart("authTokenTimeToLiveInSeconds", None, "application/json", b"60")
    form = parse_create_form(GENERAL, [MODE, android, FormPart("verifyImage", None, None, PHOTO.content)])
    assert form.fields == {"livenessoperationmode": "Passive", "authtokentimetoliveinseconds": "60"}
    assert form.verify_image == PHOTO.content


def test_a_later_form_may_bring_parameters_and_a_part_of_its_own_prevails() -> None:
    """Deviation D-07."""
    own = FormPart("LivenessOperationMode", None, None, b"PassiveActive")
    assert parse_create_form(GENERAL, [own, PARAMETERS]).fields == {"livenessoperationmode": "PassiveActive"}


@pytest.mark.parametrize("left_out", [b"", b"undefined", b"null"])
def test_what_a_browser_makes_of_an_omitted_field_is_absent(left_out: bytes) -> None:
    """Deviations D-06 and D-11."""
    form = parse_create_form(
        GENERAL, [MODE, FormPart("verifyImage", None, None, left_out), FormPart("modelVersion", None, None, left_out)]
    )
    assert form == CreateForm({"livenessoperationmode": "Passive"}, None)


@pytest.mark.parametrize("content", [b"", b"undefined"])
def test_an_empty_file_is_still_the_verify_image(content: bytes) -> None:
    """Deviation D-19: else the device could choose whom to compare with."""
    assert parse_create_form(GENERAL, [MODE, FormPart("verifyImage", "me.jpg", None, content)]).verify_image == content


def test_a_preview_form_without_an_image_is_pointed_to_json() -> None:
    assert "JSON" in refusal(PREVIEW, PARAMETERS).detail


def test_a_preview_form_without_parameters_is_told_so() -> None:
    assert "Parameters" in refusal(PREVIEW, PHOTO, MODE).detail


@pytest.mark.parametrize("version", [PREVIEW, GENERAL])
def test_several_verify_images_are_refused(version: ApiVersion) -> None:
    assert "2 verify images" in refusal(version, PARAMETERS, PHOTO, PHOTO).detail


@pytest.mark.parametrize(
    "part", [FormPart("Parameters", None, None, b"Passive"), FormPart("deviceCorrelationId", None, None, b"\xff")]
)
def test_unreadable_parts_are_refused(part: FormPart) -> None:
    refusal(GENERAL, MODE, part)


def test_a_form_without_parts_has_no_fields() -> None:
    assert parse_create_form(GENERAL, []) == CreateForm({}, None)
