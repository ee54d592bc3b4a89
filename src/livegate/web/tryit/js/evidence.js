/**
 * @typedef {import("./types.js").Reason} Reason
 */

/**
 * A reason as a line of the page: `share` is how much of half a bar it fills, -1 to 1, below 0 to the left;
 * null where nothing was weighed.
 * @typedef {Readonly<{reason: Reason, share: number | null, numbers: string, meaning: string}>} EvidenceLine
 */

const SMALLEST_SCALE = 1;
const DIGITS = 3;

/**
 * Return the weighed reasons, those that decided first, and behind them those that were only looked at.
 * @param {readonly Reason[]} reasons
 * @returns {readonly EvidenceLine[]}
 */
export function evidenceLines(reasons) {
  const weights = reasons.map(({ weight = 0 }) => Math.abs(weight));
  const scale = Math.max(SMALLEST_SCALE, ...weights);
  return [...reasons].sort(byInfluence).map((reason) => lineOf(reason, scale));
}

/** @param {Reason} reason @param {number} scale @returns {EvidenceLine} */
function lineOf(reason, scale) {
  const { value, limit, quality, weight } = reason;
  const numbers = [`value ${rounded(value)}`, `limit ${rounded(limit)}`];
  if (quality !== undefined) numbers.push(`quality ${rounded(quality)}`);
  if (weight === undefined)
    return { reason, share: null, numbers: numbers.join(", "), meaning: "not weighed" };
  numbers.push(`weight ${signed(weight)}`);
  return { reason, share: weight / scale, numbers: numbers.join(", "), meaning: meaningOf(weight) };
}

/** @param {number} weight */
function meaningOf(weight) {
  if (weight === 0) return "says neither";
  return weight > 0 ? "for a living person" : "against a living person";
}

/** @param {Reason} one @param {Reason} other */
function byInfluence(one, other) {
  if ((one.weight === undefined) !== (other.weight === undefined)) return one.weight === undefined ? 1 : -1;
  return Math.abs(other.weight || 0) - Math.abs(one.weight || 0);
}

/** @param {number} weight */
export function signed(weight) {
  return `${weight < 0 ? "\u2212" : "+"}${Math.abs(weight).toFixed(2)}`;
}

/** @param {number} number */
function rounded(number) {
  return `${Number(number.toPrecision(DIGITS))}`.replace("-", "\u2212");
}
