import { redacted } from "./redaction.js";

/**
 * @typedef {import("./access.js").Access} Access
 * @typedef {import("./types.js").Exchange} Exchange
 */

/**
 * What a call brings: `json` or `form` as its body, and what headers besides.
 * @typedef {Readonly<{json?: object, form?: FormData, headers?: Record<string, string>}>} CallContent
 */

/** @typedef {(method: string, path: string, content?: CallContent) => Promise<Response>} Api */

/** The service's refusal, in its own words. */
export class RefusedError extends Error {
  /** @param {number} status @param {string} code @param {string} message */
  constructor(status, code, message) {
    super(message);
    this.name = "RefusedError";
    this.status = status;
    this.code = code;
  }
}

/**
 * Return what calls the service as an app's backend would, and tells of each call.
 * @param {{fetch: typeof fetch, now: () => number, access: Access, tell: (exchange: Exchange) => void}} ports
 * @returns {Api}
 */
export function createApi({ fetch, now, access, tell }) {
  return async (method, path, { json, form, headers = {} } = {}) => {
    const credentials = "Authorization" in headers ? {} : await access.headers();
    /** @type {Record<string, string>} */
    const type = json === undefined ? {} : { "Content-Type": "application/json" };
    const body = json === undefined ? form : JSON.stringify(json);
    const began = now();
    const answer = await fetch(path, { method, body, headers: { ...credentials, ...type, ...headers } });
    const content = await contentOf(answer.clone());
    const milliseconds = Math.round(now() - began);
    tell(
      Object.freeze({ method, path, status: answer.status, milliseconds, content, headers: answer.headers }),
    );
    return answer;
  };
}

/**
 * Return the JSON of a successful answer. Throws `RefusedError` for any other.
 * @param {Response} answer
 */
export async function contentOrRefusal(answer) {
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const { error = {} } = await answer.json().catch(() => ({}));
  throw new RefusedError(answer.status, error.code || `${answer.status}`, error.message || answer.statusText);
}

/** @param {Response} answer @returns {Promise<unknown>} what of it can be shown */
async function contentOf(answer) {
  const type = answer.headers.get("content-type") || "";
  if (type.startsWith("application/json")) return redacted(await answer.json());
  const { size } = await answer.blob();
  return size === 0 ? null : `(${size} bytes of ${type})`;
}
