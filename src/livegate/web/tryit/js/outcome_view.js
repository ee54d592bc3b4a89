import { make } from "./elements.js";
import { evidenceView } from "./evidence_view.js";
import { drawPicture } from "./picture.js";
import { comparisonText, verdictOf } from "./verdict.js";

/**
 * @typedef {import("./types.js").Attempt} Attempt
 * @typedef {import("./types.js").ExplainedAttempt} ExplainedAttempt
 * @typedef {import("./verdict.js").Verdict} Verdict
 */

/**
 * What is known once a check is over; `failure` is what the component said where it ended without a capture.
 * @typedef {Readonly<{attempt: Attempt | null, explained: ExplainedAttempt | null, failure: Error | null,
 *   image: Blob | null}>} Outcome
 */

const IMAGE_PIXELS = 640;

/**
 * Draw how a check has ended.
 * @param {Outcome} outcome
 * @returns {Promise<readonly HTMLElement[]>}
 */
export async function outcomeView({ attempt, explained, failure, image }) {
  const isJudged = attempt !== null && (attempt.result || attempt.error);
  const verdict =
    failure === null || isJudged ? verdictOf(attempt) : { ...verdictOf(attempt), text: failure.message };
  const parts = [
    banner(verdict, attempt),
    image === null ? null : await imageView(image),
    evidenceView(explained),
  ];
  return parts.filter((part) => part !== null);
}

/** @param {Verdict} verdict @param {Attempt | null} attempt */
function banner({ tone, title, text, word }, attempt) {
  const comparison = attempt?.result?.verifyResult;
  const digest = attempt?.result?.digest;
  return make(
    "div",
    { class: "verdict", "data-tone": tone },
    make("p", { class: "verdict-title" }, title),
    make("p", {}, text),
    comparison ? make("p", {}, comparisonText(comparison)) : null,
    word === null ? null : make("p", { class: "faint" }, "The API's word: ", make("code", {}, word)),
    digest
      ? make("p", { class: "faint" }, "Digest of what was judged: ", make("code", { class: "long" }, digest))
      : null,
  );
}

/** @param {Blob} image */
async function imageView(image) {
  const canvas = make("canvas", { role: "img", "aria-label": "The session image: one frame of the capture" });
  await drawPicture(canvas, image, IMAGE_PIXELS);
  return make(
    "figure",
    { class: "session-image" },
    canvas,
    make(
      "figcaption",
      {},
      "The session image. It was kept because you asked for it, sealed under the session's own key.",
    ),
  );
}
