import pytest

from livegate.liveness.virtual_cameras import is_virtual_camera

SOFTWARE = [
    "OBS Virtual Camera",
    "OBS-Camera2",
    "Streamlabs OBS Virtual Camera",
    "obs_virtual_camera (m-de:vice)",
    "ManyCam Virtual Webcam",
    "Snap Camera",
    "XSplit VCam",
    "XSplitVCam",
    "mmhmm Camera",
    "CamTwist",
    "Dummy video device (0x0000)",
    "v4l2loopback 0",
    "SplitCam Video Driver",
    "CyberLink YouCam 9",
    "e2eSoft VCam",
    "AlterCam Virtual Webcam",
    "Personify ChromaCam",
    "NewTek NDI Video",
    "NDI Webcam Video 1",
    "Unity Video Capture #2",
    "vMix Video External 2",
    "Camera (NVIDIA Broadcast)",
    "Somebody's Clip (Windows Virtual Camera)",
]
CAMERAS = [
    "",
    "Integrated Camera (04f2:b6d9)",
    "FaceTime HD Camera (Built-in) (05ac:8514)",
    "HD Pro Webcam C920 (046d:082d)",
    "USB2.0 HD UVC WebCam",
    "Front Camera",
    "camera2 1, facing front",
    "OBSBOT Tiny 2",
    "Jobs HD Webcam",
    "Snapdragon Camera",
    "Logitech StreamCam",
    "VirtualBox Webcam - Integrated Camera",
    "Dell Webcam WB7022",
    "Facecam Pro",
    "Kamera przednia",
    "前置相机",
]
PHONES = [
    "DroidCam Source 3",
    "Iriun Webcam",
    "EpocCam Camera",
    "Reincubate Camo",
    "e2eSoft iVCam",
    "Anna's iPhone Camera",
    "Anna's iPhone (Windows Virtual Camera)",
]
FILES = ["/home/somebody/obs/virtual/portrait.y4m", "C:\\clips\\ManyCam\\portrait.mjpeg"]


@pytest.mark.parametrize("name", SOFTWARE)
def test_software_cameras_are_known_by_their_names(name: str) -> None:
    assert is_virtual_camera(name)
    assert is_virtual_camera(f"  {name.upper()} ")


@pytest.mark.parametrize("name", [*CAMERAS, *PHONES, *FILES])
def test_cameras_phones_and_files_played_for_tests_are_not_taken_for_software(name: str) -> None:
    assert not is_virtual_camera(name)
