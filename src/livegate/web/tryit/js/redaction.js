const SECRETS = new Set(["authToken", "livegate-erasure-receipt"]);
const SHOWN_CHARACTERS = 16;

/**
 * Return an answer as the page shows it: of a token no more than how it begins.
 * @param {unknown} content what JSON has
 * @returns {unknown}
 */
export function redacted(content) {
  if (Array.isArray(content)) return content.map(redacted);
  if (content === null || typeof content !== "object") return content;
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [
      name,
      SECRETS.has(name) ? shortened(value) : redacted(value),
    ]),
  );
}

/** @param {unknown} text */
function shortened(text) {
  const { length } = String(text);
  return `${String(text).slice(0, SHOWN_CHARACTERS)}… (${length} characters)`;
}
