import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  failureOf,
  isMendable,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/failures.js";
import {
  failureOfClose,
  isSpentBy,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/connection.js";
import {
  failureOfAnswer,
  failureOfRefusal,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/refusals.js";

const REFERENCE = new URL("../../../../docs/reference/", import.meta.url);
const GOOD = { isTokenPast: false };
const PAST = { isTokenPast: true };

/** The first cells of a page's table rows behind a heading. */
function rowsOf(page, heading) {
  const text = readFileSync(new URL(page, REFERENCE), "utf8").split(`\n## ${heading}\n`)[1].split("\n## ")[0];
  return [...text.matchAll(/^\| ([^|]+?) \|/gm)]
    .map((match) => match[1])
    .filter((cell) => /^`?[A-Z0-9]/.test(cell));
}

function codesOf(page, heading) {
  return rowsOf(page, heading)
    .flatMap((cell) => cell.split(", "))
    .filter((cell) => /^\d+$/.test(cell))
    .map(Number);
}

/** code: [reason, livenessError, recognitionError] */
const REFUSALS = {
  TimedOut: ["timedOut", "TimedOut"],
  InvalidToken: ["sessionEnded", "InvalidToken"],
  CameraPermissionDenied: ["cameraDenied", "CameraPermissionDenied"],
  CameraStartupFailure: ["cameraBusy", "CameraStartupFailure"],
  NoFaceDetected: ["noFace", "NoFaceDetected"],
  FaceTrackingFailed: ["faceLost", "FaceTrackingFailed"],
  FaceMouthRegionNotVisible: ["mouthHidden", "FaceMouthRegionNotVisible"],
  FaceEyeRegionNotVisible: ["eyesHidden", "FaceEyeRegionNotVisible"],
  FaceWithMaskDetected: ["mouthHidden", "FaceWithMaskDetected"],
  FaceNotFrontal: ["unexpected", "None", "FaceNotFrontal"],
  ExcessiveImageBlurDetected: ["blurred", "ExcessiveImageBlurDetected"],
  ExcessiveFaceBrightness: ["tooBright", "ExcessiveFaceBrightness"],
  EnvironmentNotSupported: ["badLight", "EnvironmentNotSupported"],
  SmileNotPerformed: ["smileMissing", "SmileNotPerformed"],
  HeadTurnNotPerformed: ["turnMissing", "HeadTurnNotPerformed"],
  UserCanceledSession: ["cancelled", "UserCanceledSession"],
  UserCanceledActiveMotion: ["cancelled", "UserCanceledActiveMotion"],
  UserCanceledActiveMotionPrompt: ["cancelled", "UserCanceledActiveMotionPrompt"],
  ServerRequestTimedOut: ["serverUnreachable", "ServerRequestTimedOut"],
  ServerTimedOut: ["serverUnreachable", "ServerRequestTimedOut"],
  UnexpectedClientError: ["unexpected", "Unexpected"],
  UnexpectedServerError: ["serverFailed", "UnexpectedServerError"],
  ClientVersionNotSupported: ["clientTooOld", "ClientVersionNotSupported"],
  VerifyImageNotProvided: ["verifyImageMissing", "VerifyImageNotProvided"],
  SetVerifyImageNotAllowed: ["unexpected", "Unexpected"],
  FaceNotFound: ["unexpected", "None", "FaceNotFound"],
  MultipleFaceFound: ["severalFaces", "FaceTrackingFailed"],
  ContentDecodingError: ["unexpected", "Unexpected"],
  ImageSizeIsTooLarge: ["unexpected", "Unexpected"],
  ImageSizeIsTooSmall: ["unexpected", "Unexpected"],
  UnsupportedMediaType: ["unexpected", "Unexpected"],
  GenericFailure: ["unexpected", "None", "GenericFailure"],
  Unexpected: ["unexpected", "Unexpected"],
};

/** [status, code, reason] */
const ANSWERS = [
  [400, "InvalidRequestBody", "refused"],
  [400, "InvalidDeviceCorrelationId", "refused"],
  [400, "FaceTrackingFailed", "faceLost"],
  [400, "VerifyImageNotProvided", "verifyImageMissing"],
  [401, "401", "sessionEnded"],
  [401, "Unspecified", "sessionEnded"],
  [403, "ClientAttemptsExhausted", "attemptsUsed"],
  [403, "ClientIpAddressNotExpected", "refused"],
  [403, "CorrelationIdFlagged", "refused"],
  [403, "403", "refused"],
  [404, "404", "refused"],
  [408, "408", "serverUnreachable"],
  [409, "ConcurrentOperationConflict", "serverBusy"],
  [413, "413", "refused"],
  [415, "BadArgument", "refused"],
  [426, "426", "serverUnreachable"],
  [429, "429", "serverBusy"],
  [431, "431", "refused"],
  [500, "Unspecified", "serverFailed"],
  [502, null, "serverFailed"],
  [503, "503", "serverBusy"],
  [204, null, "unexpected"],
];

/** close code: [reason, null for a connection that may be resumed; whether an attempt is spent] */
const CLOSES = {
  1000: [null, true],
  1001: [null, true],
  1005: [null, true],
  1006: [null, true],
  1007: ["unexpected", true],
  1008: ["unexpected", true],
  1009: ["unexpected", true],
  1011: [null, true],
  1012: ["serverBusy", false],
  4400: ["unexpected", true],
  4401: ["sessionEnded", true],
  4403: ["refused", true],
  4404: ["interrupted", false],
  4408: ["timedOut", true],
  4409: ["interrupted", true],
  4413: ["unexpected", true],
  4429: ["serverBusy", true],
  4500: ["serverFailed", false],
  4503: ["serverBusy", false],
};

for (const [code, [reason, livenessError, recognitionError = "None"]] of Object.entries(REFUSALS)) {
  test(`an attempt that is refused with ${code}`, () => {
    const failure = failureOfRefusal({ code, message: "Why.", attemptsLeft: 1 });
    const expected = {
      reason,
      livenessError,
      recognitionError,
      message: "Why.",
      code,
      requestId: null,
      attemptsLeft: 1,
    };
    assert.deepEqual(failure, expected);
    assert.ok(Object.isFrozen(failure));
  });
}

for (const [status, code, reason] of ANSWERS) {
  test(`an answer ${status} with code ${code}`, () => {
    const answer = { status, fields: {}, code, message: "Why.", requestId: "request", retryAfter: null };
    const failure = failureOfAnswer(answer, GOOD);
    assert.deepEqual([failure.reason, failure.code, failure.message], [reason, code, "Why."]);
    assert.deepEqual(
      [failure.livenessError, failure.requestId],
      [failureOf(reason).livenessError, "request"],
    );
  });
}

for (const [code, [reason, isSpent]] of Object.entries(CLOSES)) {
  test(`a stream that is closed with ${code}`, () => {
    const failure = failureOfClose(Number(code), null, GOOD);
    assert.equal(failure === null ? null : failure.reason, reason);
    assert.equal(isSpentBy(Number(code)), isSpent);
  });
}

test("every client error of the server has a row", () => {
  const names = rowsOf("verdict-reasons.md", "Client errors").map((cell) => cell.replaceAll("`", ""));
  assert.deepEqual(
    names.filter((name) => name !== "Name, Azure's too"),
    Object.keys(REFUSALS),
  );
});

test("every status and close code that a device may meet has a row", () => {
  const statuses = [...codesOf("stream-protocol.md", "Open"), ...codesOf("device-protocol.md", "Errors")];
  const listed = new Set(ANSWERS.map(([status]) => status));
  assert.ok(statuses.length > 10);
  assert.deepEqual(
    statuses.filter((status) => !listed.has(status)),
    [],
  );
  const closes = codesOf("stream-protocol.md", "Close codes");
  assert.ok(closes.length > 10);
  assert.deepEqual(
    closes.filter((code) => !(code in CLOSES)),
    [],
  );
});

test("what the server said before it closed tells more than the close code", () => {
  const missing = failureOfClose(4400, { code: "VerifyImageNotProvided", message: "Send it." }, GOOD);
  assert.deepEqual([missing.reason, missing.message], ["verifyImageMissing", "Send it."]);
  const used = failureOfClose(4403, { code: "ClientAttemptsExhausted", message: "All." }, GOOD);
  assert.deepEqual([used.reason, used.code], ["attemptsUsed", "ClientAttemptsExhausted"]);
});

test("a refused token whose time is over has expired", () => {
  const answer = { status: 401, fields: {}, code: "401", message: null, requestId: null, retryAfter: null };
  assert.equal(failureOfAnswer(answer, PAST).reason, "tokenExpired");
  assert.equal(failureOfClose(4401, null, PAST).reason, "tokenExpired");
});

test("names that every object has are no client errors", () => {
  assert.equal(failureOfRefusal({ code: "constructor", message: "" }).reason, "unexpected");
});

test("what a person cannot mend is not tried again", () => {
  const final = [
    "tokenMissing",
    "tokenMalformed",
    "tokenExpired",
    "sessionEnded",
    "attemptsUsed",
    "insecurePage",
    "unsupportedBrowser",
    "cancelled",
    "originRefused",
    "refused",
    "verifyImageMissing",
    "clientTooOld",
    "assetsMissing",
  ];
  assert.deepEqual(final.filter(isMendable), []);
  const mendable = ["cameraDenied", "noFace", "interrupted", "serverUnreachable", "serverBusy", "unexpected"];
  assert.deepEqual(mendable.filter(isMendable), mendable);
});
