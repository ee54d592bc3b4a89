import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest

from livegate.access.resources_file import ResourcesFileError
from livegate.app import Application, _try_it_grants, open_pipeline
from livegate.liveness.operating_points import OPERATING_POINTS
from livegate.opened_keys import open_signing_keys
from livegate.operations.system import RandomIdentifiers
from livegate.served_resources import open_resources, operating_points
from livegate.settings import Settings
from livegate.vision.models.store import ModelMissingError
from tests.support.sessions import ManualClock

PATH = "/face/v1.2/detectLiveness-sessions"
FIELDS = {"livenessOperationMode": "Passive", "deviceCorrelationId": "d", "authTokenTimeToLiveInSeconds": 60}


def settings(directory: Path, **changes: Any) -> Settings:
    return Settings(data_dir=directory, key1="k" * 32, capture_workers=1, **changes)


async def test_two_applications_with_different_settings_live_in_one_process(tmp_path: Path) -> None:
    clock, identifiers = ManualClock(), RandomIdentifiers()
    first, second = (settings(tmp_path / name, public_url=f"http://{name}.example") for name in ("first", "second"))
    async with open_pipeline(first, clock, identifiers) as one, open_pipeline(second, clock, identifiers) as two:
        callers = [
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app),
                base_url="http://gate",
                headers={"Ocp-Apim-Subscription-Key": "k" * 32},
            )
            for app in (one, two)
        ]
        created = (await callers[0].post(PATH, json=FIELDS)).json()
        statuses = [(await caller.get(f"{PATH}/{created['sessionId']}")).status_code for caller in callers]
        await asyncio.gather(*(caller.aclose() for caller in callers))
    assert statuses == [200, 404]


async def test_a_token_dies_with_its_lifetime_and_a_session_after_two_days(tmp_path: Path) -> None:
    clock = ManualClock()
    async with (
        open_pipeline(settings(tmp_path), clock, RandomIdentifiers()) as app,
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gate") as caller,
    ):
        key = {"Ocp-Apim-Subscription-Key": "k" * 32}
        created = (await caller.post(PATH, json=FIELDS, headers=key)).json()
        bearer = {"Authorization": f"Bearer {created['authToken']}"}
        clock.advance(seconds=59)
        assert (await caller.post("/face/v1.2/session/start", headers=bearer)).status_code == 200
        clock.advance(seconds=1)
        assert (await caller.post("/face/v1.2/session/start", headers=bearer)).status_code == 401
        clock.advance(hours=47, minutes=58)
        assert (await caller.get(f"{PATH}/{created['sessionId']}", headers=key)).status_code == 200
        clock.advance(minutes=1)
        assert (await caller.get(f"{PATH}/{created['sessionId']}", headers=key)).status_code == 404


def test_keys_of_the_settings_need_the_resource_that_they_are_for(tmp_path: Path) -> None:
    path = tmp_path / "resources.toml"
    path.write_text('[[resource]]\nname = "payments"\n', encoding="utf-8")
    with pytest.raises(ResourcesFileError, match="LIVEGATE_KEY1 and LIVEGATE_KEY2 are keys of the resource 'default'"):
        open_resources(settings(tmp_path, resources_file=path))
    without_keys = Settings(data_dir=tmp_path, resources_file=path)
    assert [resource.name for resource in open_resources(without_keys)] == ["payments"]


async def test_says_that_it_has_started_once_its_parts_are_open(tmp_path: Path) -> None:
    opened: list[bool] = []
    application = Application(
        settings(tmp_path, test_mode=True),
        clock=ManualClock(),
        identifiers=RandomIdentifiers(),
        started=lambda: opened.append(application._pipeline is not None),
    )
    async with application._run(None):
        assert opened == [True]


async def test_missing_models_keep_the_server_from_starting(tmp_path: Path) -> None:
    application = Application(
        settings(tmp_path, models_dir=tmp_path / "none"), clock=ManualClock(), identifiers=RandomIdentifiers()
    )
    sent: list[str] = []

    async def receive() -> dict[str, str]:
        return {"type": "lifespan.startup"}

    async def send(message: object) -> None:
        assert isinstance(message, dict)
        sent.append(message["type"])

    with pytest.raises(ModelMissingError):
        await application({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
    assert sent == ["lifespan.startup.failed"]
    assert isinstance(application.startup_error, ModelMissingError)


def test_nothing_that_looks_at_pictures_is_loaded_before_it_is_needed() -> None:
    heavy = {"numpy", "cv2", "av", "PIL", "onnxruntime", "ai_edge_litert"}
    program = f"import sys, livegate.app, livegate.cli.serve; sys.exit(', '.join({heavy!r} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)  # noqa: S603  # fixed argv
    assert result.stderr.strip() == ""


def test_a_resource_has_its_own_operating_point_or_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "resources.toml"
    file.write_text('[[resource]]\nname = "strict"\noperating_point = "strict"\n[[resource]]\nname = "usual"\n')
    chosen = Settings(resources_file=file, operating_point="convenience")

    points = operating_points(chosen, open_resources(chosen))

    assert {name: point.name for name, point in points.items()} == {"strict": "strict", "usual": "convenience"}


def test_an_unknown_operating_point_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "resources.toml"
    file.write_text('[[resource]]\nname = "bank"\noperating_point = "paranoid"\n')

    with pytest.raises(ResourcesFileError, match="resource bank must be one of convenience, balanced, strict"):
        open_resources(Settings(resources_file=file))


def test_the_setting_knows_every_operating_point() -> None:
    assert get_args(Settings.model_fields["operating_point"].annotation) == tuple(OPERATING_POINTS)


@pytest.mark.parametrize(
    "changes", [{"public_url": "https://live.example"}, {"try_it": "off"}, {"production": True}], ids=str
)
def test_the_try_it_page_asks_for_a_key_wherever_strangers_may_call(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert _try_it_grants(settings(tmp_path, **changes), open_signing_keys(tmp_path)) is None


@pytest.mark.parametrize("changes", [{}, {"public_url": "http://localhost:8420"}], ids=str)
def test_the_try_it_page_asks_for_none_on_a_machine_of_ones_own(tmp_path: Path, changes: dict[str, Any]) -> None:
    assert _try_it_grants(settings(tmp_path, **changes), open_signing_keys(tmp_path)) is not None
