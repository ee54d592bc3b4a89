/**
 * The frames of a capture: kept, as the stream carries them, and how many a second to send.
 *
 * @module
 */

/** @import {Frame} from "../check/types.js" */

import { PROTOCOL } from "./messages.js";

/** @typedef {Readonly<{sequence: number, frame: Frame}>} NumberedFrame */

/**
 * Keeps frames until the capture ends: some may have to be sent again, and all make up the digest. Numbers them
 * from 0 on, in the order of their times.
 */
export class KeptFrames {
  constructor() {
    /** @type {Frame[]} */
    this._frames = [];
  }

  /** @param {Frame} frame  The server takes those alone that are newer than all before. */
  isNewer(frame) {
    const newest = this._frames.at(-1);
    return newest === undefined || frame.capturedAt > newest.capturedAt;
  }

  /**
   * Keep a frame and return it with its number.
   *
   * @param {Frame} frame
   * @returns {NumberedFrame}
   */
  add(frame) {
    this._frames.push(frame);
    return Object.freeze({ sequence: this._frames.length - 1, frame });
  }

  /**
   * Return the frames behind the one of this number.
   *
   * @param {number} sequence  -1 for all
   * @returns {NumberedFrame[]}
   */
  after(sequence) {
    const first = sequence + 1;
    return this._frames.slice(first).map((frame, index) => Object.freeze({ sequence: first + index, frame }));
  }

  /**
   * Return the pictures up to and with the one of this number.
   *
   * @param {number} sequence
   */
  pictures(sequence) {
    return this._frames.slice(0, sequence + 1).map(({ jpeg }) => jpeg);
  }
}

const HEADER_BYTES = 16;
const FRAME = 1;

/**
 * Return a frame with its header: protocol, kind, two bytes of zero, sequence number, microseconds.
 *
 * @param {number} sequence
 * @param {Frame} frame
 */
export function frameMessage(sequence, { jpeg, capturedAt }) {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setUint8(0, PROTOCOL);
  header.setUint8(1, FRAME);
  header.setUint32(4, sequence);
  header.setBigUint64(8, BigInt(capturedAt));
  return new Blob([header.buffer, jpeg]);
}

export const USUAL_RATE = 10;

/** Three seconds at this rate are still frames enough for a verdict. */
const LOWEST_RATE = 5;
const STEP = 2;

/** Drops that are no accident: the first frames are dropped while the server's models wake up. */
const TOLERATED_DROPS = 3;

/** @typedef {Readonly<{rate: number, counted: number}>} FrameRate  `counted`: drops that it has answered */

/**
 * Return the rate after the server has told how many frames it has dropped in all.
 *
 * @param {FrameRate} current
 * @param {number} dropped
 * @returns {FrameRate}
 */
export function rateAfterDrops(current, dropped) {
  if (dropped - current.counted < TOLERATED_DROPS) return current;
  return Object.freeze({ rate: Math.max(LOWEST_RATE, current.rate - STEP), counted: dropped });
}
