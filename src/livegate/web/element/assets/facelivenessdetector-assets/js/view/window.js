/** @import {CheckEvent, Screen} from "../check/types.js" */

/** What Escape means on each screen; nothing where the check is over. */
const ESCAPE = Object.freeze(
  /** @type {Partial<Record<Screen, CheckEvent["type"] & ("cancel" | "close")>>} */ ({
    loading: "cancel",
    instructions: "cancel",
    permission: "cancel",
    capture: "cancel",
    sending: "cancel",
    failed: "close",
  }),
);

/**
 * Let Escape cancel, as long as the focus is in the element or nowhere: keys meant for another part of the
 * page are not ours. Returns how to end it.
 * @param {ShadowRoot} root
 * @param {() => Screen | null} screenShown
 * @param {(event: CheckEvent) => void} dispatch
 * @returns {() => void}
 */
export function cancelOnEscape(root, screenShown, dispatch) {
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    const screen = screenShown();
    const type = screen === null ? undefined : ESCAPE[screen];
    if (event.key !== "Escape" || event.defaultPrevented || type === undefined) return;
    if (!isFocusElsewhere(root)) dispatch({ type });
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}

/**
 * Give the focus to what a new screen begins with (`goal`); without one, to the `section` where the focus was
 * on something that has gone.
 * @param {ShadowRoot} root
 * @param {HTMLElement} section
 * @param {HTMLElement | null} goal
 */
export function moveFocus(root, section, goal) {
  const active = root.activeElement;
  const isLost = active === null ? !isFocusElsewhere(root) : active.closest("[hidden]") !== null;
  const next = goal === null && isLost ? section : goal;
  if (next !== null) next.focus({ preventScroll: true });
}

/** @param {ShadowRoot} root */
function isFocusElsewhere(root) {
  const active = document.activeElement;
  return (
    active !== null && active !== document.body && !active.contains(root.host) && root.activeElement === null
  );
}

/** The least height, in pixels and as a share of the window, in which the screens can be used without scrolling. */
const LEAST_PIXELS = 360;
const LEAST_SHARE = 0.75;

/**
 * Keep the custom property `--room` of a section at the height that the window has left from the element's place
 * down, so that nothing has to be scrolled: some pages cancel scrolling. An element so far down that too little is
 * left has the whole window's height. Returns how to end it.
 * @param {ShadowRoot} root
 * @param {HTMLElement} section
 * @returns {() => void}
 */
export function fitToWindow(root, section) {
  const fit = () => {
    const { innerHeight, scrollY } = window;
    const left = innerHeight - Math.max(0, root.host.getBoundingClientRect().top + scrollY);
    const isEnough = left >= Math.min(LEAST_PIXELS, innerHeight * LEAST_SHARE);
    section.style.setProperty("--room", `${Math.floor(isEnough ? left : innerHeight)}px`);
  };
  fit();
  window.addEventListener("resize", fit);
  return () => window.removeEventListener("resize", fit);
}
