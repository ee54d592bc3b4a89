/**
 * The server's answers to calls, and how long to wait after some of them.
 *
 * @module
 */

import { isFields, parseFields, textOrNull } from "./json.js";

/**
 * `retryAfter` is milliseconds; `code` and `message` are those of an error.
 *
 * @typedef {Readonly<{status: number, fields: Readonly<Record<string, unknown>>, code: string | null,
 *   message: string | null, requestId: string | null, retryAfter: number | null}>} Answer
 */

const MOST_RETRIES = 2;
const LONGEST_RETRY_AFTER = 10_000;
const DEFAULT_RETRY_AFTER = 2_000;

/** A capture of an earlier try waits 15 seconds for its connection, and is judged within a few more. */
const LONGEST_CONFLICT = 20_000;
const SHORTEST_CONFLICT_PAUSE = 300;
const LONGEST_CONFLICT_PAUSE = 4_000;

/**
 * Read an answer whole. Rejects when the connection breaks meanwhile.
 *
 * @param {Response} response
 * @returns {Promise<Answer>}
 */
export async function readAnswer(response) {
  const fields = parseFields(await response.text()) ?? {};
  const error = isFields(fields.error) ? fields.error : {};
  const seconds = response.headers.get("retry-after");
  return Object.freeze({
    status: response.status,
    fields,
    code: textOrNull(error.code),
    message: textOrNull(error.message),
    requestId: response.headers.get("apim-request-id"),
    retryAfter: seconds === null || Number.isNaN(Number(seconds)) ? null : Number(seconds) * 1000,
  });
}

/**
 * Return after how many milliseconds to send the same again; null where that would not help, or has not
 * helped.
 *
 * @param {Answer} answer
 * @param {number} tries  made so far
 * @param {number} waited  milliseconds since the first
 * @returns {number | null}
 */
export function retryPause(answer, tries, waited) {
  if (answer.status === 409) {
    const pause = Math.min(SHORTEST_CONFLICT_PAUSE * 2 ** (tries - 1), LONGEST_CONFLICT_PAUSE);
    return waited + pause <= LONGEST_CONFLICT ? pause : null;
  }
  if (answer.status !== 429 && answer.status !== 503) return null;
  const pause = answer.retryAfter ?? DEFAULT_RETRY_AFTER;
  return tries <= MOST_RETRIES && pause <= LONGEST_RETRY_AFTER ? pause : null;
}
