/** Above more of the window than this share, the page has to be scrolled anyway. */
const MOST_ABOVE = 1 / 3;

/**
 * Keep the custom property `--room` of a section at the height that the window has left from the element's
 * place down, so that nothing has to be scrolled: some pages cancel scrolling. Returns how to end it.
 * @param {ShadowRoot} root
 * @param {HTMLElement} section
 * @returns {() => void}
 */
export function fitToWindow(root, section) {
  const fit = () => {
    const above = root.host.getBoundingClientRect().top + window.scrollY;
    const room = window.innerHeight - Math.min(Math.max(above, 0), window.innerHeight * MOST_ABOVE);
    section.style.setProperty("--room", `${Math.floor(room)}px`);
  };
  fit();
  window.addEventListener("resize", fit);
  return () => window.removeEventListener("resize", fit);
}
