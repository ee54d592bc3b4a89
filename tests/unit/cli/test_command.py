import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from livegate.settings import Settings
from livegate.vision.models.manifest import Task

MASTER_KEY = base64.b64encode(bytes(32)).decode()
MODELS = str(Settings().models_dir.resolve())


def livegate(*arguments: str, directory: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIVEGATE_")}
    environment |= {"LIVEGATE_DATA_DIR": str(directory / "data"), "LIVEGATE_MODELS_DIR": MODELS, **settings}
    command = [sys.executable, "-m", "livegate", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603  # fixed argv


class TestKeys:
    def test_are_made_once_and_kept_for_the_owner_alone(self, tmp_path: Path) -> None:
        first, second = (livegate("keys", "show", directory=tmp_path).stdout for _ in range(2))
        assert re.fullmatch(r"KEY1  [0-9a-f]{32}\nKEY2  [0-9a-f]{32}\n", first)
        assert first == second
        assert (tmp_path / "data" / "subscription-keys.json").stat().st_mode & 0o077 == 0

    def test_are_rotated_one_at_a_time(self, tmp_path: Path) -> None:
        before = livegate("keys", "show", directory=tmp_path).stdout.splitlines()
        rotated = livegate("keys", "rotate", "KEY1", directory=tmp_path).stdout.splitlines()
        after = livegate("keys", "show", directory=tmp_path).stdout.splitlines()
        assert after == [rotated[0], before[1]]
        assert rotated[0] != before[0]

    def test_the_master_key_is_rotated_and_told_by_its_id(self, tmp_path: Path) -> None:
        first, second = (livegate("keys", "rotate", "MASTER", directory=tmp_path) for _ in range(2))
        assert first.returncode == second.returncode == 0
        told = re.fullmatch(r"MASTER  ([0-9a-f]{16})  \(0 keys wrapped anew\)\n", second.stdout)
        assert told is not None
        assert (tmp_path / "data" / "master.key").read_text().startswith(f"{told[1]}:")
        assert told[1] not in first.stdout


class TestModels:
    def test_are_verified(self, tmp_path: Path) -> None:
        verified = livegate("models", "verify", directory=tmp_path)
        assert verified.returncode == 0
        assert verified.stdout.count("present") == len(Task)

    def test_that_are_missing_fail_the_verification(self, tmp_path: Path) -> None:
        verified = livegate("models", "verify", directory=tmp_path, LIVEGATE_MODELS_DIR=str(tmp_path))
        assert verified.returncode == 1
        assert [line.split()[0] for line in verified.stdout.splitlines()] == ["missing"] * len(Task)

    def test_that_are_in_place_are_not_fetched_again(self, tmp_path: Path) -> None:
        assert livegate("models", "install", directory=tmp_path).stdout.startswith(f"All {len(Task)} models are in ")

    def test_are_listed_with_package_licence_and_checksum(self, tmp_path: Path) -> None:
        listed = livegate("models", "list", directory=tmp_path).stdout
        for part in ("face-landmarks", "presentation-attack", "recognition", "licence", "sha256", "package"):
            assert part in listed


class TestFailures:
    """An expected failure is one clear sentence, never a trace."""

    @pytest.mark.parametrize(
        ("arguments", "settings", "message"),
        [
            (["serve"], {"LIVEGATE_MODELS_DIR": "nowhere"}, "run `livegate models install`"),
            (["serve"], {"LIVEGATE_PORT": "99999"}, "LIVEGATE_PORT: "),
            (["serve", "--host", "203.0.113.1"], {}, "annot assign requested address"),
            (["keys", "show"], {"LIVEGATE_KEY1": "short"}, "LIVEGATE_KEY1: "),
            (["keys", "show"], {"LIVEGATE_KEY1": "with spaces in between"}, "LIVEGATE_KEY1: "),
            (["serve", "--port", "0"], {"LIVEGATE_OBJECTS_URL": "ftp://x"}, "ftp://x"),
            (["keys", "rotate", "KEY1"], {"LIVEGATE_KEY1": "k" * 20}, "LIVEGATE_KEY1"),
            (["keys", "rotate", "KEY1", "--distrust"], {}, "--distrust is for SIGNING alone"),
            (
                ["keys", "rotate", "MASTER"],
                {"LIVEGATE_MASTER_KEY": "secret"},
                "LIVEGATE_MASTER_KEY must be master keys",
            ),
            (["keys", "rotate", "MASTER"], {"LIVEGATE_MASTER_KEY": MASTER_KEY}, "put a new one before it there"),
            (["keys", "show", "--resource", "payments"], {}, "no resource 'payments'; there are: default"),
            (["serve"], {"LIVEGATE_RESOURCES_FILE": "nowhere.toml"}, "nowhere.toml cannot be read"),
            (["serve"], {"LIVEGATE_OIDC_ISSUER": "http://login.example"}, "LIVEGATE_OIDC_ISSUER: "),
            (["serve"], {"LIVEGATE_RATE_LIMIT": "often"}, "LIVEGATE_RATE_LIMIT cannot be 'often'"),
            (["serve"], {"LIVEGATE_CACHE_URL": "redis://x:1"}, "LIVEGATE_CACHE_URL: URL scheme should be 'valkey'"),
            (["serve"], {"LIVEGATE_CACHE_URL": "valkey://x/?a=1"}, "as in valkey://localhost:6379/0"),
            (["serve", "--workers", "2"], {"LIVEGATE_CALL_QUOTA": "9/day"}, "LIVEGATE_CACHE_URL"),
            (["models", "install", "--from", "nowhere"], {"LIVEGATE_MODELS_DIR": "empty"}, "nowhere"),
            (["attempt", "--token", "x", "--video", "none.mp4"], {}, "not a session auth token"),
        ],
    )
    def test_end_in_one_sentence(
        self, tmp_path: Path, arguments: list[str], settings: dict[str, str], message: str
    ) -> None:
        failed = livegate(*arguments, directory=tmp_path, **settings)
        assert failed.returncode == 1
        assert message in failed.stderr
        assert "Traceback" not in failed.stderr
        assert failed.stderr.count("\n") == 1

    def test_tell_of_a_file_that_is_no_database(self, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir(mode=0o700)
        (tmp_path / "data" / "livegate.db").write_bytes(b"this is no database at all" * 100)
        failed = livegate("serve", "--port", "0", directory=tmp_path)
        assert failed.returncode == 1
        assert "Traceback" not in failed.stderr
        assert "database" in failed.stderr

    def test_tell_of_a_key_file_that_others_can_read(self, tmp_path: Path) -> None:
        livegate("keys", "show", directory=tmp_path)
        (tmp_path / "data" / "subscription-keys.json").chmod(0o644)
        failed = livegate("keys", "show", directory=tmp_path)
        assert failed.returncode == 1
        assert "subscription-keys.json" in failed.stderr
        assert json.loads((tmp_path / "data" / "subscription-keys.json").read_text())["KEY1"] not in failed.stderr
