"""What is installed from a wheel serves the same files as a clone."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from livegate.app import WEB_DIRECTORY

ROOT = Path(__file__).parents[2]


def test_the_wheel_has_every_file_that_is_served(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)  # noqa: S603  # fixed argv

    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = set(wheel.namelist())
    served = {str(path.relative_to(ROOT / "src")) for path in WEB_DIRECTORY.rglob("*") if path.is_file()}
    assert "livegate/web/tryit/index.html" in served
    assert served <= packed
