"""The plugin in suites of its own, as strict with warnings as they come."""

from pathlib import Path

import pytest

pytest_plugins = "pytester"

# What else is installed here must not be asked: an app has only livegate beside pytest.
BARE = ("-W", "error", "-p", "no:asyncio", "-p", "no:anyio", "-p", "no:hypothesispytest", "-p", "no:schemathesis")


def run(pytester: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess(*BARE, "-p", "no:cacheprovider", *arguments)


def test_a_suite_has_a_server_to_create_in_play_and_wipe(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import json
        from urllib.request import Request, urlopen

        PATH = "/face/v1.2/detectLiveness-sessions"
        KEY = "Ocp-Apim-Subscription-Key"

        def call(server, method, path, body=None):
            headers = {KEY: server.key, "Content-Type": "application/json"}
            content = None if body is None else json.dumps(body).encode()
            with urlopen(Request(server.endpoint + path, content, headers, method=method)) as answer:
                return json.load(answer)

        def created(server, device):
            return call(server, "POST", PATH, {"livenessOperationMode": "Passive", "deviceCorrelationId": device})

        def test_an_attempt_that_goes_well(livegate_server):
            session = created(livegate_server, "livegate-test-spoofface")
            played = livegate_server.play_attempt(session["authToken"])
            assert (played.status, played.code, len(played.result_id)) == (200, "", 36)
            read = call(livegate_server, "GET", PATH + "/" + session["sessionId"])
            assert read["results"]["attempts"][0]["result"]["livenessDecision"] == "spoofface"

        def test_an_attempt_that_fails(livegate_server):
            session = created(livegate_server, "livegate-test-attempt-FaceWithMaskDetected")
            played = livegate_server.play_attempt(session["authToken"])
            assert (played.status, played.code) == (400, "FaceWithMaskDetected")

        def test_a_device_without_a_valid_token(livegate_server):
            session = created(livegate_server, "livegate-test-token-expired")
            assert livegate_server.play_attempt(session["authToken"]).status == 401

        def test_the_next_test_starts_afresh(livegate_server):
            livegate_server.wipe()
            assert call(livegate_server, "GET", PATH) == []
        """
    )
    run(pytester).assert_outcomes(passed=4)


def test_the_server_ends_with_the_suite(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from pathlib import Path

        def test_names_the_server(livegate_server):
            Path("endpoint").write_text(livegate_server.endpoint)
        """
    )
    run(pytester).assert_outcomes(passed=1)
    pytester.makepyfile(
        """
        import socket
        from pathlib import Path
        from urllib.parse import urlsplit

        import pytest

        def test_nobody_answers_there():
            address = urlsplit(Path("endpoint").read_text())
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((address.hostname, address.port))
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_a_suite_that_asks_for_no_server_loads_next_to_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import sys

        def test_what_is_loaded():
            loaded = {name for name in sys.modules if name.split(".")[0] == "livegate"}
            assert loaded == {"livegate", "livegate.testing", "livegate.testing.plugin"}
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_the_how_to_guides_example_works(pytester: pytest.Pytester) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "how-to" / "test-your-app.md").read_text(encoding="utf-8")
    pytester.makepyfile(guide.split("```python\n")[1].split("```")[0])
    run(pytester).assert_outcomes(passed=1)
