/** @import {CheckEvent, CheckState, Clock, Settings} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */
/** @import {SpeechPort} from "./voice.js" */

import { element, setShown, setText } from "./dom.js";
import { createScreens } from "./screens.js";
import { BASE } from "./styles/base.js";
import { CONTROLS } from "./styles/controls.js";
import { PANELS } from "./styles/panels.js";
import { PREVIEW } from "./styles/preview.js";
import { createVoiceButton } from "./tools.js";
import { browserSpeech, createVoice } from "./voice.js";
import { cancelOnEscape, fitToWindow, moveFocus } from "./window.js";
import { announcement } from "./wording.js";

/**
 * What the person sees and hears. `video` shows the camera: give it the stream. `update` takes the element's
 * properties, first of all; `draw` shows a state and touches only what has changed; `close` takes everything
 * away.
 * @typedef {Readonly<{video: HTMLVideoElement, draw: (state: CheckState) => void,
 *   update: (settings: Settings) => void, close: () => void}>} View
 */

/**
 * Build the screens in a shadow root. Without `speech` there is no button for spoken guidance.
 * @param {{root: ShadowRoot, dispatch: (event: CheckEvent) => void, labels: Labels, clock: Clock,
 *   speech?: SpeechPort}} options
 * @returns {View}
 */
export function createView({ root, dispatch, labels, clock, speech = browserSpeech() }) {
  /** @type {CheckState | null} */
  let shown = null;
  /** @type {boolean | null} */
  let wasSpoken = null;
  const live = element("div", { class: "unseen", role: "status", lang: labels.locale });
  const voice = createVoice({ labels, clock, speech, write: (text) => setText(live, text) });
  const turnVoice = (/** @type {boolean} */ isOn) => {
    voice.turn(isOn);
    button.draw(isOn);
  };
  const button = createVoiceButton({ labels, onToggle: () => turnVoice(!voice.isOn()) });
  const onLasting = () => {
    if (shown !== null) draw(shown);
  };
  const screens = createScreens({ labels, clock, dispatch, onLasting, voiceButton: button.node });

  const draw = (/** @type {CheckState} */ state) => {
    const hasMoved = shown === null || shown.screen !== state.screen;
    shown = state;
    screens.draw(state);
    if (hasMoved) moveFocus(root, screens.section, screens.firstOf(state));
    const isUrgent = hasMoved || state.prompt !== null || state.isPraised;
    voice.say(announcement(state, screens.isLasting(), labels), isUrgent);
  };
  const update = (/** @type {Settings} */ settings) => {
    screens.update(settings);
    // The person's own choice stays until the app's changes.
    if (settings.spokenGuidance !== wasSpoken) turnVoice(settings.spokenGuidance);
    wasSpoken = settings.spokenGuidance;
  };

  setShown(button.node, voice.canSpeak);
  root.adoptedStyleSheets = [createStylesheet()];
  root.replaceChildren(screens.section, screens.outcome, live);
  const releaseWindow = fitToWindow(root, screens.section);
  const releaseKeys = cancelOnEscape(root, () => shown && shown.screen, dispatch);
  const close = () => {
    releaseWindow();
    releaseKeys();
    screens.stop();
    voice.stop();
    root.replaceChildren();
  };
  return Object.freeze({ video: screens.video, draw, update, close });
}

/** Nothing of it reaches the page, and nothing of the page's reaches the screens. */
function createStylesheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([BASE, PREVIEW, CONTROLS, PANELS].join("\n"));
  return sheet;
}
