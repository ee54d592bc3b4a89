import { createPacer } from "./pacer.js";
import { createSpeaker } from "./speech.js";

/** @typedef {import("../check/types.js").Clock} Clock */
/** @typedef {import("../labels/labels.js").Labels} Labels */
/** @typedef {import("./speech.js").SpeechPort} SpeechPort */

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
