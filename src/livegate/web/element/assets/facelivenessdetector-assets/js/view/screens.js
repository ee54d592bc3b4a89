import { applyDeclarations, element, setAttribute, setShown, setText } from "./dom.js";
import { createFailurePanel, createOutcome } from "./failure.js";
import { createInstructions } from "./instructions.js";
import { createMessage } from "./message.js";
import { createPreview } from "./preview.js";
import { createCameraPicker } from "./tools.js";

/** @typedef {import("../check/types.js").CheckEvent} CheckEvent */
/** @typedef {import("../check/types.js").CheckState} CheckState */
/** @typedef {import("../check/types.js").Clock} Clock */
/** @typedef {import("../check/types.js").Settings} Settings */
/** @typedef {import("../labels/labels.js").Labels} Labels */

/**
 * All that is seen. `firstOf` is what a screen begins with for who uses the keyboard, where that is not the section.
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
  const video = createVideo(labels);
  const picker = createCameraPicker({ labels, onChoice: (deviceId) => dispatch({ type: "chooseCamera", deviceId }) });
  const header = element("h2", { class: "title header", part: "header" });
  const preview = createPreview({ video, labels });
  const message = createMessage({ labels, clock, onLasting });
  const instructions = createInstructions({ labels, dispatch });
  const failure = createFailurePanel({ labels, dispatch });
  const outcome = createOutcome({ labels });
  const cancel = createCancelButton(labels, dispatch);
  const bar = element("div", { class: "bar" }, picker.node, voiceButton);
  const actions = element("div", { class: "actions", part: "actions" }, instructions.onward, cancel);
  const panels = [instructions.node, failure.node];
  const layout = element("div", { class: "layout" }, bar, header, preview.node, ...panels, message.node, actions);
  const section = element("section", { class: "check", part: "check", tabindex: "-1" }, layout);
  section.setAttribute("aria-label", labels.text("LIVEGATE_Region"));
  [section, outcome.node].forEach((node) => {
    node.lang = labels.locale;
    node.dir = labels.direction;
  });

  const draw = (/** @type {CheckState} */ state) => {
    const { screen } = state;
    const isPictured = screen !== "instructions" && screen !== "failed" && screen !== "closed";
    setAttribute(section, "data-screen", screen);
    setShown(section, screen !== "closed");
    [preview.node, message.node].forEach((node) => setShown(node, isPictured));
    [instructions.node, instructions.onward].forEach((node) => setShown(node, screen === "instructions"));
    setShown(failure.node, screen === "failed");
    setText(header, isPictured ? labels.text(screen === "done" ? "AZAIF_HeaderComplete" : "AZAIF_Header") : "");
    [picker, preview, message, instructions, failure, outcome].forEach((part) => part.draw(state));
  };
  const update = (/** @type {Settings} */ settings) => {
    const brightness = settings.brightnessImagePath || `${settings.assetsUrl}images/Brightness.svg`;
    preview.showPictures(settings.assetsUrl);
    instructions.showPictures(settings.assetsUrl, brightness);
    setAttribute(message.picture, "src", brightness);
    [section, outcome.node].forEach((node) => {
      node.style.fontSize = settings.fontSize || "";
      node.style.fontFamily = settings.fontFamily || "";
    });
    section.querySelectorAll("button").forEach((button) => applyDeclarations(button, settings.buttonStyles));
    applyDeclarations(instructions.onward, settings.continueButtonStyles, settings.buttonStyles);
    applyDeclarations(message.feedback, settings.feedbackMessageStyles);
  };
  const firstOf = (/** @type {CheckState} */ { screen }) => {
    if (screen === "instructions") return instructions.heading;
    return screen === "failed" ? failure.node : null;
  };
  const { stop, isLasting } = message;
  return Object.freeze({ section, outcome: outcome.node, video, draw, update, stop, isLasting, firstOf });
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
  const cancel = element("button", { part: "button cancel-button", type: "button" }, labels.text("AZAIF_CancelPrompt"));
  cancel.addEventListener("click", () => dispatch({ type: "cancel" }));
  return cancel;
}
