/**
 * Frames as the stream carries them.
 *
 * @module
 */

/** @import {Frame} from "../check/types.js" */

const HEADER_BYTES = 16;
const PROTOCOL = 1;
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
