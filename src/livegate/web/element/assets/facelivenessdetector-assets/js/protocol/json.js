/**
 * JSON objects from outside.
 *
 * @module
 */

/**
 * Return the JSON object that a text is, null where it is none.
 *
 * @param {string} text
 * @returns {Record<string, unknown> | null}
 */
export function parseFields(text) {
  try {
    const value = JSON.parse(text);
    return isFields(value) ? value : null;
  } catch {
    return null;
  }
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isFields(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {string | null}
 */
export function textOrNull(value) {
  return typeof value === "string" ? value : null;
}
