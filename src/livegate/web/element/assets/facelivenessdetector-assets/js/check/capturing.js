/**
 * A try while its frames flow: what the server tells, and who is away.
 *
 * @module
 */

/** @import {Action, Effect, GuidanceWord, Machine, Prompt, Step} from "./types.js" */

import { failureOf } from "../protocol/failures.js";
import { streamWhenReady, offerCameras } from "./beginning.js";
import { fail } from "./ending.js";
import { isRunning, stay, step, then } from "./machine.js";

/** How long praise is shown, unless the next prompt comes before. */
const PRAISE = 1500;

/** Before the server calls the device silent: so much is left to come back and send a frame. */
const MARGIN = 1000;

/**
 * @param {Machine} machine
 * @param {{attemptsLeft: number, idle: number}} event
 * @returns {Step}
 */
export function welcomed(machine, { attemptsLeft, idle }) {
  /** @type {Effect[]} */
  const effects = machine.isSending ? [] : [{ type: "sendFrames" }];
  const open = step(machine, { attemptsLeft, idle, isSending: true }, { connection: "open" }, effects);
  return then(then(open, offerCameras), (next) => (next.pausedAt === null ? stay(next) : setLimit(next)));
}

/**
 * @param {Machine} machine
 * @returns {Step}
 */
export function lost(machine) {
  return machine.isSending ? step(machine, {}, { connection: "lost" }) : stay(machine);
}

/**
 * @param {Machine} machine
 * @param {{word: GuidanceWord | null, progress: number}} event
 * @returns {Step}
 */
export function guided(machine, { word, progress }) {
  if (progress < 1) return step(machine, {}, { guidance: word, progress });
  const shown = { guidance: null, prompt: null, isPraised: false, progress: 1 };
  return step(machine, {}, { ...shown, screen: /** @type {const} */ ("sending") }, [
    { type: "clearTimer", name: "nudge" },
    { type: "clearTimer", name: "praise" },
  ]);
}

/**
 * @param {Machine} machine
 * @param {{action: Action | null, seconds: number, at: number}} event
 * @returns {Step}
 */
export function prompted(machine, { action, seconds, at }) {
  if (action === null) return promptEnded(machine, at);
  /** @type {Prompt} */
  const prompt = Object.freeze({ action, seconds, isNudged: false });
  return step(machine, { hasPrompted: true, promptedAt: at }, { prompt, isPraised: false }, [
    { type: "clearTimer", name: "praise" },
    { type: "setTimer", name: "nudge", milliseconds: (seconds * 1000) / 2 },
  ]);
}

/**
 * @param {Machine} machine
 * @param {number} at
 * @returns {Step}
 */
function promptEnded(machine, at) {
  const { prompt } = machine.shown;
  const isPraised = prompt !== null && at - machine.promptedAt < prompt.seconds * 1000;
  /** @type {Effect[]} */
  const effects = [{ type: "clearTimer", name: "nudge" }];
  if (isPraised) effects.push({ type: "setTimer", name: "praise", milliseconds: PRAISE });
  return step(machine, {}, { prompt: null, isPraised }, effects);
}

/**
 * @param {Machine} machine
 * @returns {Step}
 */
export function nudged(machine) {
  const { prompt } = machine.shown;
  return prompt === null
    ? stay(machine)
    : step(machine, {}, { prompt: Object.freeze({ ...prompt, isNudged: true }) });
}

/**
 * @param {Machine} machine
 * @returns {Step}
 */
export function praised(machine) {
  return step(machine, {}, { isPraised: false });
}

/**
 * The page is hidden or seen again, at any time.
 *
 * @param {Machine} machine
 * @param {boolean} isHidden
 * @param {number} at
 * @returns {Step}
 */
export function hide(machine, isHidden, at) {
  const changed = { ...machine, isHidden };
  if (!isRunning(machine)) return stay(Object.freeze(changed));
  return then(goOnOrPause(changed, at), (next) =>
    isHidden || !isRunning(next) ? stay(next) : reopenLost(next),
  );
}

/**
 * The system has stopped the camera's picture, or lets it go on.
 *
 * @param {Machine} machine
 * @param {boolean} isMuted
 * @param {number} at
 * @returns {Step}
 */
export function mute(machine, isMuted, at) {
  return goOnOrPause({ ...machine, isMuted }, at);
}

/**
 * The system has taken the camera away. It is opened again at once, or when the page is back.
 *
 * @param {Machine} machine
 * @param {number} at
 * @returns {Step}
 */
export function loseCamera(machine, at) {
  const closed = step({ ...machine, isCameraLost: true, isMuted: false }, {}, {}, [{ type: "closeCamera" }]);
  return then(
    then(closed, (next) => goOnOrPause(next, at)),
    (next) => (next.isHidden ? stay(next) : reopenLost(next)),
  );
}

/**
 * @param {Machine} machine
 * @returns {Step}
 */
export function stayedAway(machine) {
  return machine.pausedAt === null ? stay(machine) : fail(machine, failureOf("interrupted"));
}

/**
 * Act on who is away now; call it whenever that has changed.
 *
 * @param {Machine} machine
 * @param {number} at
 * @returns {Step}
 */
export function goOnOrPause(machine, at) {
  const isAway = machine.isHidden || machine.isMuted || machine.isCameraLost;
  if (isAway === (machine.pausedAt !== null)) return step(machine, {});
  if (isAway) return then(step(machine, { pausedAt: at }, { isPaused: true }), setLimit);
  // The page may have slept, and its timers with it.
  if (machine.isSending && at - (machine.pausedAt ?? at) > machine.idle) return stayedAway(machine);
  const back = step(machine, { pausedAt: null }, { isPaused: false }, [
    { type: "clearTimer", name: "pause" },
  ]);
  return then(back, streamWhenReady);
}

/**
 * Limit the pause where the server waits for frames.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
function setLimit(machine) {
  if (!machine.isSending) return stay(machine);
  return step(machine, {}, {}, [{ type: "setTimer", name: "pause", milliseconds: machine.idle - MARGIN }]);
}

/**
 * @param {Machine} machine
 * @returns {Step}
 */
function reopenLost(machine) {
  if (!machine.isCameraLost) return stay(machine);
  const deviceId = machine.shown.camera === null ? machine.wantedCamera : machine.shown.camera.deviceId;
  return step(machine, {}, {}, [{ type: "openCamera", deviceId }]);
}
