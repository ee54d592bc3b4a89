import { parseLocale } from "./lookup.js";

/** The languages that Microsoft's component mirrors, by its README. */
const RIGHT_TO_LEFT_LANGUAGES = Object.freeze([
  "ar",
  "arc",
  "dv",
  "fa",
  "ha",
  "he",
  "khw",
  "ks",
  "ku",
  "ps",
  "ur",
  "yi",
]);
const RIGHT_TO_LEFT_SCRIPTS = Object.freeze(["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"]);

/**
 * The direction in which a locale is written. A script in the tag decides (`ku-Latn` runs to the right), else
 * the language.
 * @param {string} locale a BCP 47 tag
 * @returns {"ltr" | "rtl"}
 */
export function directionOf(locale) {
  const parsed = parseLocale(locale);
  if (parsed === null) return "ltr";
  const script = parsed.script || parsed.maximize().script || "";
  const isNamed = parsed.script === undefined && RIGHT_TO_LEFT_LANGUAGES.includes(parsed.language);
  return isNamed || RIGHT_TO_LEFT_SCRIPTS.includes(script) ? "rtl" : "ltr";
}
