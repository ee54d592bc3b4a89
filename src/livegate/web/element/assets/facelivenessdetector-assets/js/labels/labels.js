import { chooseLocale, directionOf, LOCALES, parseLocale } from "./locales.js";
import { readOverrides } from "./overrides.js";

/**
 * Everything that is said, in one language.
 *
 * `text` fills `{name}` from `values`; a key that no dictionary knows is shown as it is. `isLoaded` is false
 * when no dictionary could be fetched, English included.
 * @typedef {Readonly<{
 *   text: (key: string, values?: Readonly<Record<string, string | number>>) => string,
 *   locale: string,
 *   direction: "ltr" | "rtl",
 *   isLoaded: boolean,
 * }>} Labels
 */

/** @typedef {Readonly<Record<string, string>>} Dictionary */

const ENGLISH = "en";

/**
 * Fetch the dictionary of a locale, or English where there is none or it does not come. Never rejects.
 *
 * Without a `locale`, the page's own language is taken. An app's own texts (`overrides`, with the keys of
 * today or of 0.17 and 0.18) come first.
 * @param {{
 *   assetsUrl: string,
 *   locale?: string | null,
 *   overrides?: unknown,
 *   fetch: (url: string) => Promise<{ok: boolean, json(): Promise<any>}>,
 *   pageLanguage?: string,
 * }} options `assetsUrl` ends with a slash
 * @returns {Promise<Labels>}
 */
export async function loadLabels({ assetsUrl, locale, overrides, fetch, pageLanguage = languageOfPage() }) {
  const requested = locale || pageLanguage || ENGLISH;
  const chosen = chooseLocale(requested, LOCALES) || ENGLISH;
  const load = (/** @type {string} */ name) => loadDictionary(`${assetsUrl}i18n/${name}.json`, fetch);
  const own = await load(chosen);
  const dictionary = own === null && chosen !== ENGLISH ? await load(ENGLISH) : own;
  const texts = readOverrides(overrides);
  // Texts that an app brings for a language of which there is no dictionary run in that language's direction.
  const isOwnLanguage = Object.keys(texts).length > 0 && parseLocale(requested) !== null;
  const used = own === null ? ENGLISH : chosen;
  return createLabels(isOwnLanguage ? requested : used, dictionary, texts);
}

/**
 * @param {string} locale
 * @param {Dictionary | null} dictionary
 * @param {Dictionary} overrides
 * @returns {Labels}
 */
export function createLabels(locale, dictionary, overrides) {
  const texts = new Map(Object.entries({ ...dictionary, ...overrides }));
  return Object.freeze({
    text: (key, values = {}) => fill(texts.get(key), values, key),
    locale: String(parseLocale(locale) || ENGLISH),
    direction: directionOf(locale),
    isLoaded: dictionary !== null,
  });
}

/**
 * @param {string | undefined} text
 * @param {Readonly<Record<string, string | number>>} values
 * @param {string} key
 */
function fill(text, values, key) {
  if (text === undefined) return key;
  return text.replace(/\{(\w+)\}/g, (placeholder, name) =>
    Object.prototype.hasOwnProperty.call(values, name) ? String(values[name]) : placeholder,
  );
}

/**
 * @param {string} url
 * @param {(url: string) => Promise<{ok: boolean, json(): Promise<any>}>} fetch
 * @returns {Promise<Dictionary | null>}
 */
async function loadDictionary(url, fetch) {
  try {
    const answer = await fetch(url);
    return answer.ok ? Object.freeze(await answer.json()) : null;
  } catch {
    return null;
  }
}

function languageOfPage() {
  return typeof document === "undefined" ? "" : document.documentElement.lang;
}
