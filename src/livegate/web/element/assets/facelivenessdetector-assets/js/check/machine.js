/**
 * What a check begins with, and the steps that it takes.
 *
 * @module
 */

/** @import {CheckState, Effect, Machine, Mode, Settings, Step} from "./types.js" */

/**
 * Return the machine before anything has happened.
 *
 * @param {Mode} mode
 * @param {Pick<Settings, "extendedTime" | "mediaInfoDeviceId" | "retryInPlace">} settings
 * @returns {Machine}
 */
export function createMachine(mode, { extendedTime, mediaInfoDeviceId, retryInPlace }) {
  const shown = Object.freeze({ ...FRESH_SCREEN, mode, extendedTime });
  return Object.freeze({
    ...FRESH_TRY,
    shown,
    isRetryAllowed: retryInPlace,
    strictCamera: mediaInfoDeviceId,
    wantedCamera: mediaInfoDeviceId,
    isAttemptOpen: false,
    attemptsLeft: null,
    requestId: null,
    isHidden: false,
  });
}

/** @type {Readonly<Omit<CheckState, "mode" | "extendedTime">>} */
export const FRESH_SCREEN = Object.freeze({
  screen: "loading",
  guidance: null,
  prompt: null,
  isPraised: false,
  progress: 0,
  connection: "connecting",
  isPaused: false,
  camera: null,
  cameras: Object.freeze([]),
  failure: null,
});

/** What every try begins with. */
export const FRESH_TRY = Object.freeze({
  known: Object.freeze([]),
  isStarted: false,
  isStreaming: false,
  isSending: false,
  hasPrompted: false,
  promptedAt: 0,
  idle: 0,
  isMuted: false,
  isCameraLost: false,
  pausedAt: null,
});

/**
 * Return a step: the machine with changes, some of them to what is shown.
 *
 * @param {Machine} machine
 * @param {Partial<Machine>} changes
 * @param {Partial<CheckState>} [shown]
 * @param {readonly Effect[]} [effects]
 * @returns {Step}
 */
export function step(machine, changes, shown = {}, effects = []) {
  const drawn =
    Object.keys(shown).length === 0 ? machine.shown : Object.freeze({ ...machine.shown, ...shown });
  return Object.freeze({ machine: Object.freeze({ ...machine, ...changes, shown: drawn }), effects });
}

/**
 * Return the step in which nothing happens.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
export function stay(machine) {
  return Object.freeze({ machine, effects: Object.freeze([]) });
}

/**
 * Return one step made of one after another.
 *
 * @param {Step} first
 * @param {(machine: Machine) => Step} next
 * @returns {Step}
 */
export function then(first, next) {
  const second = next(first.machine);
  return Object.freeze({
    machine: second.machine,
    effects: Object.freeze([...first.effects, ...second.effects]),
  });
}

/**
 * Whether a try is under way: neither before it nor behind it.
 *
 * @param {Machine} machine
 */
export function isRunning({ shown }) {
  return ["loading", "permission", "capture", "sending"].includes(shown.screen);
}

/**
 * Whether an error is shown that the person may answer with another try.
 *
 * @param {Machine} machine
 */
export function canRetry({ shown }) {
  return shown.screen === "failed" && shown.failure !== null && shown.failure.canRetry;
}
