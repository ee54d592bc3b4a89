/**
 * A check from its token to its result.
 *
 * @module
 */

/** @import {Check, CheckEvent, Failure, Machine, PortEvent, Ports, Settings, Success} from "./types.js" */
/** @import {Claims} from "../protocol/token.js" */

import { readToken } from "../protocol/token.js";
import { Executor } from "./executor.js";
import { createMachine } from "./machine.js";
import { transition } from "./transition.js";

/**
 * Begin a check. A token that cannot be read rejects `result`, and nothing else is touched.
 *
 * @param {{token: string, settings: Settings, ports: Ports}} options
 * @returns {Check}
 */
export function createCheck({ token, settings, ports }) {
  const check = new RunningCheck({ token, settings, ports });
  check.begin();
  return Object.freeze({
    get state() {
      return check.machine.shown;
    },
    result: check.result,
    subscribe: (listener) => check.subscribe(listener),
    dispatch: (event) => check.dispatch(event),
    stop: () => check.dispatch({ type: "stop" }),
  });
}

/** Holds the machine, hands it events one after the other, and has done what it wants done. */
class RunningCheck {
  /** @param {{token: string, settings: Settings, ports: Ports}} options */
  constructor({ token, settings, ports }) {
    this._token = token;
    this._settings = settings;
    this._ports = ports;
    this.machine = createMachine("Passive", settings);
    /** @type {(success: Success) => void} */
    this._resolve = () => undefined;
    /** @type {(failure: Failure) => void} */
    this._reject = () => undefined;
    /** @type {Promise<Success>} */
    this.result = new Promise((resolve, reject) => {
      this._resolve = resolve;
      this._reject = reject;
    });
    /** @type {Executor | null} */
    this._executor = null;
    /** @type {Set<(state: Machine["shown"]) => void>} */
    this._listeners = new Set();
    /** @type {(CheckEvent | PortEvent)[]} */
    this._events = [];
    this._isBusy = false;
  }

  begin() {
    try {
      this._beginWith(readToken(this._token));
    } catch (error) {
      const failure = /** @type {Failure} */ (error);
      this.dispatch({ type: "startFailed", failure });
      this._reject(failure);
    }
  }

  /** @param {(state: Machine["shown"]) => void} listener */
  subscribe(listener) {
    this._listeners.add(listener);
    return () => void this._listeners.delete(listener);
  }

  // Listeners and effects may dispatch: their events wait for their turn.
  /** @param {CheckEvent | PortEvent} event */
  dispatch(event) {
    this._events.push(event);
    if (this._isBusy) return;
    this._isBusy = true;
    try {
      for (let next = this._events.shift(); next !== undefined; next = this._events.shift()) this._take(next);
    } finally {
      this._isBusy = false;
    }
  }

  /** @param {CheckEvent | PortEvent} event */
  _take(event) {
    const before = this.machine.shown;
    const { machine, effects } = transition(this.machine, { ...event, at: this._ports.clock.now() });
    this.machine = machine;
    for (const effect of effects) this._executor?.perform(effect);
    if (machine.shown !== before) for (const listener of this._listeners) listener(machine.shown);
  }

  /** @param {Claims} claims */
  _beginWith(claims) {
    this.machine = createMachine(claims.mode, this._settings);
    this._executor = new Executor({
      token: this._token,
      claims,
      settings: this._settings,
      ports: this._ports,
      settle: { resolve: this._resolve, reject: this._reject },
      dispatch: (event) => this.dispatch(event),
    });
    this.dispatch({ type: "begin", skipsInstructions: this._settings.skipInstructions });
  }
}
