from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.attacked_server import AttackedServer, resident_memory
from tests.support.hostile_callers import HostileCallers
from tests.support.server import running_server


@pytest.fixture(scope="session")
def attacked(
    tmp_path_factory: pytest.TempPathFactory, portrait_clip: Path, portrait_jpeg: Path
) -> Iterator[AttackedServer]:
    """A server of the attacks' own."""
    directory = tmp_path_factory.mktemp("attacked")
    with (
        running_server(directory / "data", capture_workers="1") as server,
        # A connection for each call: one that is kept may be closed for idleness just when the next call is sent.
        server.client(Connection="close") as backend,
    ):
        # Models and decoders take their memory at first use.
        session = AttackedServer(server, backend).create(verifies=True)
        files = {"Content": portrait_clip.read_bytes(), "VerifyImage": portrait_jpeg.read_bytes()}
        with server.device(session.token) as device:
            assert device.post("/face/v1.2/detectLivenessWithVerify/singleModal", files=files).status_code == 200
        yield AttackedServer(server, backend, resident_memory(server.process.pid))


@pytest.fixture(scope="session")
def callers(attacked: AttackedServer, portrait_clip: Path, portrait_jpeg: Path) -> HostileCallers:
    """Callers that mean it harm."""
    return HostileCallers(attacked, portrait_clip.read_bytes(), portrait_jpeg.read_bytes())
