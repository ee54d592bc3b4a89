/**
 * @typedef {import("./types.js").Attempt} Attempt
 */

/**
 * An outcome in plain words; `word` is the service's own, null where it has none yet, and `tone` how it is
 * coloured.
 * @typedef {Readonly<{tone: "good" | "bad" | "open", title: string, text: string,
 *   word: string | null}>} Verdict
 */

/** @type {Readonly<Record<string, Verdict>>} */
const DECISIONS = Object.freeze({
  realface: {
    tone: "good",
    title: "A living person",
    text: "The evidence speaks for a living person in front of the camera.",
    word: "realface",
  },
  spoofface: {
    tone: "bad",
    title: "Not a living person",
    text: "The evidence speaks against a living person: prints, screens, masks and recordings look like this.",
    word: "spoofface",
  },
  uncertain: {
    tone: "open",
    title: "Not certain",
    text: "There is too little evidence for a living person, and too little against one.",
    word: "uncertain",
  },
});

/** @type {Verdict} */
const UNFINISHED = Object.freeze({
  tone: "open",
  title: "No attempt was judged",
  text: "The check ended before anything could be looked at.",
  word: "NotStarted",
});

/**
 * Say how an attempt ended; null where there was none.
 * @param {Attempt | null} attempt
 * @returns {Verdict}
 */
export function verdictOf(attempt) {
  if (attempt === null) return UNFINISHED;
  if (attempt.result) return DECISIONS[attempt.result.livenessDecision] || DECISIONS.uncertain;
  if (!attempt.error) return { ...UNFINISHED, word: finalWord(attempt) };
  const { code, message } = attempt.error;
  return { tone: "open", title: "It could not be judged", text: message, word: code };
}

/**
 * The server ends an attempt that was left a moment after the page is told so.
 * @param {Attempt} attempt
 */
function finalWord({ attemptStatus }) {
  return attemptStatus === "Running" ? null : attemptStatus;
}

/**
 * Say how the person compares with the photo.
 * @param {{matchConfidence: number, isIdentical: boolean}} comparison
 */
export function comparisonText({ matchConfidence, isIdentical }) {
  const confidence = matchConfidence.toFixed(2);
  return isIdentical
    ? `The person is the one on the photo (confidence ${confidence}).`
    : `The person is not the one on the photo (confidence ${confidence}).`;
}
