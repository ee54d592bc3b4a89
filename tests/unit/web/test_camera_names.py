"""The browser element and the server know the same software cameras."""

import json
import subprocess

from livegate.app import WEB_DIRECTORY
from livegate.liveness.virtual_cameras import PHONES_AS_CAMERAS, SOFTWARE_CAMERAS, is_virtual_camera
from tests.support.packages import find_program

MODULE = WEB_DIRECTORY / "element/assets/facelivenessdetector-assets/js/camera/cameras.js"
NAMES = (
    "OBS Virtual Camera",
    "OBS-Camera2",
    "OBSBOT Tiny 2",
    "Integrated Camera (04f2:b6d0)",
    "ManyCam3",
    "Windows Virtual Camera",
    "Windows Virtual Camera: DroidCam",
    "Caméra virtuelle",
    "logi_capture",
    "/films/obs virtual.y4m",
    "C:\\films\\vcam.mjpeg",
    "",
)
SCRIPT = f"""
import {{ SOFTWARE_CAMERAS, PHONES_AS_CAMERAS, isVirtualCamera }} from {json.dumps(str(MODULE))};
const judged = JSON.parse(process.argv[1]).map(isVirtualCamera);
console.log(JSON.stringify({{ software: SOFTWARE_CAMERAS, phones: PHONES_AS_CAMERAS, judged }}));
"""


def test_the_element_judges_camera_names_as_the_server_does() -> None:
    argv = [find_program("node"), "--input-type=module", "--eval", SCRIPT, json.dumps(NAMES)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603  # fixed argv
    element = json.loads(done.stdout)

    assert tuple(element["software"]) == SOFTWARE_CAMERAS
    assert tuple(element["phones"]) == PHONES_AS_CAMERAS
    assert element["judged"] == [is_virtual_camera(name) for name in NAMES]
