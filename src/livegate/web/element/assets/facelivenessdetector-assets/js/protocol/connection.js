/**
 * One WebSocket of a stream, from hello to its end, and what its end means.
 *
 * @module
 */

/** @import {Clock, Failure, LivenessErrorName, Reason} from "../check/types.js" */
/** @import {ServerMessage} from "./messages.js" */

import { failureOf } from "./failures.js";
import { cancel, hello, parseMessage, SUBPROTOCOL } from "./messages.js";
import { failureOfAnswer, failureOfRefusal, isClientError } from "./refusals.js";

/** Until the welcome: behind some proxies a WebSocket opens for ever. */
const LONGEST_OPENING = 10_000;

const NORMAL = 1000;
const LOST = 1006;

/** Tells the server that this connection is left, and the capture is not: it takes 1000 for giving up. */
const LEFT = 4000;

/**
 * Close codes that are more than 4000 and a status. Those below 4000 that are not here are a lost connection.
 *
 * @type {Readonly<Record<number, Reason>>}
 */
const CLOSE_CODES = Object.freeze({
  1002: "unexpected",
  1003: "unexpected",
  1007: "unexpected",
  1008: "unexpected",
  1009: "unexpected",
  1012: "serverBusy",
  4400: "unexpected",
  4404: "interrupted",
  4408: "timedOut",
  4409: "interrupted",
  4413: "unexpected",
});

const PRIVATE_CODES = 4000;

/** Closed with these, the server has given the attempt back, or knows nothing of it. */
const UNSPENT = new Set([1012, 4404, 4500, 4503]);

/**
 * `received` hears every message and `closed` the close code, once, with whether the server ever let it open.
 *
 * @typedef {Readonly<{received: (message: ServerMessage) => void,
 *   closed: (end: {code: number, hasOpened: boolean}) => void}>} Listener
 */

/** Tells its listener until it is closed from this side. */
export class Connection {
  /**
   * @param {WebSocket} socket
   * @param {Clock} clock
   * @param {{cameraLabel: string, resumeToken: string | null}} greeting
   * @param {Listener} listener
   */
  constructor(socket, clock, { cameraLabel, resumeToken }, listener) {
    this._socket = socket;
    /** @type {Listener | null} */
    this._listener = listener;
    this._hasOpened = false;
    this._cancelLimit = clock.after(LONGEST_OPENING, () => this.lose());
    socket.addEventListener("open", () => {
      this._hasOpened = true;
      socket.send(hello(cameraLabel, resumeToken));
    });
    socket.addEventListener("message", ({ data }) => this._hear(data));
    socket.addEventListener("close", ({ code }) => this._end(code));
    // An error is always followed by a close, which tells more; unheard, some engines would report it.
    socket.addEventListener("error", () => undefined);
  }

  /** Whether the server talks the protocol that was asked for. */
  get isUnderstood() {
    return this._socket.protocol === SUBPROTOCOL;
  }

  /** Bytes that the network has not taken yet. */
  get waiting() {
    return this._socket.bufferedAmount;
  }

  /**
   * Send while it is open. While it closes, what is sent gets lost, and the browser writes that to its console.
   *
   * @param {Blob | string} message
   */
  send(message) {
    if (this._socket.readyState === this._socket.OPEN) this._socket.send(message);
  }

  /**
   * Give the attempt up.
   *
   * @param {LivenessErrorName} reason
   */
  cancel(reason) {
    this.send(cancel(reason));
    this.close();
  }

  /** Take the connection for lost, though nothing has said so. */
  lose() {
    this._end(LOST);
    this._socket.close(LEFT);
  }

  /** Close it, and tell nothing more. Before the end of the capture the server takes it for given up. */
  close() {
    this._listener = null;
    this._cancelLimit();
    this._socket.close(NORMAL);
  }

  /** @param {unknown} data */
  _hear(data) {
    const message = parseMessage(data);
    if (message === null) return;
    this._cancelLimit();
    this._listener?.received(message);
  }

  /** @param {number} code */
  _end(code) {
    const listener = this._listener;
    this._listener = null;
    this._cancelLimit();
    listener?.closed({ code, hasOpened: this._hasOpened });
  }
}

/**
 * Return the failure of a connection that the server closed; null where it was lost and may be resumed.
 *
 * @param {number} closeCode
 * @param {Readonly<{code: string, message: string}> | null} error  what it said before
 * @param {{isTokenPast: boolean}} token
 * @returns {Failure | null}
 */
export function failureOfClose(closeCode, error, token) {
  const { code, message } = error ?? {
    code: null,
    message: `The server closed the stream with ${closeCode}.`,
  };
  if (isClientError(code)) return failureOfRefusal({ code, message });
  if (Object.hasOwn(CLOSE_CODES, closeCode)) return failureOf(CLOSE_CODES[closeCode], { message, code });
  if (closeCode < PRIVATE_CODES) return null;
  return failureOfAnswer({ status: closeCode - PRIVATE_CODES, code, message, requestId: null }, token);
}

/**
 * Whether a connection that was closed with this code has cost an attempt.
 *
 * @param {number} closeCode
 */
export function isSpentBy(closeCode) {
  return !UNSPENT.has(closeCode);
}
