/**
 * What each event makes of a check.
 *
 * @module
 */

/** @import {Machine, MachineEvent, Step} from "./types.js" */

import {
  askedForLong,
  begin,
  cameraOpened,
  cameraRefused,
  chooseCamera,
  start,
  started,
} from "./beginning.js";
import {
  goOnOrPause,
  guided,
  hide,
  loseCamera,
  lost,
  mute,
  nudged,
  praised,
  prompted,
  stayedAway,
  welcomed,
} from "./capturing.js";
import { cancel, close, fail, judged, stop, streamFailed } from "./ending.js";
import { canRetry, isRunning, stay, step, then } from "./machine.js";

/**
 * Return what the check is after an event, and what is to be done. Events that come at the wrong time change
 * nothing.
 *
 * @param {Machine} machine
 * @param {MachineEvent} event
 * @returns {Step}
 */
export function transition(machine, event) {
  switch (event.type) {
    case "begin":
      return begin(machine, event);
    case "cancel":
      return cancel(machine);
    case "close":
      return close(machine);
    case "stop":
      return stop(machine);
    case "hidden":
    case "visible":
      return hide(machine, event.type === "hidden", event.at);
    case "continue":
      return machine.shown.screen === "instructions" ? start(machine) : stay(machine);
    case "retry":
      return canRetry(machine) ? start(machine) : stay(machine);
    case "extendTime":
      return isRunning(machine) ? stay(machine) : step(machine, {}, { extendedTime: event.isExtended });
    case "timer":
      return timed(machine, event);
    default:
      return isRunning(machine) ? running(machine, event) : stay(machine);
  }
}

/**
 * @param {Machine} machine
 * @param {MachineEvent} event
 * @returns {Step}
 */
function running(machine, event) {
  switch (event.type) {
    case "started":
      return started(machine, event);
    case "startFailed":
      return fail(machine, event.failure);
    case "chooseCamera":
      return chooseCamera(machine, event);
    case "cameraOpened":
      return then(cameraOpened(machine, event), (next) =>
        isRunning(next) ? goOnOrPause(next, event.at) : stay(next),
      );
    case "cameraRefused":
      return cameraRefused(machine, event);
    case "cameraEnded":
      return loseCamera(machine, event.at);
    case "cameraMuted":
    case "cameraUnmuted":
      return mute(machine, event.type === "cameraMuted", event.at);
    default:
      return streamed(machine, event);
  }
}

/**
 * @param {Machine} machine
 * @param {MachineEvent} event
 * @returns {Step}
 */
function streamed(machine, event) {
  switch (event.type) {
    case "welcomed":
      return welcomed(machine, event);
    case "lost":
      return lost(machine);
    case "guided":
      return machine.shown.screen === "capture" ? guided(machine, event) : stay(machine);
    case "prompted":
      return machine.shown.screen === "capture" ? prompted(machine, event) : stay(machine);
    case "slowed":
      return step(machine, {}, {}, [{ type: "setRate", rate: event.rate }]);
    case "judged":
      return judged(machine, event);
    case "failed":
      return streamFailed(machine, event);
    default:
      return stay(machine);
  }
}

const TIMED = Object.freeze({
  permission: askedForLong,
  nudge: nudged,
  praise: praised,
  pause: stayedAway,
  /** @param {Machine} machine */
  farewell: (machine) => step(machine, {}, { screen: "closed" }),
});

/**
 * @param {Machine} machine
 * @param {MachineEvent & {type: "timer"}} event
 * @returns {Step}
 */
function timed(machine, { name }) {
  return TIMED[name](machine);
}
