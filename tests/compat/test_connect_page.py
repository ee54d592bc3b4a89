"""The examples on connecting an app do what the page says, as they stand."""

import os
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser

import httpx
import pytest

from livegate.app import WEB_DIRECTORY
from tests.support.server import LiveServer

WRITTEN_ENDPOINT = "http://127.0.0.1:8420"


class Example(HTMLParser):
    """The text of the block with an id."""

    def __init__(self, name: str, endpoint: str) -> None:
        super().__init__()
        self._name = name
        self._inside = False
        self.text = ""
        page = (WEB_DIRECTORY / "tryit" / "connect.html").read_text(encoding="utf-8")
        self.feed(page.replace(WRITTEN_ENDPOINT, endpoint))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "pre":
            self._inside = dict(attrs).get("id") == self._name

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text += data


def run(arguments: list[str], server: LiveServer) -> str:
    environment = {**os.environ, "LIVEGATE_KEY": server.key}
    return subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout  # noqa: S603  # the page's own examples


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_curl_example_creates_a_session(live_server: LiveServer) -> None:
    answer = run(["/bin/sh", "-c", Example("curl-example", live_server.endpoint).text], live_server)

    session_id = re.search(r'"sessionId":\s*"([^"]+)"', answer)
    assert session_id is not None
    with live_server.client() as client:
        assert client.get(f"/face/v1.2/detectLiveness-sessions/{session_id[1]}").status_code == httpx.codes.OK


def test_the_page_example_loads_what_is_there(live_server: LiveServer) -> None:
    element, assets = re.findall(r'"(http[^"]+)"', Example("element-example", live_server.endpoint).text)

    assert httpx.get(element).headers["content-type"] == "text/javascript; charset=utf-8"
    assert httpx.get(f"{assets}js/main.js").headers["access-control-allow-origin"] == "*"


def test_the_sdk_example_creates_a_session(live_server: LiveServer) -> None:
    printed = run([sys.executable, "-c", Example("sdk-example", live_server.endpoint).text], live_server)

    session_id, token = printed.split()
    assert token.count(".") == 2
    with live_server.client() as client:
        path = f"/face/v1.2-preview.1/detectLiveness/singleModal/sessions/{session_id}"
        assert client.get(path).status_code == httpx.codes.OK
