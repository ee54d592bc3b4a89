import pytest

from livegate.contract.versions import ApiVersion


@pytest.mark.parametrize("text", ["v1.2", "V1.2"])
def test_a_version_is_recognised_in_any_letter_case(text: str) -> None:
    assert ApiVersion.parse(text) is ApiVersion.V1_2


@pytest.mark.parametrize("text", ["", "v1.0", "1.2", "v1.2 ", "v1.2-preview.2", "V1_2", "v1.3"])
def test_anything_else_is_no_version(text: str) -> None:
    assert ApiVersion.parse(text) is None


def test_every_version_has_its_row_and_the_families_agree_with_their_delete_status() -> None:
    for version in ApiVersion:
        assert version.traits.is_preview_family is (version.traits.delete_status == 200)
        assert version.traits.model_versions


def test_client_attempts_came_with_the_last_version_and_legacy_errors_went_after_the_first() -> None:
    assert [version for version in ApiVersion if version.traits.has_client_attempts] == [ApiVersion.V1_3_PREVIEW_1]
    assert [version for version in ApiVersion if version.traits.has_legacy_gateway_errors] == [
        ApiVersion.V1_1_PREVIEW_1
    ]


def test_the_first_version_names_a_model_that_the_sdk_made_for_it_knows() -> None:
    """1.0.0b1 of the Python SDK knows no newer one, and its tests want one that it knows."""
    assert ApiVersion.V1_1_PREVIEW_1.traits.model_versions[0] == "2022-10-15-preview.04"
    assert ApiVersion.V1_2_PREVIEW_1.traits.model_versions[0] == "2023-12-20-preview.06"
