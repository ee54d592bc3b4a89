// What is written and said in each state.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { createLabels } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/labels/labels.js";
import {
  announcement,
  failureKeys,
  feedbackKey,
  hintKey,
  interruptionKey,
  isMendedByTime,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/view/wording.js";

const ENGLISH = JSON.parse(
  readFileSync(
    new URL(
      "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/../i18n/en.json",
      import.meta.url,
    ),
    "utf-8",
  ),
);
const LABELS = createLabels("en", ENGLISH, {});

const CAPTURE = Object.freeze({
  screen: "capture",
  mode: "PassiveActive",
  guidance: null,
  prompt: null,
  isPraised: false,
  progress: 0,
  connection: "open",
  isPaused: false,
  camera: null,
  cameras: [],
  extendedTime: false,
  failure: null,
});

/** @param {string} action */
const prompt = (action, isNudged = false) => ({ action, seconds: 10, isNudged });

/** @param {Record<string, unknown>} changes */
const written = (changes, isLasting = false) => ENGLISH[feedbackKey({ ...CAPTURE, ...changes }, isLasting)];

/** @param {Record<string, unknown>} changes */
const said = (changes) => announcement({ ...CAPTURE, ...changes }, false, LABELS);

/** @param {string} reason */
const failure = (reason, canRetry = true) => ({ reason, canRetry });

test("each word of guidance has its text", () => {
  const words = [
    "noFace",
    "severalFaces",
    "tooDark",
    "tooBright",
    "moveCloser",
    "moveFarther",
    "moveToCentre",
  ];
  assert.deepEqual(
    [null, ...words, "holdStill", "lookStraight", "good"].map((guidance) => written({ guidance })),
    [
      "Look at the camera",
      "Look at the camera",
      "Only one person may be in the picture",
      "Too dark! Find more light",
      "Too bright! Turn away from the light",
      "Too far away! Move in closer",
      "Too close! Move farther away",
      "Center your face in the circle",
      "Too much movement",
      "Look straight at the camera",
      "Hold still",
    ],
  );
});

test("who is still too far away after a while is told to go on", () => {
  assert.equal(written({ guidance: "moveCloser" }, true), "Continue to move closer");
  assert.equal(written({ guidance: "good" }, true), "Hold still");
});

test("a prompt comes before guidance, its nudge after it, and praise before both", () => {
  const guidance = "moveToCentre";
  assert.equal(written({ guidance, prompt: prompt("lookLeft") }), "Turn your face to the left");
  assert.equal(written({ guidance, prompt: prompt("lookUp", true) }), "Look in the direction of the arrow");
  assert.equal(written({ guidance, prompt: prompt("smile", true) }), "Smile");
  assert.equal(written({ guidance, prompt: prompt("smile"), isPraised: true }), "Great!");
});

test("a nudge that points at a picture is said with what it means", () => {
  const text = said({ prompt: prompt("lookDown", true) });
  assert.equal(text, "Look in the direction of the arrow. Turn your face down.");
});

test("after praise it is said where to look", () => {
  assert.equal(said({ isPraised: true }), "Great! Look straight at the camera.");
});

test("while the capture stands still it is said why, and nothing else", () => {
  const paused = { ...CAPTURE, isPaused: true, connection: "lost", guidance: "good" };
  assert.equal(interruptionKey(paused), "LIVEGATE_Paused");
  assert.equal(interruptionKey({ ...paused, isPaused: false }), "LIVEGATE_Reconnecting");
  assert.equal(interruptionKey({ ...paused, screen: "failed" }), null);
  assert.equal(
    written({ isPaused: true, prompt: prompt("smile") }),
    "Paused. Come back to this page to go on.",
  );
  assert.equal(hintKey({ ...paused, guidance: "tooDark" }), null);
  assert.equal(said({ isPaused: true }), "Paused. Come back to this page to go on.");
});

test("the hint tells how to mend what is seen", () => {
  const camera = { deviceId: "v", label: "OBS", isVirtual: true };
  assert.equal(hintKey({ ...CAPTURE, screen: "permission" }), "LIVEGATE_PermissionText");
  assert.equal(hintKey({ ...CAPTURE, guidance: "tooDark" }), "AZAIF_IncreaseBrightness");
  assert.equal(hintKey({ ...CAPTURE, camera }), "LIVEGATE_VirtualCameraNote");
  assert.equal(hintKey({ ...CAPTURE, camera: { ...camera, isVirtual: false } }), null);
  assert.equal(hintKey({ ...CAPTURE, screen: "done", camera }), null);
});

test("every reason has a title and an advice", () => {
  const types = readFileSync(
    new URL(
      "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/check/types.js",
      import.meta.url,
    ),
    "utf-8",
  );
  const [union] = /@typedef \{("timedOut"[^}]*)\} Reason/.exec(types)?.slice(1) ?? [];
  const reasons = [...(union ?? "").matchAll(/"(\w+)"/g)].map(([, reason]) => reason);
  assert.equal(reasons.length, 32);
  for (const reason of reasons) {
    const { title, advice } = failureKeys(reason);
    assert.ok(ENGLISH[title] && ENGLISH[advice], reason);
  }
});

test("a failure is said with its advice", () => {
  const text = said({ screen: "failed", failure: failure("tokenExpired", false) });
  assert.equal(text, "This check is no longer open. Go back to the app and start a new check.");
});

test("more time is offered where it may help and has not been given", () => {
  const offered = (/** @type {any} */ shown, extendedTime = false) =>
    isMendedByTime({ ...CAPTURE, failure: shown, extendedTime });
  assert.deepEqual(
    ["timedOut", "smileMissing", "turnMissing", "noFace"].map((each) => offered(failure(each))),
    [true, true, true, false],
  );
  assert.deepEqual(
    [offered(failure("timedOut", false)), offered(failure("timedOut"), true), offered(null)],
    [false, false, false],
  );
});

test("nothing is said of a check that has ended well and gone", () => {
  assert.equal(said({ screen: "closed" }), "");
});
