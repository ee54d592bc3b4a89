"""Assertions with the Python SDK 1.0.0b1, each run in a process of its own by ``test_python_sdk_b1.py``.

Usage: python python_sdk_b1.py ASSERTION, with the server, its key and a photo in the environment as COMPATIBILITY.
"""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from azure.ai.vision.face import FaceSessionClient
from azure.ai.vision.face._version import VERSION
from azure.ai.vision.face.models import (
    CreateLivenessSessionContent,
    FaceSessionStatus,
    LivenessOperationMode,
    QualityForRecognition,
)
from azure.core.credentials import AzureKeyCredential
from azure.core.exceptions import ResourceNotFoundError

API_VERSION = "v1.1-preview.1"
DEVICE = "5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a11"
CONTENT = CreateLivenessSessionContent(
    liveness_operation_mode=LivenessOperationMode.PASSIVE,
    device_correlation_id=DEVICE,
    auth_token_time_to_live_in_seconds=60,
)


def creates_and_reads_a_session(client: FaceSessionClient, photo: bytes) -> None:
    created = client.create_liveness_session(CONTENT)
    assert created.session_id
    assert created.auth_token
    session = client.get_liveness_session_result(created.session_id)
    assert session.id == created.session_id
    assert session.device_correlation_id == DEVICE
    assert session.auth_token_time_to_live_in_seconds == 60
    assert session.status == FaceSessionStatus.NOT_STARTED


def misses_a_deleted_session(client: FaceSessionClient, photo: bytes) -> None:
    created = client.create_liveness_session(CONTENT)
    client.delete_liveness_session(created.session_id)
    assert_missing(lambda: client.get_liveness_session_result(created.session_id))


def creates_and_reads_a_session_with_verify(client: FaceSessionClient, photo: bytes) -> None:
    created = client.create_liveness_with_verify_session(CONTENT, verify_image=None)
    assert created.auth_token
    assert created.verify_image is None
    session = client.get_liveness_with_verify_session_result(created.session_id)
    assert session.device_correlation_id == DEVICE


def describes_the_verify_image(client: FaceSessionClient, photo: bytes) -> None:
    created = client.create_liveness_with_verify_session(CONTENT, verify_image=photo)
    assert created.verify_image is not None
    rectangle = created.verify_image.face_rectangle
    assert min(rectangle.top, rectangle.left, rectangle.width, rectangle.height) > 0
    assert created.verify_image.quality_for_recognition in set(QualityForRecognition)


def misses_a_deleted_session_with_verify(client: FaceSessionClient, photo: bytes) -> None:
    created = client.create_liveness_with_verify_session(CONTENT, verify_image=photo)
    client.delete_liveness_with_verify_session(created.session_id)
    assert_missing(lambda: client.get_liveness_with_verify_session_result(created.session_id))


ASSERTIONS = (
    creates_and_reads_a_session,
    misses_a_deleted_session,
    creates_and_reads_a_session_with_verify,
    describes_the_verify_image,
    misses_a_deleted_session_with_verify,
)


def assert_missing(call: Callable[[], object]) -> None:
    with pytest.raises(ResourceNotFoundError) as caught:
        call()
    assert caught.value.status_code == 404
    assert caught.value.error is not None
    assert caught.value.error.code == "SessionNotFound"


def main(name: str) -> None:
    assert VERSION == "1.0.0b1"
    given = json.loads(os.environ["COMPATIBILITY"])
    (assertion,) = (candidate for candidate in ASSERTIONS if candidate.__name__ == name)
    credential = AzureKeyCredential(given["key"])
    with FaceSessionClient(given["endpoint"], credential, api_version=API_VERSION) as client:
        assertion(client, Path(given["photo"]).read_bytes())


if __name__ == "__main__":
    main(sys.argv[1])
