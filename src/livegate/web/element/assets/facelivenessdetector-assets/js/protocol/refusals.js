/**
 * What the server says against a call or an attempt, as the failure that it is.
 *
 * @module
 */

/** @import {LivenessErrorName, Reason, RecognitionErrorName} from "../check/types.js" */
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
 * @param {Pick<Answer, "status" | "code" | "message" | "requestId">} answer
 * @param {{isTokenPast: boolean}} token  whether the token's time is over by the device's clock
 */
export function failureOfAnswer(answer, { isTokenPast }) {
  const { status, code, requestId } = answer;
  const message = answer.message ?? `The server answered ${status}.`;
  if (isClientError(code)) return failureOfRefusal({ code, message, requestId });
  return failureOf(reasonOfStatus(status, code, isTokenPast), { message, code, requestId });
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
 * Whether a code is of the client errors that the server knows.
 *
 * @param {string | null} code
 * @returns {code is string}
 */
export function isClientError(code) {
  return code !== null && Object.hasOwn(CLIENT_ERRORS, code);
}
