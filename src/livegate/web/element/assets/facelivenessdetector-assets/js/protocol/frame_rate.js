/**
 * How many frames a second to send.
 *
 * @module
 */

export const USUAL_RATE = 10;

/** Three seconds at this rate are still frames enough for a verdict. */
const LOWEST_RATE = 5;
const STEP = 2;

/** Drops that are no accident: the first frames are dropped while the server's models wake up. */
const TOLERATED_DROPS = 3;

/**
 * @typedef {Readonly<{rate: number, counted: number}>} FrameRate  `counted`: drops that the rate has answered
 */

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
