/** @import {Camera} from "../check/types.js" */

/**
 * What the browser tells of a camera; `facing` is "" where it does not say.
 * @typedef {Readonly<{deviceId: string, label: string, facing: string}>} Device
 */

/**
 * From the best to the worst: a camera that faces the person; one of which nothing is known, as that of a laptop; one
 * that looks away; one that sees heat or distance in place of colours; software.
 * @typedef {"front" | "unknown" | "back" | "infrared" | "virtual"} Kind
 */

/** @type {readonly Kind[]} */
const KINDS = Object.freeze(["front", "unknown", "back", "infrared", "virtual"]);

// "camera2 0, facing back" is Chromium's name on Android, where it adds "infrared" since its review 1960152 (Pixel 4);
// "Microsoft IR Camera Front" serves Windows Hello (w3c/mediacapture-main issue 553). Apple's Desk View looks down.
const BACK = Object.freeze(["back", "rear", "environment", "desk view"]);
const FRONT = Object.freeze(["front", "facetime", "user facing"]);
const INFRARED = Object.freeze(["ir", "infrared", "depth", "tof", "windows hello"]);

/**
 * @param {Device} device
 * @returns {Kind}
 */
export function kindOf({ label, facing }) {
  const words = wordsOf(label);
  if (isVirtualCamera(label)) return "virtual";
  // Chromium's camera from a file is named by its path, and a path's words say nothing.
  if (/[\\/]/.test(label)) return "unknown";
  if (namesAny(words, INFRARED)) return "infrared";
  if (facing === "environment" || namesAny(words, BACK)) return "back";
  return facing === "user" || namesAny(words, FRONT) ? "front" : "unknown";
}

/**
 * The cameras, the best first; those of one kind stay in the browser's order, which begins with the user's own choice.
 * @param {readonly Device[]} devices
 * @returns {readonly Device[]}
 */
export function rank(devices) {
  const places = devices.map((device) => ({ device, place: KINDS.indexOf(kindOf(device)) }));
  return Object.freeze(places.sort((one, other) => one.place - other.place).map(({ device }) => device));
}

/**
 * The camera to take in place of the one that the browser gave, or null when that one is good enough.
 * @param {Device} given
 * @param {readonly Device[]} devices
 * @returns {Device | null}
 */
export function betterThan(given, devices) {
  if (isGood(given)) return null;
  const [best] = rank(devices);
  const isBetter = best !== undefined && KINDS.indexOf(kindOf(best)) < KINDS.indexOf(kindOf(given));
  return isBetter ? best : null;
}

/** @param {Device} device */
function isGood(device) {
  return ["front", "unknown"].includes(kindOf(device));
}

/**
 * What the rest of the check knows of a camera.
 * @param {Device} device
 * @returns {Camera}
 */
export function cameraOf({ deviceId, label, facing }) {
  return Object.freeze({ deviceId, label, isVirtual: kindOf({ deviceId, label, facing }) === "virtual" });
}

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
