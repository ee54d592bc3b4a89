/**
 * The dictionaries in `i18n/`, as BCP 47 tags. A static host has no listing, so they are named here; a new
 * language needs a line.
 * @type {ReadonlyArray<string>}
 */
export const LOCALES = Object.freeze(["en"]);
