/**
 * What a check knows of itself, what may happen to it, and what it wants done.
 *
 * @module
 */

/** @import {Camera, CheckEvent, CheckState, Failure, LivenessErrorName} from "./types.js" */
/** @import {Mode, Reason, Settings, Success} from "./types.js" */
/** @import {Started} from "../protocol/calls.js" */
/** @import {StreamEvent} from "../protocol/stream.js" */

/**
 * `shown` is what the view draws. `strictCamera` is the app's wish and `wantedCamera` that or the person's.
 * `isStarted` and `isAttemptOpen` tell of the attempt: the former that session/start was answered in this
 * try, the latter that it has not been spent since. `isStreaming` tells whether a stream is open or opening,
 * `isSending` whether it has been welcomed; `known` are the cameras of this device. Times are milliseconds; `pausedAt` is null while nothing is away.
 *
 * @typedef {Readonly<{
 *   shown: CheckState,
 *   isRetryAllowed: boolean,
 *   strictCamera: string | null,
 *   wantedCamera: string | null,
 *   known: readonly Camera[],
 *   isStarted: boolean,
 *   isAttemptOpen: boolean,
 *   attemptsLeft: number | null,
 *   requestId: string | null,
 *   isStreaming: boolean,
 *   isSending: boolean,
 *   hasPrompted: boolean,
 *   promptedAt: number,
 *   idle: number,
 *   isHidden: boolean,
 *   isMuted: boolean,
 *   isCameraLost: boolean,
 *   pausedAt: number | null,
 * }>} Machine
 */

/** @typedef {"permission" | "nudge" | "praise" | "pause" | "farewell"} TimerName */

/**
 * @typedef {Readonly<{type: "startSession", extendedTime: boolean}>
 *   | Readonly<{type: "openCamera", deviceId: string | null}>
 *   | Readonly<{type: "closeCamera"}>
 *   | Readonly<{type: "openStream", cameraLabel: string}>
 *   | Readonly<{type: "cancelStream", reason: LivenessErrorName}>
 *   | Readonly<{type: "sendFrames"}>
 *   | Readonly<{type: "setRate", rate: number}>
 *   | Readonly<{type: "endAttempt", reason: LivenessErrorName}>
 *   | Readonly<{type: "setTimer", name: TimerName, milliseconds: number}>
 *   | Readonly<{type: "clearTimer", name: TimerName}>
 *   | Readonly<{type: "release"}>
 *   | Readonly<{type: "resolve", success: Success}>
 *   | Readonly<{type: "reject", failure: Failure}>} Effect  `release` closes and stops everything
 */

/**
 * What the ports tell.
 *
 * @typedef {Readonly<{type: "begin", skipsInstructions: boolean}>
 *   | Readonly<{type: "stop" | "cameraEnded" | "cameraMuted" | "cameraUnmuted"}>
 *   | Readonly<{type: "started"}> & Started
 *   | Readonly<{type: "startFailed", failure: Failure}>
 *   | Readonly<{type: "cameraOpened", camera: Camera, cameras: readonly Camera[]}>
 *   | Readonly<{type: "cameraRefused", reason: Reason, message: string | null}>
 *   | Readonly<{type: "timer", name: TimerName}>
 *   | StreamEvent} PortEvent
 */

/** @typedef {(CheckEvent | PortEvent) & Readonly<{at: number}>} MachineEvent  milliseconds of the clock */

/** @typedef {Readonly<{machine: Machine, effects: readonly Effect[]}>} Step */

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
