/** @import {Settings} from "./check/types.js" */

const FLAGS = new Set(["skipInstructions", "extendedTime", "spokenGuidance", "retryInPlace"]);

/**
 * The element's options as the rest of the check takes them: no empty texts, and the dictionary as an object.
 * @param {Readonly<Record<string, unknown>>} options by the names of the element's properties; all of them are there
 * @returns {Settings}
 */
export function readSettings(options) {
  const read = Object.entries(options).map(([name, value]) => [
    name,
    FLAGS.has(name) ? value === true : text(value),
  ]);
  const languageDictionary = readDictionary(options.languageDictionary);
  const mediaInfoDeviceId = cameraId(options.mediaInfoDeviceId);
  return /** @type {any} */ (
    Object.freeze({ ...Object.fromEntries(read), languageDictionary, mediaInfoDeviceId })
  );
}

/** @param {unknown} value */
function text(value) {
  const trimmed = value === undefined || value === null ? "" : String(value).trim();
  return trimmed === "" ? null : trimmed;
}

/**
 * Apps that take the first of all devices hand on `default`, which is what browsers call a microphone and no camera.
 * @param {unknown} value
 */
function cameraId(value) {
  return value === "default" ? null : text(value);
}

/**
 * @param {unknown} dictionary an object, or the JSON text of one; anything else overrides nothing
 * @returns {Readonly<Record<string, string>> | null}
 */
function readDictionary(dictionary) {
  try {
    const parsed = typeof dictionary === "string" ? JSON.parse(dictionary) : dictionary;
    return typeof parsed === "object" && parsed !== null ? Object.freeze({ ...parsed }) : null;
  } catch {
    return null;
  }
}
