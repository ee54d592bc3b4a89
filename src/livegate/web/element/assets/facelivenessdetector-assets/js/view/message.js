/** @import {CheckState, Clock} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

import { element, setAttribute, setShown, setText } from "./dom.js";
import { createPacer } from "./pacer.js";
import { feedbackKey, hintKey } from "./wording.js";

/** A word of guidance stays long enough to be read, though the server may tell four a second. */
const READING_MILLISECONDS = 700;
/** After so long, who has begun to come closer is told to go on. */
const LASTING_MILLISECONDS = 2500;
/** Texts of more letters than this are set smaller, so that the lines set aside for them hold them. */
const LONG_TEXT = 44;

/**
 * The line under the picture, and the smaller one below it.
 * @param {{labels: Labels, clock: Clock, onLasting: () => void}} options `onLasting` is called when the same
 *   guidance has lasted: draw again
 */
export function createMessage({ labels, clock, onLasting }) {
  const feedback = element("p", { class: "feedback", part: "feedback" });
  const picture = element("img", { class: "picture", alt: "", width: "40", height: "40" });
  const hintText = element("span", {});
  const hint = element("p", { class: "hint", part: "hint" }, picture, hintText);
  const node = element("div", { class: "message", part: "message" }, feedback, hint);
  const lasting = createLasting(clock, onLasting);
  const pacer = createPacer({
    clock,
    milliseconds: READING_MILLISECONDS,
    write: (text) => {
      setText(feedback, text);
      setAttribute(feedback, "data-long", text.length > LONG_TEXT ? "" : null);
    },
  });

  /** @type {CheckState["screen"] | null} */
  let screen = null;
  const draw = (/** @type {CheckState} */ state) => {
    lasting.watch(state.screen === "capture" ? state.guidance : null);
    const text = labels.text(feedbackKey(state, lasting.isLasting()));
    const isGuidance = screen === "capture" && state.prompt === null && !state.isPraised;
    if (isGuidance && state.screen === screen) pacer.say(text);
    else pacer.sayNow(text);
    screen = state.screen;
    const key = hintKey(state);
    setShown(hint, key !== null);
    setShown(picture, key === "AZAIF_IncreaseBrightness");
    if (key !== null) setText(hintText, labels.text(key));
  };
  const stop = () => {
    lasting.watch(null);
    pacer.stop();
  };
  return Object.freeze({ node, feedback, picture, draw, stop, isLasting: lasting.isLasting });
}

/**
 * @param {Clock} clock
 * @param {() => void} onLasting
 */
function createLasting(clock, onLasting) {
  /** @type {CheckState["guidance"]} */
  let watched = null;
  let hasLasted = false;
  /** @type {() => void} */
  let cancel = () => {};
  const watch = (/** @type {CheckState["guidance"]} */ guidance) => {
    if (guidance === watched) return;
    cancel();
    watched = guidance;
    hasLasted = false;
    cancel = guidance === null ? () => {} : clock.after(LASTING_MILLISECONDS, last);
  };
  const last = () => {
    hasLasted = true;
    onLasting();
  };
  return Object.freeze({ watch, isLasting: () => hasLasted });
}
