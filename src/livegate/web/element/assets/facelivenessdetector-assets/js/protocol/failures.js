/**
 * What a check can fail for: Azure's name of it, a sentence for developers, and whether the person can mend
 * it.
 *
 * @module
 */

/** @import {Failure, LivenessErrorName, Reason} from "../check/types.js" */

const MENDABLE = true;
const FINAL = false;

/** @type {Readonly<Record<Reason, readonly [LivenessErrorName, string, boolean]>>} */
const FAILURES = Object.freeze({
  timedOut: ["TimedOut", "The check was not completed in time.", MENDABLE],
  tokenMissing: ["InvalidToken", "start() needs the session's authToken; it was given none.", FINAL],
  tokenMalformed: ["InvalidToken", "The token is not the authToken of a liveness session.", FINAL],
  tokenExpired: ["InvalidToken", "The token has expired. Create a new session.", FINAL],
  sessionEnded: [
    "InvalidToken",
    "The server does not take the token: its session was deleted or has ended.",
    FINAL,
  ],
  attemptsUsed: [
    "UnexpectedClientError",
    "All attempts of the session were made. Create a new session.",
    FINAL,
  ],
  cameraDenied: [
    "CameraPermissionDenied",
    'The person, the browser or the page\'s policy refused the camera; an iframe needs allow="camera".',
    MENDABLE,
  ],
  cameraMissing: [
    "CameraStartupFailure",
    "There is no camera, or not the one that was chosen or set as mediaInfoDeviceId.",
    MENDABLE,
  ],
  cameraBusy: [
    "CameraStartupFailure",
    "The camera did not start; another program may be using it.",
    MENDABLE,
  ],
  insecurePage: [
    "CameraStartupFailure",
    "Browsers give the camera to https pages only, and to localhost.",
    FINAL,
  ],
  unsupportedBrowser: [
    "CameraStartupFailure",
    "This browser, or web view, has no mediaDevices.getUserMedia.",
    FINAL,
  ],
  noFace: ["NoFaceDetected", "No face was in view.", MENDABLE],
  severalFaces: ["FaceTrackingFailed", "Several faces were in view.", MENDABLE],
  faceLost: ["FaceTrackingFailed", "The face was lost, or another one came into view.", MENDABLE],
  smileMissing: ["SmileNotPerformed", "The smile that was asked for was not seen.", MENDABLE],
  turnMissing: ["HeadTurnNotPerformed", "A turn of the head that was asked for was not seen.", MENDABLE],
  mouthHidden: ["FaceMouthRegionNotVisible", "The mouth was covered or out of view.", MENDABLE],
  eyesHidden: ["FaceEyeRegionNotVisible", "The eyes were covered or out of view.", MENDABLE],
  blurred: ["ExcessiveImageBlurDetected", "The picture was too blurred.", MENDABLE],
  tooBright: ["ExcessiveFaceBrightness", "The face was too bright or unevenly lit.", MENDABLE],
  badLight: ["EnvironmentNotSupported", "The light was not good enough.", MENDABLE],
  interrupted: [
    "TimedOut",
    "The check was interrupted: the page, the camera or the connection was away.",
    MENDABLE,
  ],
  cancelled: ["UserCanceledSession", "The person cancelled the check.", FINAL],
  serverUnreachable: ["ServerRequestTimedOut", "The server cannot be reached.", MENDABLE],
  originRefused: ["UnexpectedClientError", "The server takes no calls from pages of this origin.", FINAL],
  serverBusy: ["UnexpectedServerError", "The server is busy.", MENDABLE],
  serverFailed: ["UnexpectedServerError", "The server failed.", MENDABLE],
  refused: ["UnexpectedClientError", "The server refused a call.", FINAL],
  verifyImageMissing: [
    "VerifyImageNotProvided",
    "The session has no verify image: send it at its creation.",
    FINAL,
  ],
  clientTooOld: [
    "ClientVersionNotSupported",
    "The element and the server are of versions that do not fit.",
    FINAL,
  ],
  assetsMissing: ["Unexpected", "The element's assets could not be loaded.", FINAL],
  unexpected: ["Unexpected", "Something unexpected happened.", MENDABLE],
});

/**
 * Return the failure for a reason; `details` replace what the reason alone says.
 *
 * @param {Reason} reason
 * @param {Partial<Failure>} [details]
 * @returns {Failure}
 */
export function failureOf(reason, details = {}) {
  const [livenessError, message] = FAILURES[reason];
  return Object.freeze({
    livenessError,
    recognitionError: "None",
    message,
    code: null,
    requestId: null,
    attemptsLeft: null,
    ...details,
    reason,
  });
}

/**
 * Whether the person can mend it and try again, as long as attempts are left.
 *
 * @param {Reason} reason
 */
export function isMendable(reason) {
  return FAILURES[reason][2] === MENDABLE;
}
