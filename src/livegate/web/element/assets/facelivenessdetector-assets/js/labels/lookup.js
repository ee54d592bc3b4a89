/**
 * Tags that browsers and apps use for a language whose dictionary has another name. `no` and its Nynorsk form
 * are read by whoever reads Bokmål, and CLDR has `fil` in place of `tl`.
 */
const ALIASES = Object.freeze(
  /** @type {Record<string, string>} */ ({ no: "nb", nn: "nb", tl: "fil", yue: "zh-Hant", cmn: "zh" }),
);

/**
 * Regional variants that stand for other regions: CLDR's `parentLocale` gives them es-419 and pt-PT. Where
 * there is no such dictionary, the language's own comes.
 */
const PARENTS = Object.freeze([
  { language: "es", except: "ES", parent: "MX" },
  { language: "pt", except: "BR", parent: "PT" },
  { language: "en", except: "US", parent: "GB" },
]);

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
    return alias === undefined
      ? locale
      : new Intl.Locale(alias, locale.region ? { region: locale.region } : {});
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

/**
 * @param {string} tag
 * @param {Intl.Locale} wanted
 */
function isReadable(tag, wanted) {
  const candidate = new Intl.Locale(tag).maximize();
  const { language, script } = wanted.maximize();
  return candidate.language === language && candidate.script === script;
}

/** @param {Intl.Locale} wanted */
function parentRegion({ language, region }) {
  const rule = PARENTS.find((each) => each.language === language);
  return rule !== undefined && region !== undefined && region !== rule.except ? rule.parent : undefined;
}
