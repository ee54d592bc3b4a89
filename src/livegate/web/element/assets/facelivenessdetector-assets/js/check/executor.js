/**
 * Does what the machine wants done, through the ports, and tells what comes of it.
 *
 * @module
 */

/** @import {CheckEvent, Effect, Failure, OpenCamera, PortEvent, Ports, Reason, Settings} from "./types.js" */
/** @import {Success, TimerName} from "./types.js" */
/** @import {CaptureStream} from "../protocol/stream.js" */
/** @import {Claims} from "../protocol/token.js" */

import { Calls } from "../protocol/calls.js";

/**
 * @typedef {Readonly<{token: string, claims: Claims, settings: Settings, ports: Ports,
 *   settle: Readonly<{resolve: (success: Success) => void, reject: (failure: Failure) => void}>,
 *   dispatch: (event: CheckEvent | PortEvent) => void}>} ExecutorOptions
 */

/** Holds at most one camera, one stream and one set of calls at a time. */
export class Executor {
  /** @param {ExecutorOptions} options */
  constructor(options) {
    this._options = options;
    this._calls = this._newCalls();
    /** @type {typeof CaptureStream | null} */
    this._Stream = null;
    /** @type {CaptureStream | null} */
    this._stream = null;
    /** @type {OpenCamera | null} */
    this._camera = null;
    /** @type {Promise<unknown>} */
    this._lastOpening = Promise.resolve();
    /** @type {object | null} */
    this._opening = null;
    /** @type {Map<TimerName, () => void>} */
    this._timers = new Map();
  }

  /** @param {Effect} effect */
  perform(effect) {
    switch (effect.type) {
      case "startSession":
        return void this._startSession(effect.extendedTime);
      case "openCamera":
        return void this._openCamera(effect.deviceId);
      case "closeCamera":
        return this._closeCamera();
      case "openStream":
        return this._openStream(effect.cameraLabel);
      case "cancelStream":
        return this._stream?.cancel(effect.reason);
      case "sendFrames":
        return this._camera?.frames.start((frame) => this._stream?.send(frame));
      case "setRate":
        return this._camera?.frames.setRate(effect.rate);
      case "endAttempt":
        return this._calls.end(effect.reason);
      case "release":
        return this._release();
      default:
        return this._performQuickly(effect);
    }
  }

  /** @param {Effect} effect */
  _performQuickly(effect) {
    const { settle } = this._options;
    if (effect.type === "resolve") settle.resolve(effect.success);
    else if (effect.type === "reject") settle.reject(effect.failure);
    else if (effect.type === "clearTimer") this._clearTimer(effect.name);
    else if (effect.type === "setTimer") this._setTimer(effect.name, effect.milliseconds);
  }

  /** @param {boolean} extendedTime */
  async _startSession(extendedTime) {
    const calls = this._calls;
    const { settings, dispatch } = this._options;
    const { deviceCorrelationId, userCorrelationId } = settings;
    try {
      const started = await calls.start({ deviceCorrelationId, userCorrelationId, extendedTime });
      if (calls === this._calls) dispatch({ type: "started", ...started });
    } catch (error) {
      if (calls === this._calls) dispatch({ type: "startFailed", failure: /** @type {Failure} */ (error) });
    }
  }

  // One after the other: systems that give a camera to one user only would find it busy with the one before.
  /** @param {string | null} deviceId */
  async _openCamera(deviceId) {
    this._closeCamera();
    const ticket = {};
    this._opening = ticket;
    const before = this._lastOpening;
    const opening = before.then(() =>
      this._opening === ticket ? this._openWithStream(deviceId) : null,
    );
    this._lastOpening = opening.catch(() => undefined);
    try {
      const camera = await opening;
      if (this._opening === ticket && camera !== null) this._cameraOpened(camera);
      else camera?.close();
    } catch (error) {
      if (this._opening === ticket) this._options.dispatch(refusalOf(error));
    }
  }

  /** @param {string | null} deviceId */
  async _openWithStream(deviceId) {
    const { camera, loadStream } = this._options.ports;
    const opened = await camera.open({ deviceId });
    try {
      this._Stream = await loadStream();
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  }

  /** @param {OpenCamera} opened */
  _cameraOpened(opened) {
    const { dispatch } = this._options;
    this._camera = opened;
    opened.onEnded(() => dispatch({ type: "cameraEnded" }));
    opened.onMuted(
      () => dispatch({ type: "cameraMuted" }),
      () => dispatch({ type: "cameraUnmuted" }),
    );
    dispatch({ type: "cameraOpened", camera: opened.camera, cameras: opened.cameras });
  }

  _closeCamera() {
    this._opening = null;
    this._camera?.frames.stop();
    this._camera?.close();
    this._camera = null;
  }

  /** @param {string} cameraLabel */
  _openStream(cameraLabel) {
    const { token, claims, ports, dispatch } = this._options;
    if (this._Stream === null) return;
    this._stream = new this._Stream({
      issuer: claims.issuer,
      token,
      cameraLabel,
      calls: this._calls,
      ports,
      tell: dispatch,
    });
  }

  _release() {
    this._closeCamera();
    this._stream?.stop();
    this._stream = null;
    this._calls.stop();
    this._calls = this._newCalls();
    for (const name of [...this._timers.keys()]) this._clearTimer(name);
  }

  /**
   * @param {TimerName} name
   * @param {number} milliseconds
   */
  _setTimer(name, milliseconds) {
    this._clearTimer(name);
    const cancel = this._options.ports.clock.after(milliseconds, () => {
      this._timers.delete(name);
      this._options.dispatch({ type: "timer", name });
    });
    this._timers.set(name, cancel);
  }

  /** @param {TimerName} name */
  _clearTimer(name) {
    this._timers.get(name)?.();
    this._timers.delete(name);
  }

  _newCalls() {
    const { claims, token, ports } = this._options;
    return new Calls({ claims, token, fetch: ports.fetch, clock: ports.clock });
  }
}

/**
 * @param {unknown} error  a `{reason}` of the camera port, or a defect of it
 * @returns {PortEvent}
 */
function refusalOf(error) {
  const { reason = "unexpected", message = null } = /** @type {{reason?: Reason, message?: string}} */ (
    error ?? {}
  );
  return { type: "cameraRefused", reason, message };
}
