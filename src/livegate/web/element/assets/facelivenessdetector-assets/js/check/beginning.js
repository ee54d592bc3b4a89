/**
 * A try from its first click until frames flow.
 *
 * @module
 */

/** @import {Camera, Effect, Machine, Reason, Step} from "./types.js" */

import { failureOf } from "../protocol/failures.js";
import { fail } from "./ending.js";
import { FRESH_SCREEN, FRESH_TRY, stay, step, then } from "./machine.js";

/** A camera that is allowed already opens sooner; then nobody needs to be told that the browser asks. */
const UNASKED = 600;

/**
 * @param {Machine} machine
 * @param {{skipsInstructions: boolean}} event
 * @returns {Step}
 */
export function begin(machine, { skipsInstructions }) {
  const isInstructed = machine.shown.mode === "PassiveActive" && !skipsInstructions;
  return isInstructed ? step(machine, {}, { screen: "instructions" }) : start(machine);
}

/**
 * Start a try: a new attempt, or the open one anew.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
export function start(machine) {
  return step(machine, FRESH_TRY, FRESH_SCREEN, [
    { type: "startSession", extendedTime: machine.shown.extendedTime },
    { type: "openCamera", deviceId: machine.wantedCamera },
    { type: "setTimer", name: "permission", milliseconds: UNASKED },
  ]);
}

/**
 * @param {Machine} machine
 * @param {{attemptsLeft: number, isVerifyImageNeeded: boolean, requestId: string | null}} event
 * @returns {Step}
 */
export function started(machine, { attemptsLeft, isVerifyImageNeeded, requestId }) {
  const known = step(machine, { isStarted: true, isAttemptOpen: true, attemptsLeft, requestId });
  if (isVerifyImageNeeded) return then(known, (next) => fail(next, failureOf("verifyImageMissing")));
  return then(known, streamWhenReady);
}

/**
 * @param {Machine} machine
 * @returns {Step}
 */
export function askedForLong(machine) {
  return machine.shown.screen === "loading" ? step(machine, {}, { screen: "permission" }) : stay(machine);
}

/**
 * The camera is open, for the first time in this try or again.
 *
 * @param {Machine} machine
 * @param {{camera: Camera, cameras: readonly Camera[]}} event
 * @returns {Step}
 */
export function cameraOpened(machine, { camera, cameras }) {
  const before = machine.shown.camera;
  if (machine.isStreaming && before !== null && before.deviceId !== camera.deviceId) {
    return fail(
      machine,
      failureOf("interrupted", { message: "The camera ended, and another one took its place." }),
    );
  }
  const screen = machine.shown.screen === "sending" ? "sending" : "capture";
  /** @type {Effect[]} */
  const effects = [{ type: "clearTimer", name: "permission" }];
  if (machine.isSending) effects.push({ type: "sendFrames" });
  const opened = step(machine, { known: cameras, isCameraLost: false }, { screen, camera }, effects);
  return then(then(opened, offerCameras), streamWhenReady);
}

/**
 * A camera that the person had chosen and that is gone is not asked for again.
 *
 * @param {Machine} machine
 * @param {{reason: Reason, message: string | null}} event
 * @returns {Step}
 */
export function cameraRefused(machine, { reason, message }) {
  const wantedCamera = reason === "cameraMissing" ? machine.strictCamera : machine.wantedCamera;
  return fail({ ...machine, wantedCamera }, failureOf(reason, message === null ? {} : { message }));
}

/**
 * Show the cameras that may be chosen: none where that would cost the last attempt.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
export function offerCameras(machine) {
  const isLast = machine.isStreaming && machine.attemptsLeft === 0;
  return step(machine, {}, { cameras: isLast ? Object.freeze([]) : machine.known });
}

/**
 * Open the stream once the attempt and the camera are there and nobody is away.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
export function streamWhenReady(machine) {
  const { isStarted, isStreaming, isHidden, isMuted, isCameraLost, shown } = machine;
  if (!isStarted || isStreaming || isHidden || isMuted || isCameraLost || shown.camera === null)
    return stay(machine);
  return step(machine, { isStreaming: true }, {}, [{ type: "openStream", cameraLabel: shown.camera.label }]);
}

/**
 * Take another camera. Where a capture runs, that is another attempt: all its frames come from one camera.
 *
 * @param {Machine} machine
 * @param {{deviceId: string}} event
 * @returns {Step}
 */
export function chooseCamera(machine, { deviceId }) {
  const { shown, isStreaming } = machine;
  const isOffered = shown.cameras.some((camera) => camera.deviceId === deviceId);
  if (!isOffered || shown.camera === null || shown.camera.deviceId === deviceId) return stay(machine);
  const chosen = { ...machine, wantedCamera: deviceId };
  if (!isStreaming) {
    const effects = /** @type {Effect[]} */ ([{ type: "closeCamera" }, { type: "openCamera", deviceId }]);
    return step(chosen, { isCameraLost: false }, { camera: null }, effects);
  }
  const given = step(chosen, { isAttemptOpen: false }, {}, [
    { type: "cancelStream", reason: "UserCanceledSession" },
    { type: "release" },
  ]);
  return then(then(given, start), (next) => step(next, {}, { screen: "capture" }));
}
