"""The samples of Azure's portal page on DELETE, as their languages send them: most with a body, which says nothing.

The page: "Session DetectLivenessWithVerify SingleModal - Delete", v1.1-preview.1. What is installed runs; for the
rest the bytes are those that the sample's library writes.
"""

import http.client
import shutil
import subprocess
import urllib.parse
from collections.abc import Iterator

import httpx
import pytest

from tests.support.paths import collection
from tests.support.raw_http import connect, read_answer
from tests.support.server import LiveServer

FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "device-1"}
SESSIONS = collection("v1.1-preview.1", verify=True)
FORM = "Content-Type: application/x-www-form-urlencoded"

SAMPLES = {
    "curl": ("", ["User-Agent: curl/8.5.0", "Accept: */*", "Content-Length: 6", FORM]),
    "C#": ("?", ["Content-Length: 0"]),
    "Java": (
        "",
        [
            "Content-Length: 6",
            "Content-Type: text/plain; charset=ISO-8859-1",
            "Connection: Keep-Alive",
            "User-Agent: Apache-HttpClient/4.5.14 (Java/17.0.9)",
        ],
    ),
    "JavaScript": ("?", ["Content-Length: 6", f"{FORM}; charset=UTF-8", "Origin: null", "Connection: keep-alive"]),
    "Objective-C": ("?entities=true", ["Accept: */*", "Content-Length: 6", FORM, "Connection: keep-alive"]),
    "PHP": ("", ["User-Agent: HTTP_Request2/2.5.1", "Accept-Encoding: gzip, deflate", FORM, "Content-Length: 6"]),
    "Ruby": ("", ["Accept: */*", "User-Agent: Ruby", "Content-Length: 6", FORM]),
}


@pytest.fixture
def session(live_server: LiveServer) -> Iterator[str]:
    """The path of a session that the test must delete."""
    with live_server.client() as backend:
        path = f"{SESSIONS}/{backend.post(SESSIONS, json=FIELDS).json()['sessionId']}"
        yield path
        assert backend.get(path).status_code == 404


def address(server: LiveServer) -> tuple[str, int]:
    url = httpx.URL(server.endpoint)
    return url.host, url.port or 80


@pytest.mark.parametrize("language", SAMPLES)
def test_the_bytes_of_a_sample_delete_and_the_connection_goes_on(
    live_server: LiveServer, session: str, language: str
) -> None:
    query, headers = SAMPLES[language]
    lines = [f"DELETE {session}{query} HTTP/1.1", "Host: gate", f"Ocp-Apim-Subscription-Key: {live_server.key}"]
    body = "" if "Content-Length: 0" in headers else "{body}"
    assert_deletes(live_server, "\r\n".join([*lines, *headers, "", body]).encode())


@pytest.mark.parametrize("is_chunked", [False, True])
def test_a_body_of_a_megabyte_is_passed_over_and_the_connection_goes_on(
    live_server: LiveServer, session: str, *, is_chunked: bool
) -> None:
    head = f"DELETE {session} HTTP/1.1\r\nHost: gate\r\nOcp-Apim-Subscription-Key: {live_server.key}\r\n".encode()
    body = b"x" * 1_000_000
    if is_chunked:
        content = head + b"Transfer-Encoding: chunked\r\n\r\n" + b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    else:
        content = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    assert_deletes(live_server, content)


def test_curl_deletes_as_on_the_page(live_server: LiveServer, session: str) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed; the bytes that it sends are tested all the same.")
    key = f"Ocp-Apim-Subscription-Key: {live_server.key}"
    command = [curl, "-v", "--fail", "-X", "DELETE", live_server.endpoint + session, "-H", key]
    done = subprocess.run(  # noqa: S603  # the page's own command
        [*command, "--data-ascii", "{body}"], capture_output=True, text=True, check=True
    )
    assert "< HTTP/1.1 200" in done.stderr
    assert done.stdout == ""


def test_python_deletes_as_on_the_page(live_server: LiveServer, session: str) -> None:
    headers = {"Ocp-Apim-Subscription-Key": live_server.key}
    params = urllib.parse.urlencode({})
    connection = http.client.HTTPConnection(*address(live_server))
    for expected in (200, 404):
        connection.request("DELETE", f"{session}?{params}", "{body}", headers)
        response = connection.getresponse()
        assert response.status == expected
        assert (response.read() == b"") is (expected == 200)
    connection.close()


def assert_deletes(server: LiveServer, content: bytes) -> None:
    """Assert that the request is answered 200 without a body, and the next one on the same connection too."""
    with connect(address(server)) as connection:
        connection.sendall(content)
        deleted = read_answer(connection, "DELETE")
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: gate\r\n\r\n")
        following = read_answer(connection)
    assert deleted is not None
    assert (deleted.status, deleted.body) == (200, b"")
    assert following is not None
    assert following.status == 200
