// Which languages there are, which of them a reader is given, and in which direction it runs.

/**
 * The dictionaries in `i18n/`, as BCP 47 tags. A static host has no listing, so they are named here; a new
 * language needs a line.
 * @type {ReadonlyArray<string>}
 */
export const LOCALES = Object.freeze([
  "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu",
  "id", "it", "ja", "ko", "lt", "lv", "ms", "nb", "nl", "pl", "pt-BR", "pt-PT", "ro", "ru", "sk", "sl",
  "sv", "th", "tr", "uk", "ur", "vi", "zh-CN", "zh-TW",
]);

/**
 * Tags that browsers and apps use for a language whose dictionary has another name. `no` and its Nynorsk form
 * are read by whoever reads Bokmål.
 */
const ALIASES = Object.freeze(
  /** @type {Record<string, string>} */ ({ no: "nb", nn: "nb", yue: "zh-Hant", cmn: "zh" }),
);

/**
 * Read a BCP 47 tag; `null` where it is none. Underscores, as in POSIX names, count as hyphens.
 * @param {unknown} tag
 * @returns {Intl.Locale | null}
 */
export function parseLocale(tag) {
  if (typeof tag !== "string" || tag.trim() === "") return null;
  try {
    const locale = new Intl.Locale(tag.trim().replace(/_/g, "-"));
    const alias = ALIASES[locale.language];
    if (alias === undefined) return locale;
    return new Intl.Locale(alias, locale.region ? { region: locale.region } : {});
  } catch {
    return null;
  }
}

/**
 * Choose among `available` what a reader of `requested` reads best: the same language in the same script, of
 * the same region, then of the region that stands for it, then the language's own. `null` where nothing fits:
 * another script cannot be taken for readable.
 * @param {unknown} requested
 * @param {ReadonlyArray<string>} available
 * @returns {string | null}
 */
export function chooseLocale(requested, available) {
  const wanted = parseLocale(requested);
  if (wanted === null) return null;
  const readable = available.filter((tag) => isReadable(tag, wanted));
  const byRegion = (/** @type {string | undefined} */ region) =>
    readable.find((tag) => new Intl.Locale(tag).maximize().region === region);
  const { language, script } = wanted.maximize();
  const own = new Intl.Locale(language, { script }).maximize().region;
  const found =
    byRegion(wanted.maximize().region) || byRegion(parentRegion(wanted)) || byRegion(own) || readable[0];
  return found === undefined ? null : found;
}

/** @param {string} tag @param {Intl.Locale} wanted */
function isReadable(tag, wanted) {
  const candidate = new Intl.Locale(tag).maximize();
  const { language, script } = wanted.maximize();
  return candidate.language === language && candidate.script === script;
}

/**
 * The region that stands for others: Portuguese outside Brazil is read as Portugal's (CLDR's `parentLocale`).
 * @param {Intl.Locale} wanted
 */
function parentRegion({ language, region }) {
  return language === "pt" && region !== undefined && region !== "BR" ? "PT" : undefined;
}

/** The languages that Microsoft's component mirrors, by its README. */
const MIRRORED_LANGUAGES = ["ar", "arc", "dv", "fa", "ha", "he", "khw", "ks", "ku", "ps", "ur", "yi"];
const MIRRORED_SCRIPTS = ["Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"];

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
  const isNamed = parsed.script === undefined && MIRRORED_LANGUAGES.includes(parsed.language);
  return isNamed || MIRRORED_SCRIPTS.includes(script) ? "rtl" : "ltr";
}
