import json

import pytest

from livegate.contract import error_catalogue as catalogue
from livegate.contract.errors import ErrorEntry, ServiceError, render_error
from livegate.contract.versions import ApiVersion

OLD = ApiVersion.V1_1_PREVIEW_1


def body(error: ServiceError, version: ApiVersion | None) -> dict[str, object]:
    content: dict[str, object] = json.loads(render_error(error, version).body)["error"]
    return content


def test_an_error_carries_its_code_in_the_body_and_in_the_header() -> None:
    rendered = render_error(ServiceError(catalogue.SESSION_NOT_FOUND), ApiVersion.V1_2)
    assert rendered.status == 404
    assert rendered.headers["x-ms-error-code"] == "SessionNotFound"
    assert rendered.headers["content-type"].startswith("application/json")
    assert json.loads(rendered.body) == {
        "error": {
            "code": "SessionNotFound",
            "message": "Session ID is not found. The session ID is expired or does not exist.",
        }
    }


def test_a_detail_follows_the_sentence_of_azure() -> None:
    """Deviation D-18."""
    error = ServiceError(catalogue.INVALID_TOKEN_LIFETIME, "You sent 30.")
    assert body(error, ApiVersion.V1_2)["message"] == (
        "Invalid authTokenTimeToLiveInSeconds specified. Must be within 60 to 86400. You sent 30."
    )
    assert str(error).endswith("You sent 30.")


@pytest.mark.parametrize(("version", "code"), [(OLD, "Unspecified"), (ApiVersion.V1_2_PREVIEW_1, "401"), (None, "401")])
def test_a_refused_key_has_another_code_in_the_oldest_version(version: ApiVersion | None, code: str) -> None:
    """Deviation D-17."""
    rendered = render_error(ServiceError(catalogue.ACCESS_DENIED), version)
    error = json.loads(rendered.body)["error"]
    assert error["code"] == rendered.headers["x-ms-error-code"] == code
    assert error["message"].startswith("Access denied due to invalid subscription key")
    assert ("regional API endpoint" in error["message"]) is (code == "401")


def test_errors_of_the_gateway_have_a_status_code_in_the_oldest_version_and_a_code_later() -> None:
    """Deviation D-17."""
    error = ServiceError(catalogue.RATE_LIMIT_EXCEEDED, "Try again in 26 seconds.", retry_after=26)
    message = "Rate limit is exceeded. Try again in 26 seconds."
    assert body(error, OLD) == {"statusCode": 429, "message": message}
    assert body(error, ApiVersion.V1_3_PREVIEW_1) == {"code": "429", "message": message}
    assert body(ServiceError(catalogue.SESSION_NOT_FOUND), OLD)["code"] == "SessionNotFound"


def test_only_answers_that_may_be_repeated_say_when() -> None:
    rendered = render_error(ServiceError(catalogue.SERVICE_UNAVAILABLE, retry_after=2), None)
    assert rendered.headers["Retry-After"] == "2"
    for entry in catalogue.ERROR_CATALOGUE:
        if entry.status not in {429, 503}:
            with pytest.raises(ValueError, match="repetition"):
                ServiceError(entry, retry_after=1)


def test_headers_of_an_error_reach_the_answer() -> None:
    rendered = render_error(ServiceError(catalogue.METHOD_NOT_ALLOWED, headers={"Allow": "GET"}), OLD)
    assert rendered.headers["Allow"] == "GET"


def test_the_catalogue_lists_every_entry_once_in_the_order_of_status() -> None:
    entries = [value for value in vars(catalogue).values() if isinstance(value, ErrorEntry)]
    assert set(entries) == set(catalogue.ERROR_CATALOGUE)
    assert len(entries) == len(catalogue.ERROR_CATALOGUE)
    statuses = [entry.status for entry in catalogue.ERROR_CATALOGUE]
    assert statuses == sorted(statuses)


def test_a_missing_session_is_told_in_the_words_of_the_portals_page_in_the_oldest_version() -> None:
    sentences = [body(ServiceError(catalogue.SESSION_NOT_FOUND), version)["message"] for version in ApiVersion]
    assert sentences[0] == "Session Id is not found. The session id is expired or does not exist."
    assert set(sentences[1:]) == {"Session ID is not found. The session ID is expired or does not exist."}


@pytest.mark.parametrize("version", [None, *ApiVersion])
@pytest.mark.parametrize("entry", catalogue.ERROR_CATALOGUE, ids=lambda entry: f"{entry.status} {entry.message[:30]}")
def test_every_error_repeats_its_code_in_the_header(entry: ErrorEntry, version: ApiVersion | None) -> None:
    rendered = render_error(ServiceError(entry), version)
    content = json.loads(rendered.body)["error"]
    assert rendered.headers["x-ms-error-code"] == content.get("code", entry.code)


def test_unpublished_codes_are_the_status_or_a_name() -> None:
    """Deviation D-16."""
    for entry in catalogue.ERROR_CATALOGUE:
        assert entry.code == str(entry.status) or entry.code.isalpha()
