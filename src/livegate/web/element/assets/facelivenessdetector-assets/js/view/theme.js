import { applyDeclarations } from "./dom.js";

/** @typedef {import("../check/types.js").Settings} Settings */

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
