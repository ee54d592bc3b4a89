/**
 * Which camera names are those of software: cameras that play files and screens, or change the picture.
 *
 * The names are those by which the server knows them, src/livegate/liveness/virtual_cameras.py; a test holds the two
 * lists equal. What is decided here is an order and a note for the person; the server decides for itself.
 */
export const SOFTWARE_CAMERAS = Object.freeze([
  ...[
    "akvcam",
    "altercam",
    "animaze",
    "avatarify",
    "camtwist",
    "chromacam",
    "dummy video device",
    "e2esoft vcam",
  ],
  ...[
    "facerig",
    "fake webcam",
    "logi capture",
    "logitech capture",
    "magiccamera",
    "manycam",
    "mmhmm",
    "ndi video",
  ],
  ...[
    "ndi webcam",
    "newtek ndi",
    "nvidia broadcast",
    "obs",
    "perfectcam",
    "prezi",
    "screen capture recorder",
  ],
  ...["snap camera", "softcam", "sparkocam", "splitcam", "spoutcam", "unity video capture", "unitycapture"],
  ...["v4l2loopback", "vcam", "virtual", "vmix video", "vtubestudiocam", "webcammax", "webcamoid", "xsplit"],
  ...["xsplitvcam", "youcam"],
]);

/** Programs that bring a phone's own camera to a computer: somebody is filmed, so these win over the other list. */
export const PHONES_AS_CAMERAS = Object.freeze([
  ...["camo", "continuity camera", "droidcam", "epoccam", "iphone", "iriun", "ivcam"],
]);

// Chromium writes vendor and product behind a camera's name, and names the camera that it plays from a file, for
// tests, by the file's path.
const USB_ID = /\([0-9a-f]{4}:[0-9a-f]{4}\)$/;
const FILE_PATH = /^([a-z]:)?[\\/]/;

/** @param {string} label as in `MediaStreamTrack.label` */
export function isVirtualCamera(label) {
  const folded = label.trim().toLowerCase();
  if (FILE_PATH.test(folded)) return false;
  const words = wordsOf(folded.replace(USB_ID, ""));
  return namesAny(words, SOFTWARE_CAMERAS) && !namesAny(words, PHONES_AS_CAMERAS);
}

/**
 * The words of a name in lower case, one space between two.
 * @param {string} name
 */
export function wordsOf(name) {
  return (name.toLowerCase().match(/[\p{L}\p{N}]+/gu) || []).join(" ");
}

/**
 * A number may follow a known name without a space: "OBS-Camera2".
 * @param {string} words @param {readonly string[]} known
 */
export function namesAny(words, known) {
  return known.some((entry) => new RegExp(`(^| )${entry}\\d*( |$)`).test(words));
}
