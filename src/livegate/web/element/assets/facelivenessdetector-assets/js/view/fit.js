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
