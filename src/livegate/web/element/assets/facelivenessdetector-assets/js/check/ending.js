/**
 * How a try ends, and how a check does.
 *
 * @module
 */

/** @import {Effect, Failure, LivenessErrorName, Machine, ShownFailure, Step, Success} from "./types.js" */

import { failureOf, isMendable } from "../protocol/failures.js";
import { canRetry, isRunning, stay, step, then } from "./machine.js";

/** How long a success is shown. */
const FAREWELL = 1500;

/**
 * End the try. Where the person can mend it, the error is shown and the check goes on; otherwise it rejects.
 *
 * @param {Machine} machine
 * @param {Failure} failure
 * @returns {Step}
 */
export function fail(machine, failure) {
  const known = withWhatIsKnown(machine, failure);
  const ended = giveUp(machine, known.livenessError);
  const isOpen = machine.isRetryAllowed && isMendable(known.reason) && isAnotherTryAllowed(ended.machine);
  const failed = Object.freeze({ ...known, canRetry: isOpen });
  const shown = step(ended.machine, {}, { screen: "failed", failure: failed }, ended.effects);
  return isOpen ? shown : then(shown, (next) => reject(next, known));
}

/**
 * The stream has failed; it is closed already.
 *
 * @param {Machine} machine
 * @param {{failure: Failure, isSpent: boolean}} event
 * @returns {Step}
 */
export function streamFailed(machine, { failure, isSpent }) {
  const attemptsLeft = isSpent ? (failure.attemptsLeft ?? machine.attemptsLeft) : null;
  const isAttemptOpen = !isSpent && isMendable(failure.reason);
  const closed = { ...machine, isStreaming: false, isAttemptOpen, attemptsLeft };
  const isAway = machine.pausedAt !== null && failure.reason === "timedOut";
  return fail(
    closed,
    isAway ? failureOf("interrupted", { message: failure.message, code: failure.code }) : failure,
  );
}

/**
 * @param {Machine} machine
 * @param {{success: Success}} event
 * @returns {Step}
 */
export function judged(machine, { success }) {
  return step(
    machine,
    { isStreaming: false, isAttemptOpen: false },
    { screen: "done", guidance: null, prompt: null, isPraised: false, isPaused: false, progress: 1 },
    [
      { type: "release" },
      { type: "resolve", success },
      { type: "setTimer", name: "farewell", milliseconds: FAREWELL },
    ],
  );
}

/**
 * The person gives up.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
export function cancel(machine) {
  if (machine.shown.screen === "failed") return close(machine);
  const isInstructed = machine.shown.screen === "instructions";
  if (!isInstructed && !isRunning(machine)) return stay(machine);
  const livenessError = nameOfCancelling(machine);
  const given = giveUp(machine, livenessError);
  const closed = step(given.machine, {}, { screen: "closed" }, given.effects);
  const failure = withWhatIsKnown(given.machine, failureOf("cancelled", { livenessError }));
  return then(closed, (next) => reject(next, failure));
}

/**
 * The person has seen the error and does not try again.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
export function close(machine) {
  const { failure } = machine.shown;
  if (failure === null || !canRetry(machine)) return stay(machine);
  return then(step(machine, {}, { screen: "closed" }), (next) => reject(next, withoutChoice(failure)));
}

/**
 * The element is gone: an attempt that has no frame yet is left open, for who starts again with the same
 * token.
 *
 * @param {Machine} machine
 * @returns {Step}
 */
export function stop(machine) {
  const { screen } = machine.shown;
  const isSettled = screen === "done" || screen === "closed" || (screen === "failed" && !canRetry(machine));
  const given = giveUp(machine, "UserCanceledSession");
  const closed = step({ ...given.machine, isAttemptOpen: false }, {}, { screen: "closed" }, given.effects);
  const gone = failureOf("cancelled", {
    message: "The check was stopped: its element was removed or started again.",
  });
  return isSettled ? closed : then(closed, (next) => reject(next, withWhatIsKnown(machine, gone)));
}

/**
 * Close and stop everything, and the attempt with it once it is streamed.
 *
 * @param {Machine} machine
 * @param {LivenessErrorName} reason
 * @returns {Step}
 */
function giveUp(machine, reason) {
  /** @type {Effect[]} */
  const left = machine.isStreaming ? [{ type: "cancelStream", reason }] : [];
  const isAttemptOpen = machine.isAttemptOpen && !machine.isStreaming;
  const changes = { isAttemptOpen, isStreaming: false, isSending: false, pausedAt: null };
  const shown = { guidance: null, prompt: null, isPraised: false, isPaused: false };
  return step(machine, changes, shown, [...left, { type: "release" }]);
}

/**
 * @param {Machine} machine
 * @param {Failure} failure
 * @returns {Step}
 */
function reject(machine, failure) {
  /** @type {Effect[]} */
  const ended = machine.isAttemptOpen ? [{ type: "endAttempt", reason: failure.livenessError }] : [];
  return step(machine, { isAttemptOpen: false }, {}, [...ended, { type: "reject", failure }]);
}

/** @param {Machine} machine */
function isAnotherTryAllowed({ isAttemptOpen, attemptsLeft }) {
  return isAttemptOpen || attemptsLeft !== 0;
}

/**
 * @param {Machine} machine
 * @returns {LivenessErrorName}
 */
function nameOfCancelling({ shown, hasPrompted }) {
  if (shown.screen === "instructions") return "UserCanceledActiveMotionPrompt";
  return hasPrompted ? "UserCanceledActiveMotion" : "UserCanceledSession";
}

/**
 * @param {Machine} machine
 * @param {Failure} failure
 * @returns {Failure}
 */
function withWhatIsKnown({ attemptsLeft, requestId }, failure) {
  return Object.freeze({
    ...failure,
    attemptsLeft: failure.attemptsLeft ?? attemptsLeft,
    requestId: failure.requestId ?? requestId,
  });
}

/**
 * @param {ShownFailure} shown
 * @returns {Failure}
 */
function withoutChoice({ canRetry: _, ...failure }) {
  return Object.freeze(failure);
}
