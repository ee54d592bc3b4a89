/**
 * The browser's steady clock and its timers.
 * @type {import("./check/types.js").Clock}
 */
export const BROWSER_CLOCK = Object.freeze({
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
});
