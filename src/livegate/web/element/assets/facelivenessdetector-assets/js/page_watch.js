/** @typedef {import("./check/types.js").CheckEvent} CheckEvent */

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
