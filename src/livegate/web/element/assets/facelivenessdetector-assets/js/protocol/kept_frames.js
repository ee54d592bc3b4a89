/**
 * The frames of a capture, kept until it ends: some may have to be sent again, and all make up the digest.
 *
 * @module
 */

/** @import {Frame} from "../check/types.js" */

/** @typedef {Readonly<{sequence: number, frame: Frame}>} NumberedFrame */

/** Numbers frames from 0 on, in the order of their times. */
export class KeptFrames {
  constructor() {
    /** @type {Frame[]} */
    this._frames = [];
  }

  /**
   * Whether a frame is newer than all that are kept; the server takes no others.
   *
   * @param {Frame} frame
   */
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
