"""Which camera names are those of software: cameras that play files and screens, or change the picture.

A name proves nothing: every one of these programs, or the registry beside it, lets it be changed, and a browser passes
on what it is told (w3c/mediacapture-main issue 896: the specification does not tell virtual cameras apart). It catches
those who do not bother.
"""

import re

SOFTWARE_CAMERAS = (
    "akvcam",
    "altercam",
    "animaze",
    "avatarify",
    "camtwist",
    "chromacam",
    "dummy video device",
    "e2esoft vcam",
    "facerig",
    "fake webcam",
    "logi capture",
    "logitech capture",
    "magiccamera",
    "manycam",
    "mmhmm",
    "ndi video",
    "ndi webcam",
    "newtek ndi",
    "nvidia broadcast",
    "obs",
    "perfectcam",
    "prezi",
    "screen capture recorder",
    "snap camera",
    "softcam",
    "sparkocam",
    "splitcam",
    "spoutcam",
    "unity video capture",
    "unitycapture",
    "v4l2loopback",
    "vcam",
    "virtual",
    "vmix video",
    "vtubestudiocam",
    "webcammax",
    "webcamoid",
    "xsplit",
    "xsplitvcam",
    "youcam",
)
"""As whole words. ``obs`` is OBS Studio, and OBSBOT makes cameras; ``dummy video device`` is v4l2loopback unnamed."""

PHONES_AS_CAMERAS = ("camo", "continuity camera", "droidcam", "epoccam", "iphone", "iriun", "ivcam")
"""Programs that bring a phone's own camera to a computer: somebody is filmed, so they are not counted.

They win over a word of the other list. Windows puts "Windows Virtual Camera" behind the name of every camera that a
program makes (its page on MFCreateVirtualCamera), a phone's included: such a phone is counted unless one of these is in
its name.
"""

_USB_ID = re.compile(r"\([0-9a-f]{4}:[0-9a-f]{4}\)$")
"""Chromium writes vendor and product behind a camera's name."""

_FILE_PATH = re.compile(r"([a-z]:)?[\\/]")
"""Chromium names the camera that it plays from a file, for tests, by the file's path."""


def is_virtual_camera(name: str) -> bool:
    """Tell whether a camera's name, in any letter case and spelling, is that of a known software camera.

    A file's path is none, whatever words are in it.
    """
    folded = name.strip().casefold()
    if _FILE_PATH.match(folded):
        return False
    words = " ".join(re.findall(r"[^\W_]+", _USB_ID.sub("", folded)))
    return _names(words, SOFTWARE_CAMERAS) and not _names(words, PHONES_AS_CAMERAS)


def _names(words: str, known: tuple[str, ...]) -> bool:
    # A number may follow without a space: "OBS-Camera2", "ManyCam3".
    return any(re.search(rf"\b{entry}\d*\b", words) for entry in known)
