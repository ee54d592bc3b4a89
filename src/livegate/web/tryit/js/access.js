/** @typedef {{grant: string, expiresAt: string}} Grant */

/**
 * What opens the app backend's operations to this page: a grant on the server's own machine, elsewhere a key
 * that somebody types in. Neither leaves the page's memory.
 * @typedef {Readonly<{headers: () => Promise<Record<string, string>>, useKey: (key: string) => void}>} Access
 */

const GRANT_PATH = "/try-it/grant";
const EARLY_MILLISECONDS = 60_000;

/** There is neither a grant nor a key. */
export class KeyNeededError extends Error {
  constructor() {
    super("Enter a subscription key.");
    this.name = "KeyNeededError";
  }
}

/**
 * @param {{fetch: typeof fetch, now: () => number}} ports `now` in milliseconds since 1970
 * @returns {Access}
 */
export function createAccess({ fetch, now }) {
  let key = "";
  /** @type {Grant | null} */
  let granted = null;

  /** @returns {Promise<Record<string, string>>} */
  async function headers() {
    if (key !== "") return { "Ocp-Apim-Subscription-Key": key };
    if (granted === null || Date.parse(granted.expiresAt) - EARLY_MILLISECONDS < now()) {
      granted = await ask(fetch);
    }
    return { Authorization: `Bearer ${granted.grant}` };
  }

  /** @param {string} typed an empty one stands for none */
  function useKey(typed) {
    key = typed.trim();
  }

  return Object.freeze({ headers, useKey });
}

/** @param {typeof fetch} fetch @returns {Promise<Grant>} */
async function ask(fetch) {
  const answer = await fetch(GRANT_PATH, { method: "POST" });
  if (!answer.ok) throw new KeyNeededError();
  return answer.json();
}

/**
 * Tell whether a page at this host name may be on the server's own machine.
 * @param {string} hostname as `location` has it
 */
export function isLoopbackName(hostname) {
  return hostname === "localhost" || hostname.endsWith(".localhost") || /^(127\.|\[::1\]$)/.test(hostname);
}
