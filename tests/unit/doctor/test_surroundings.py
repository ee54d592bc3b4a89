import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from livegate.doctor.findings import Status
from livegate.doctor.surroundings import check_cache, check_models, check_port
from livegate.settings import Settings
from tests.support.server import LiveServer
from tests.support.valkey import cache_url, running_valkey


def status_and_message(settings: Settings) -> tuple[Status, str]:
    (finding,) = check_port(settings)
    return finding.status, finding.message


def test_a_port_that_nobody_uses_is_free() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as probe:
        port = probe.getsockname()[1]
    status, message = status_and_message(Settings(port=port))
    assert status is Status.OK
    assert "is free" in message


def test_a_port_that_something_else_uses_fails() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other, ThreadPoolExecutor(1) as threads:
        accepted = threads.submit(other.accept)
        accepted.add_done_callback(lambda future: future.result()[0].close())
        status, message = status_and_message(Settings(port=other.getsockname()[1]))
    assert status is Status.FAIL
    assert "something else" in message


def test_a_port_on_which_a_livegate_answers_is_fine(live_server: LiveServer) -> None:
    status, message = status_and_message(Settings(port=int(live_server.endpoint.rpartition(":")[2])))
    assert status is Status.OK
    assert message.startswith("a livegate answers")


def test_an_address_of_another_machine_fails() -> None:
    status, message = status_and_message(Settings(host="192.0.2.1"))
    assert status is Status.FAIL
    assert "cannot be listened on" in message


def test_missing_models_fail_but_in_test_mode(tmp_path: Path) -> None:
    for test_mode, status in ((False, Status.FAIL), (True, Status.WARN)):
        (finding,) = check_models(Settings(models_dir=tmp_path, test_mode=test_mode))
        assert finding.status is status
        assert finding.remedy == "Run `livegate models install`."


def test_installed_models_are_fine() -> None:
    (finding,) = check_models(Settings())
    assert finding.status is Status.OK


def test_a_cache_is_fine_while_it_answers() -> None:
    with running_valkey() as valkey:
        settings = Settings.model_validate({"cache_url": cache_url(valkey)})
        (answering,) = check_cache(settings)
    (gone,) = check_cache(settings)
    (none,) = check_cache(Settings())
    assert [finding.status for finding in (answering, gone, none)] == [Status.OK, Status.FAIL, Status.OK]
