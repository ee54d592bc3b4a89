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
