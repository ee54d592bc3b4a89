/**
 * What the server says against a call, an attempt or a connection, as the failure that it is.
 *
 * @module
 */

/** @import {Failure, LivenessErrorName, Reason, RecognitionErrorName} from "../check/types.js" */
/** @import {Answer} from "./answers.js" */

import { failureOf } from "./failures.js";

/**
 * The client errors of the server. FaceNotFound and GenericFailure are about the verify image.
 *
 * @type {Readonly<Record<string, Reason>>}
 */
const CLIENT_ERRORS = Object.freeze({
  TimedOut: "timedOut",
  InvalidToken: "sessionEnded",
  CameraPermissionDenied: "cameraDenied",
  CameraStartupFailure: "cameraBusy",
  NoFaceDetected: "noFace",
  FaceTrackingFailed: "faceLost",
  FaceMouthRegionNotVisible: "mouthHidden",
  FaceEyeRegionNotVisible: "eyesHidden",
  FaceWithMaskDetected: "mouthHidden",
  FaceNotFrontal: "unexpected",
  ExcessiveImageBlurDetected: "blurred",
  ExcessiveFaceBrightness: "tooBright",
  EnvironmentNotSupported: "badLight",
  SmileNotPerformed: "smileMissing",
  HeadTurnNotPerformed: "turnMissing",
  UserCanceledSession: "cancelled",
  UserCanceledActiveMotion: "cancelled",
  UserCanceledActiveMotionPrompt: "cancelled",
  ServerRequestTimedOut: "serverUnreachable",
  ServerTimedOut: "serverUnreachable",
  UnexpectedClientError: "unexpected",
  UnexpectedServerError: "serverFailed",
  ClientVersionNotSupported: "clientTooOld",
  VerifyImageNotProvided: "verifyImageMissing",
  SetVerifyImageNotAllowed: "unexpected",
  FaceNotFound: "unexpected",
  MultipleFaceFound: "severalFaces",
  ContentDecodingError: "unexpected",
  ImageSizeIsTooLarge: "unexpected",
  ImageSizeIsTooSmall: "unexpected",
  UnsupportedMediaType: "unexpected",
  GenericFailure: "unexpected",
  Unexpected: "unexpected",
});

/**
 * Where Azure's name is finer than the advice to the person.
 *
 * @type {Readonly<Record<string, readonly [LivenessErrorName, RecognitionErrorName]>>}
 */
const FINER_NAMES = Object.freeze({
  FaceWithMaskDetected: ["FaceWithMaskDetected", "None"],
  UserCanceledActiveMotion: ["UserCanceledActiveMotion", "None"],
  UserCanceledActiveMotionPrompt: ["UserCanceledActiveMotionPrompt", "None"],
  FaceNotFrontal: ["None", "FaceNotFrontal"],
  FaceNotFound: ["None", "FaceNotFound"],
  GenericFailure: ["None", "GenericFailure"],
});

/** @type {Readonly<Record<number, Reason>>} */
const STATUSES = Object.freeze({
  401: "sessionEnded",
  408: "serverUnreachable",
  409: "serverBusy",
  426: "serverUnreachable",
  429: "serverBusy",
  503: "serverBusy",
});

/**
 * Close codes that are more than 4000 and a status. Those below 4000 that are not here are a lost connection.
 *
 * @type {Readonly<Record<number, Reason>>}
 */
const CLOSE_CODES = Object.freeze({
  1002: "unexpected",
  1003: "unexpected",
  1007: "unexpected",
  1008: "unexpected",
  1009: "unexpected",
  1012: "serverBusy",
  4400: "unexpected",
  4404: "interrupted",
  4408: "timedOut",
  4409: "interrupted",
  4413: "unexpected",
});

const PRIVATE_CODES = 4000;

/** Closed with these, the server has given the attempt back, or knows nothing of it. */
const UNSPENT = new Set([1012, 4404, 4500, 4503]);

/**
 * Return the failure of an attempt that the server ended with a client error.
 *
 * @param {{code: string, message: string, attemptsLeft?: number | null, requestId?: string | null}} refusal
 */
export function failureOfRefusal({ code, message, attemptsLeft = null, requestId = null }) {
  const details = { message, code, attemptsLeft, requestId };
  if (!isClientError(code)) return failureOf("unexpected", details);
  if (!Object.hasOwn(FINER_NAMES, code)) return failureOf(CLIENT_ERRORS[code], details);
  const [livenessError, recognitionError] = FINER_NAMES[code];
  return failureOf(CLIENT_ERRORS[code], { ...details, livenessError, recognitionError });
}

/**
 * Return the failure of a call that was answered with an error.
 *
 * @param {Answer} answer
 * @param {{isTokenPast: boolean}} token  whether the token's time is over by the device's clock
 */
export function failureOfAnswer(answer, { isTokenPast }) {
  const { status, code, requestId } = answer;
  const message = answer.message ?? `The server answered ${status}.`;
  if (isClientError(code)) return failureOfRefusal({ code, message, requestId });
  return failureOf(reasonOfStatus(status, code, isTokenPast), { message, code, requestId });
}

/**
 * Return the failure of a connection that the server closed; null where it was lost and may be resumed.
 *
 * @param {number} closeCode
 * @param {Readonly<{code: string, message: string}> | null} error  what it said before
 * @param {{isTokenPast: boolean}} token
 * @returns {Failure | null}
 */
export function failureOfClose(closeCode, error, { isTokenPast }) {
  const code = error === null ? null : error.code;
  const message = error === null ? `The server closed the stream with ${closeCode}.` : error.message;
  if (isClientError(code)) return failureOfRefusal({ code, message });
  if (Object.hasOwn(CLOSE_CODES, closeCode)) return failureOf(CLOSE_CODES[closeCode], { message, code });
  if (closeCode < PRIVATE_CODES) return null;
  return failureOf(reasonOfStatus(closeCode - PRIVATE_CODES, code, isTokenPast), { message, code });
}

/**
 * Whether a connection that was closed with this code has cost an attempt.
 *
 * @param {number} closeCode
 */
export function isSpentBy(closeCode) {
  return !UNSPENT.has(closeCode);
}

/**
 * @param {number} status
 * @param {string | null} code
 * @param {boolean} isTokenPast
 * @returns {Reason}
 */
function reasonOfStatus(status, code, isTokenPast) {
  if (code === "ClientAttemptsExhausted") return "attemptsUsed";
  if (status === 401 && isTokenPast) return "tokenExpired";
  if (Object.hasOwn(STATUSES, status)) return STATUSES[status];
  if (status >= 500) return "serverFailed";
  return status >= 400 ? "refused" : "unexpected";
}

/**
 * @param {string | null} code
 * @returns {code is string}
 */
function isClientError(code) {
  return code !== null && Object.hasOwn(CLIENT_ERRORS, code);
}
