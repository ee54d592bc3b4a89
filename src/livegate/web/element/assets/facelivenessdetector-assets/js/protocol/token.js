/**
 * The session auth token, read and not verified: that is the server's.
 *
 * @module
 */

/** @import {Mode} from "../check/types.js" */

import { failureOf } from "./failures.js";
import { isFields, parseFields } from "./json.js";

const MODES = Object.freeze(["Passive", "PassiveActive"]);

/**
 * What a token says: the server's address without a slash at the end, the session's mode, and when it
 * expires, in milliseconds since 1970.
 *
 * @typedef {Readonly<{issuer: string, mode: Mode, expiresAt: number}>} Claims
 */

/**
 * Read a token. Throws the `Failure` tokenMissing or tokenMalformed; whether it has expired only the server
 * tells, since the device's clock may be wrong.
 *
 * @param {unknown} token
 * @returns {Claims}
 */
export function readToken(token) {
  if (token === undefined || token === null || token === "") throw failureOf("tokenMissing");
  const payload = typeof token === "string" ? payloadOf(token) : null;
  const issuer = addressOf(payload?.iss);
  const mode = modeOf(payload?.face);
  if (issuer === null || mode === null || typeof payload?.exp !== "number") throw failureOf("tokenMalformed");
  return Object.freeze({ issuer, mode, expiresAt: payload.exp * 1000 });
}

/**
 * @param {string} token
 * @returns {Record<string, unknown> | null}
 */
function payloadOf(token) {
  const parts = token.split(".");
  if (parts.length !== 3) return null;
  try {
    const characters = atob(parts[1].replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(characters, (character) => character.charCodeAt(0));
    return parseFields(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/**
 * @param {unknown} address
 * @returns {string | null}
 */
function addressOf(address) {
  return typeof address === "string" && /^https?:\/\/[^/]/.test(address) ? address.replace(/\/+$/, "") : null;
}

/**
 * @param {unknown} face
 * @returns {Mode | null}
 */
function modeOf(face) {
  const claims = typeof face === "string" ? parseFields(face)?.clientClaims : null;
  const mode = isFields(claims) ? claims.livenessOperationMode : null;
  return /** @type {Mode | undefined} */ (MODES.find((known) => known === mode)) ?? null;
}
