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
