/** @import {CheckEvent, CheckState, Failure} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

import { element, icon, setShown, setText } from "./dom.js";
import { failureKeys, isMendedByTime } from "./wording.js";

/**
 * What went wrong, in words, and what the person can do about it.
 * @param {{labels: Labels, dispatch: (event: CheckEvent) => void}} options
 */
export function createFailurePanel({ labels, dispatch }) {
  const again = createButton(labels.text("LIVEGATE_TryAgain"), "main", "retry-button");
  const slower = createButton(labels.text("LIVEGATE_TryAgainWithMoreTime"), "", "more-time-button");
  const close = createButton(labels.text("AZAIF_ClosePrompt"), "", "close-button");
  again.addEventListener("click", () => dispatch({ type: "retry" }));
  slower.addEventListener("click", () => {
    dispatch({ type: "extendTime", isExtended: true });
    dispatch({ type: "retry" });
  });
  close.addEventListener("click", () => dispatch({ type: "close" }));
  const explanation = createExplanation(labels);
  const actions = element("div", { class: "choices" }, again, slower, close);
  const node = element(
    "div",
    {
      class: "panel failure",
      part: "failure",
      role: "alertdialog",
      tabindex: "-1",
      "aria-labelledby": "failure-title",
      "aria-describedby": "failure-advice",
    },
    explanation.node,
    actions,
  );
  const draw = (/** @type {CheckState} */ state) => {
    explanation.draw(state.failure);
    setShown(again, state.failure !== null && state.failure.canRetry);
    setShown(slower, isMendedByTime(state));
  };
  return Object.freeze({ node, draw });
}

/**
 * What is left on the page when the check is over and has failed: no buttons, since nothing can be done here.
 * @param {{labels: Labels}} options
 */
export function createOutcome({ labels }) {
  const title = element("p", { class: "outcome-title" });
  const advice = element("p", {});
  const words = element("div", {}, title, advice);
  const node = element("div", { class: "outcome", part: "outcome" }, icon("warning"), words);
  const draw = (/** @type {CheckState} */ { screen, failure }) => {
    setShown(node, screen === "closed" && failure !== null);
    if (failure === null) return;
    const keys = failureKeys(failure.reason);
    setText(title, labels.text(keys.title));
    setText(advice, labels.text(keys.advice));
  };
  return Object.freeze({ node, draw });
}

/** @param {Labels} labels */
function createExplanation(labels) {
  const title = element("h2", { class: "title", id: "failure-title" });
  const advice = element("p", { class: "advice", id: "failure-advice" });
  const reference = element("p", { class: "reference", part: "reference" });
  const sign = element("div", { class: "sign" }, icon("warning"));
  const node = element("div", { class: "panel-text" }, sign, title, advice, reference);
  const draw = (/** @type {Failure | null} */ failure) => {
    if (failure === null) return;
    const keys = failureKeys(failure.reason);
    setText(title, labels.text(keys.title));
    setText(advice, labels.text(keys.advice));
    setShown(reference, failure.requestId !== null);
    setText(reference, labels.text("LIVEGATE_Reference", { reference: failure.requestId || "" }));
  };
  return Object.freeze({ node, draw });
}

/**
 * @param {string} text
 * @param {string} kind
 * @param {string} part
 */
function createButton(text, kind, part) {
  return element("button", { class: kind, part: `button ${part}`, type: "button" }, text);
}
