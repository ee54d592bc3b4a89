/**
 * The decision, for sessions whose backend let the device have it.
 *
 * @module
 */

import { isFields } from "./json.js";

/**
 * What an app of 0.18 reads from a success; empty where the server told nothing.
 *
 * @typedef {Readonly<{livenessStatus?: "RealFace" | "SpoofFace" | "ResultQueryableFromService",
 *   recognitionResult?: Readonly<{status: "Recognized" | "NotRecognized"}>}>} Decision
 */

/**
 * Azure's apps know two decisions; the third is for the backend to read.
 *
 * @type {ReadonlyMap<unknown, "RealFace" | "SpoofFace">}
 */
const STATUSES = new Map([
  ["realface", "RealFace"],
  ["spoofface", "SpoofFace"],
]);

/**
 * Return what the server's `done` tells of the decision.
 *
 * @param {Record<string, unknown>} fields
 * @returns {Decision}
 */
export function decisionOf({ livenessDecision, verifyResult }) {
  if (livenessDecision === undefined) return Object.freeze({});
  const livenessStatus = STATUSES.get(livenessDecision) ?? "ResultQueryableFromService";
  if (!isFields(verifyResult)) return Object.freeze({ livenessStatus });
  const status = verifyResult.isIdentical === true ? "Recognized" : "NotRecognized";
  return Object.freeze({ livenessStatus, recognitionResult: Object.freeze({ status }) });
}
