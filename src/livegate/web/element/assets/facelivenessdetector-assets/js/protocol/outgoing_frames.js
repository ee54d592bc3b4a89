/**
 * Frames on their way out: no faster than the server takes them, and no more than the network does.
 *
 * @module
 */

/** @import {Clock} from "../check/types.js" */
/** @import {NumberedFrame} from "./frames.js" */

/** About four frames. More than that waiting means that newer ones would come late. */
const MOST_WAITING_BYTES = 256 * 1024;
const MOST_QUEUED = 2;

/** The network has taken nothing for so long: the connection is dead, though nothing has said so. */
const LONGEST_STALL = 5_000;

/** Frames that a broken connection has swallowed go out again this much slower than the server's limit. */
const MARGIN = 1.25;

/** Sends the frames of one connection in their order. */
export class OutgoingFrames {
  /**
   * @param {Clock} clock
   * @param {number} rate  frames a second at most
   * @param {{send: (frame: NumberedFrame) => void, waiting: () => number}} wire  `waiting` in bytes
   */
  constructor(clock, rate, wire) {
    this._clock = clock;
    this._interval = (1000 / rate) * MARGIN;
    this._wire = wire;
    /** @type {NumberedFrame[]} */
    this._queue = [];
    this._due = clock.now();
    /** @type {(() => void) | null} */
    this._cancelTimer = null;
    /** @type {{waiting: number, since: number} | null} */
    this._full = null;
  }

  /** Whether another frame may be put now. */
  get hasRoom() {
    const waiting = this._wire.waiting();
    if (waiting <= MOST_WAITING_BYTES) this._full = null;
    // A slow network is no dead one.
    else if (this._full === null || waiting < this._full.waiting)
      this._full = { waiting, since: this._clock.now() };
    return this._full === null && this._queue.length < MOST_QUEUED;
  }

  /** Whether the network takes nothing any more, as far as `hasRoom` has seen. */
  get isStalled() {
    return this._full !== null && this._clock.now() - this._full.since >= LONGEST_STALL;
  }

  /** @param {readonly NumberedFrame[]} frames */
  put(frames) {
    this._queue.push(...frames);
    this._pump();
  }

  stop() {
    this._queue = [];
    this._cancelTimer?.();
    this._cancelTimer = null;
  }

  _pump() {
    while (this._cancelTimer === null && this._queue.length > 0) {
      const wait = this._due - this._clock.now();
      if (wait > 0) this._wait(wait);
      else this._send(/** @type {NumberedFrame} */ (this._queue.shift()));
    }
  }

  /** @param {number} milliseconds */
  _wait(milliseconds) {
    this._cancelTimer = this._clock.after(milliseconds, () => {
      this._cancelTimer = null;
      this._pump();
    });
  }

  /** @param {NumberedFrame} frame */
  _send(frame) {
    this._due = this._clock.now() + this._interval;
    this._wire.send(frame);
  }
}
