/** @import {CheckEvent, CheckState, Clock, Settings} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

import { applyDeclarations, element, setAttribute, setShown, setText } from "./dom.js";
import { createFailurePanel, createOutcome } from "./failure.js";
import { createInstructions } from "./instructions.js";
import { createMessage } from "./message.js";
import { createPreview } from "./preview.js";
import { createCameraPicker } from "./tools.js";

/**
 * All that is seen. `firstOf` is what a screen begins with for who uses the keyboard, where that is not the
 * section.
 * @typedef {Readonly<{section: HTMLElement, outcome: HTMLElement, video: HTMLVideoElement,
 *   draw: (state: CheckState) => void, update: (settings: Settings) => void, stop: () => void,
 *   isLasting: () => boolean, firstOf: (state: CheckState) => HTMLElement | null}>} Screens
 */

/**
 * @param {{labels: Labels, clock: Clock, dispatch: (event: CheckEvent) => void, onLasting: () => void,
 *   voiceButton: HTMLElement}} options
 * @returns {Screens}
 */
export function createScreens({ labels, clock, dispatch, onLasting, voiceButton }) {
  const parts = createParts({ labels, clock, dispatch, onLasting });
  const { header, preview, message, instructions, failure, outcome } = parts;
  const layout = createLayout(parts, voiceButton, createCancelButton(labels, dispatch));
  const section = element("section", { class: "check", part: "check", tabindex: "-1" }, layout);
  section.setAttribute("aria-label", labels.text("LIVEGATE_Region"));
  const roots = [section, outcome.node];
  roots.forEach((root) => Object.assign(root, { lang: labels.locale, dir: labels.direction }));

  const draw = (/** @type {CheckState} */ state) => {
    const { screen } = state;
    const isPictured = screen !== "instructions" && screen !== "failed" && screen !== "closed";
    setAttribute(section, "data-screen", screen);
    setShown(section, screen !== "closed");
    [preview.node, message.node].forEach((node) => setShown(node, isPictured));
    [instructions.node, instructions.onward].forEach((node) => setShown(node, screen === "instructions"));
    setShown(failure.node, screen === "failed");
    setText(
      header,
      isPictured ? labels.text(screen === "done" ? "AZAIF_HeaderComplete" : "AZAIF_Header") : "",
    );
    [parts.picker, preview, message, instructions, failure, outcome].forEach((part) => part.draw(state));
  };
  const update = (/** @type {Settings} */ settings) => {
    const { assetsUrl, brightnessImagePath } = settings;
    const brightness = brightnessImagePath || `${assetsUrl}images/Brightness.svg`;
    preview.showPictures(assetsUrl);
    instructions.showPictures(assetsUrl, brightness);
    setAttribute(message.picture, "src", brightness);
    applyTheme(settings, { roots, onward: instructions.onward, feedback: message.feedback });
  };
  const firsts = Object.freeze({ instructions: instructions.heading, failed: failure.node });
  const firstOf = (/** @type {CheckState} */ { screen }) =>
    screen === "instructions" || screen === "failed" ? firsts[screen] : null;
  const { stop, isLasting } = message;
  return Object.freeze({
    ...{ section, outcome: outcome.node, video: parts.video },
    ...{ draw, update, stop, isLasting, firstOf },
  });
}

/**
 * @param {{labels: Labels, clock: Clock, dispatch: (event: CheckEvent) => void,
 *   onLasting: () => void}} options
 */
function createParts({ labels, clock, dispatch, onLasting }) {
  const video = createVideo(labels);
  const onChoice = (/** @type {string} */ deviceId) => dispatch({ type: "chooseCamera", deviceId });
  return Object.freeze({
    video,
    picker: createCameraPicker({ labels, onChoice }),
    header: element("h2", { class: "title header", part: "header" }),
    preview: createPreview({ video, labels }),
    message: createMessage({ labels, clock, onLasting }),
    instructions: createInstructions({ labels, dispatch }),
    failure: createFailurePanel({ labels, dispatch }),
    outcome: createOutcome({ labels }),
  });
}

/**
 * The order of the keyboard is the order here.
 * @param {ReturnType<typeof createParts>} parts
 * @param {HTMLElement} voiceButton
 * @param {HTMLElement} cancel
 */
function createLayout({ picker, header, preview, message, instructions, failure }, voiceButton, cancel) {
  const bar = element("div", { class: "bar" }, picker.node, voiceButton);
  const actions = element("div", { class: "actions", part: "actions" }, instructions.onward, cancel);
  const panels = [instructions.node, failure.node];
  return element("div", { class: "layout" }, bar, header, preview.node, ...panels, message.node, actions);
}

/** @param {Labels} labels */
function createVideo(labels) {
  const video = element("video", { part: "video", playsinline: "", autoplay: "" });
  video.muted = true;
  video.setAttribute("aria-label", labels.text("LIVEGATE_Video"));
  return video;
}

/**
 * @param {Labels} labels
 * @param {(event: CheckEvent) => void} dispatch
 */
function createCancelButton(labels, dispatch) {
  const cancel = element(
    "button",
    { part: "button cancel-button", type: "button" },
    labels.text("AZAIF_CancelPrompt"),
  );
  cancel.addEventListener("click", () => dispatch({ type: "cancel" }));
  return cancel;
}

/**
 * Give the screens the looks that the app has set. Sizes, fonts and declarations that no browser understands
 * are passed over.
 * @param {Settings} settings
 * @param {Readonly<{roots: ReadonlyArray<HTMLElement>, onward: HTMLElement, feedback: HTMLElement}>} screens
 */
export function applyTheme(settings, { roots, onward, feedback }) {
  roots.forEach((root) => {
    // A value that is no size leaves the one before: that one goes first.
    Object.assign(root.style, { fontSize: "", fontFamily: "" });
    Object.assign(root.style, { fontSize: settings.fontSize || "", fontFamily: settings.fontFamily || "" });
    root.querySelectorAll("button").forEach((button) => applyDeclarations(button, settings.buttonStyles));
  });
  applyDeclarations(onward, settings.continueButtonStyles, settings.buttonStyles);
  applyDeclarations(feedback, settings.feedbackMessageStyles);
}
