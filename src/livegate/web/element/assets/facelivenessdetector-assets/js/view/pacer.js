/** @import {Clock} from "../check/types.js" */

/**
 * Something that is said at most once in a while, the latest winning.
 * @typedef {Readonly<{say: (text: string) => void, sayNow: (text: string) => void, stop: () => void}>} Pacer
 */

/**
 * Hand texts to `write`, each for at least `milliseconds`, so that what changes many times a second can still
 * be read or heard. The same text is written once. `sayNow` waits for nothing.
 * @param {{clock: Clock, milliseconds: number, write: (text: string) => void}} options
 * @returns {Pacer}
 */
export function createPacer({ clock, milliseconds, write }) {
  /** @type {string | null} */
  let shown = null;
  /** @type {string | null} */
  let waiting = null;
  /** @type {(() => void) | null} */
  let cancel = null;

  const sayNow = (/** @type {string} */ text) => {
    waiting = null;
    if (text === shown) return;
    stop();
    shown = text;
    write(text);
    cancel = clock.after(milliseconds, rest);
  };
  const rest = () => {
    cancel = null;
    if (waiting !== null) sayNow(waiting);
  };
  const stop = () => {
    if (cancel !== null) cancel();
    cancel = null;
    waiting = null;
  };
  const say = (/** @type {string} */ text) => {
    if (cancel === null) sayNow(text);
    else waiting = text;
  };
  return Object.freeze({ say, sayNow, stop });
}
