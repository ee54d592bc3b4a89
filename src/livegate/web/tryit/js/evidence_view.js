import { make } from "./elements.js";
import { evidenceLines, signed } from "./evidence.js";

/**
 * @typedef {import("./evidence.js").EvidenceLine} EvidenceLine
 * @typedef {import("./types.js").ExplainedAttempt} ExplainedAttempt
 */

/**
 * Draw what was measured; null where nothing was.
 * @param {ExplainedAttempt | null} explained
 */
export function evidenceView(explained) {
  if (explained === null || explained.reasons.length === 0) return null;
  const heading = make("h3", { id: "evidence-heading" }, "What it was judged by");
  const lines = evidenceLines(explained.reasons);
  const deciding = lines.filter(({ share }) => share !== 0);
  return make(
    "section",
    { "aria-labelledby": "evidence-heading" },
    heading,
    weighingText(explained),
    evidenceList(deciding),
    silentPart(lines.filter(({ share }) => share === 0)),
  );
}

/** @param {readonly EvidenceLine[]} lines */
function evidenceList(lines) {
  return make("ul", { class: "evidence" }, ...lines.map(evidenceItem));
}

/** @param {readonly EvidenceLine[]} silent what was measured and says neither */
function silentPart(silent) {
  if (silent.length === 0) return null;
  const summary = make("summary", {}, `${silent.length} more measurements that say neither`);
  return make("details", { class: "more" }, summary, evidenceList(silent));
}

/** @param {ExplainedAttempt} explained */
function weighingText({ weighing, models = [] }) {
  if (!weighing) return make("p", {}, "Nothing was weighed: the capture stopped at a gate.");
  const { operatingPoint, total, acceptFrom, rejectBelow } = weighing;
  const lines = `a living person from ${signed(acceptFrom)} on, not one below ${signed(rejectBelow)}`;
  return make(
    "p",
    {},
    "Bars to the right speak for a living person, to the left against one. Together they weigh ",
    make("strong", {}, signed(total)),
    `; at the operating point "${operatingPoint}" that is ${lines}. `,
    models.length > 0 ? make("span", { class: "faint" }, `Seen by ${models.join(", ")}.`) : null,
  );
}

/** @param {EvidenceLine} line */
function evidenceItem({ reason, share, numbers, meaning }) {
  return make(
    "li",
    {},
    make(
      "div",
      { class: "evidence-name" },
      make("code", {}, reason.code),
      make("span", { class: "faint" }, ` ${meaning}`),
    ),
    share === null ? null : bar(share),
    make("p", {}, reason.description),
    make("p", { class: "numbers" }, numbers),
  );
}

/** @param {number} share */
function bar(share) {
  const fill = make("span", { class: share < 0 ? "fill against" : "fill for" });
  fill.style.setProperty("--share", `${Math.abs(share)}`);
  return make("div", { class: "bar-track", "aria-hidden": "true" }, fill);
}
