import { isVirtualCamera, namesAny, wordsOf } from "./virtual_cameras.js";

/** @typedef {import("../check/types.js").Camera} Camera */

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
