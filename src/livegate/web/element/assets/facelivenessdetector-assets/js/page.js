// What a check takes from its page, and what it tells it.

/** @import {CheckEvent, CheckState, Clock} from "./check/types.js" */

/**
 * The browser's steady clock, since 1970 as the times in a token, and its timers.
 * @type {Clock}
 */
export const BROWSER_CLOCK = Object.freeze({
  now: () => performance.timeOrigin + performance.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
});

/**
 * The SHA-256 of all blobs in their order, in upper-case hexadecimal.
 * @param {readonly Blob[]} blobs
 */
export async function digestOf(blobs) {
  const bytes = await new Blob([...blobs]).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}

/**
 * Tell the page what is on the screen, once for each change: the event `livegate-statechange`, which says nothing of
 * the decision.
 * @param {EventTarget} element
 * @returns {(state: CheckState) => void}
 */
export function tellStates(element) {
  let told = "";
  return ({ screen, guidance, progress }) => {
    const detail = Object.freeze({ screen, guidance, progress });
    const text = JSON.stringify(detail);
    if (text === told) return;
    told = text;
    element.dispatchEvent(new CustomEvent("livegate-statechange", { bubbles: true, composed: true, detail }));
  };
}

/**
 * Tell when the person leaves the page and comes back, once each time; who is away already has left it.
 * @param {(event: CheckEvent) => void} dispatch
 * @returns {() => void} ends it
 */
export function watchPage(dispatch) {
  const ending = new AbortController();
  let isHidden = false;
  const tell = (/** @type {boolean} */ isNowHidden) => {
    if (isNowHidden === isHidden) return;
    isHidden = isNowHidden;
    dispatch(Object.freeze({ type: isHidden ? "hidden" : "visible" }));
  };
  const look = () => tell(document.visibilityState === "hidden");
  document.addEventListener("visibilitychange", look, { signal: ending.signal });
  // Safari tells of a page that it keeps for the way back by these two alone.
  window.addEventListener("pagehide", () => tell(true), { signal: ending.signal });
  window.addEventListener("pageshow", look, { signal: ending.signal });
  look();
  return () => ending.abort();
}
