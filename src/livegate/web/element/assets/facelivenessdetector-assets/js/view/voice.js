/** @import {Clock} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

import { createPacer } from "./pacer.js";

/** A screen reader that is given more than this falls behind, and what it reads is no longer so. */
const MESSAGE_MILLISECONDS = 1200;

/**
 * What is said to those who do not see the screen: through a live region, which screen readers read, and
 * aloud where the person has asked for it.
 * @param {{labels: Labels, clock: Clock, speech: SpeechPort, write: (text: string) => void}} options
 */
export function createVoice({ labels, clock, speech, write }) {
  const speaker = speech === null ? null : createSpeaker(speech, labels.locale);
  let isOn = false;
  let isUrgent = false;
  let latest = "";
  const pacer = createPacer({
    clock,
    milliseconds: MESSAGE_MILLISECONDS,
    write: (text) => {
      write(text);
      if (isOn && speaker !== null) speaker.say(text, isUrgent);
    },
  });
  const say = (/** @type {string} */ text, /** @type {boolean} */ matters) => {
    latest = text;
    isUrgent = matters;
    if (matters) pacer.sayNow(text);
    else pacer.say(text);
  };
  const turn = (/** @type {boolean} */ on) => {
    if (on === isOn || speaker === null) return;
    isOn = on;
    if (on) speaker.say(latest, true);
    else speaker.stop();
  };
  const stop = () => {
    pacer.stop();
    if (speaker !== null) speaker.stop();
  };
  return Object.freeze({ say, turn, stop, isOn: () => isOn, canSpeak: speaker !== null });
}

/**
 * What speaks: the browser's `speechSynthesis` and its utterances, or nothing where the browser has none.
 * @typedef {Readonly<{synthesis: Pick<SpeechSynthesis, "speak" | "cancel">,
 *   Utterance: new (text: string) => SpeechSynthesisUtterance}> | null} SpeechPort
 */

/** @typedef {Readonly<{say: (text: string, isUrgent: boolean) => void, stop: () => void}>} Speaker */

/** @returns {SpeechPort} */
export function browserSpeech() {
  if (typeof speechSynthesis === "undefined" || typeof SpeechSynthesisUtterance === "undefined") return null;
  return Object.freeze({ synthesis: speechSynthesis, Utterance: SpeechSynthesisUtterance });
}

/**
 * Speak one sentence after the other, never two at once; of those that wait, the latest is spoken. An urgent
 * one interrupts.
 * @param {NonNullable<SpeechPort>} speech
 * @param {string} locale
 * @returns {Speaker}
 */
export function createSpeaker({ synthesis, Utterance }, locale) {
  // Held here, since browsers drop an utterance that nobody holds, and its end with it.
  /** @type {SpeechSynthesisUtterance | null} */
  let current = null;
  let waiting = "";

  const speak = (/** @type {string} */ text) => {
    const utterance = new Utterance(text);
    current = utterance;
    utterance.lang = locale;
    utterance.onend = utterance.onerror = () => {
      if (current === utterance) speakNext();
    };
    synthesis.speak(utterance);
  };
  const speakNext = () => {
    const text = waiting;
    current = null;
    waiting = "";
    if (text !== "") speak(text);
  };
  const stop = () => {
    const isSpeaking = current !== null;
    current = null;
    waiting = "";
    if (isSpeaking) synthesis.cancel();
  };
  const say = (/** @type {string} */ text, /** @type {boolean} */ isUrgent) => {
    if (isUrgent) stop();
    if (current === null && text !== "") speak(text);
    else waiting = text;
  };
  return Object.freeze({ say, stop });
}
