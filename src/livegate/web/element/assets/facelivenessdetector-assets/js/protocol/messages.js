/**
 * The text messages of the stream.
 *
 * @module
 */

/** @import {Action, GuidanceWord, LivenessErrorName} from "../check/types.js" */

import { isFields, parseFields, textOrNull } from "./json.js";

export const SUBPROTOCOL = "livegate.stream.v1";
export const PROTOCOL = 1;

const LONGEST_LABEL = 256;
const WORDS = Object.freeze([
  "noFace",
  "severalFaces",
  "tooDark",
  "tooBright",
  "moveCloser",
  "moveFarther",
  "moveToCentre",
  "holdStill",
  "lookStraight",
  "good",
]);
const ACTIONS = Object.freeze(["smile", "lookLeft", "lookRight", "lookUp", "lookDown"]);

/**
 * Bytes, frames a second, and milliseconds.
 *
 * @typedef {Readonly<{frameBytes: number, frameRate: number, idle: number, resume: number}>} Limits
 */

/**
 * `lastSequence` is -1 where the server has no frame yet.
 *
 * @typedef {Readonly<{type: "welcome", protocol: unknown, attemptsLeft: number, resumeToken: string,
 *   lastSequence: number, limits: Limits}>} Welcome
 */

/**
 * @typedef {Readonly<{type: "done", resultId: string, digest: string, lastSequence: number, decision: Decision}>} Done
 */

/**
 * @typedef {Welcome | Done
 *   | Readonly<{type: "guidance", word: GuidanceWord | null, progress: number}>
 *   | Readonly<{type: "challenge", action: Action | null, seconds: number}>
 *   | Readonly<{type: "dropped", frames: number}>
 *   | Readonly<{type: "refused", code: string, message: string, attemptsLeft: number}>
 *   | Readonly<{type: "error", code: string, message: string}>} ServerMessage
 */

/**
 * Return the first message of a connection.
 *
 * @param {string} cameraLabel
 * @param {string | null} resumeToken
 */
export function hello(cameraLabel, resumeToken) {
  const label = Array.from(cameraLabel).slice(0, LONGEST_LABEL).join("");
  return JSON.stringify({
    type: "hello",
    protocol: PROTOCOL,
    camera: { label },
    resume: resumeToken ?? undefined,
  });
}

/**
 * Return the message that gives the attempt up.
 *
 * @param {LivenessErrorName} reason
 */
export function cancel(reason) {
  return JSON.stringify({ type: "cancel", reason });
}

/**
 * Return the server's message; null where its type is not known here, which is to be passed over.
 *
 * @param {unknown} data
 * @returns {ServerMessage | null}
 */
export function parseMessage(data) {
  const fields = typeof data === "string" ? parseFields(data) : null;
  const type = String(fields?.type);
  return fields !== null && Object.hasOwn(PARSERS, type) ? Object.freeze(PARSERS[type](fields)) : null;
}

/** @type {Readonly<Record<string, (fields: Record<string, unknown>) => ServerMessage>>} */
const PARSERS = Object.freeze({
  welcome: (fields) => ({
    type: "welcome",
    protocol: fields.protocol,
    attemptsLeft: Number(fields.attemptsLeft),
    resumeToken: String(fields.resumeToken),
    lastSequence: sequenceOf(fields.lastSequence),
    limits: limitsOf(isFields(fields.limits) ? fields.limits : {}),
  }),
  guidance: (fields) => ({
    type: "guidance",
    word: /** @type {GuidanceWord | null} */ (known(WORDS, fields.word)),
    progress: Number(fields.progress),
  }),
  challenge: (fields) => ({
    type: "challenge",
    action: /** @type {Action | null} */ (known(ACTIONS, fields.action)),
    seconds: Number(fields.seconds),
  }),
  dropped: (fields) => ({ type: "dropped", frames: Number(fields.frames) }),
  done: (fields) => ({
    type: "done",
    resultId: String(fields.resultId),
    digest: String(fields.digest),
    lastSequence: sequenceOf(fields.lastSequence),
    decision: decisionOf(fields),
  }),
  refused: (fields) => ({ type: "refused", ...errorOf(fields), attemptsLeft: Number(fields.attemptsLeft) }),
  error: (fields) => ({ type: "error", ...errorOf(fields) }),
});

/** @param {Record<string, unknown>} fields */
function limitsOf(fields) {
  return Object.freeze({
    frameBytes: Number(fields.frameBytes),
    frameRate: Number(fields.framesASecond),
    idle: Number(fields.idleSeconds) * 1000,
    resume: Number(fields.resumeSeconds) * 1000,
  });
}

/** @param {Record<string, unknown>} fields */
function errorOf(fields) {
  return { code: textOrNull(fields.code) ?? "", message: textOrNull(fields.message) ?? "" };
}

/** @param {unknown} sequence */
function sequenceOf(sequence) {
  return typeof sequence === "number" ? sequence : -1;
}

/**
 * @param {readonly string[]} words
 * @param {unknown} word
 * @returns {string | null}
 */
function known(words, word) {
  return words.find((candidate) => candidate === word) ?? null;
}

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
