/**
 * The calls of a device, but for its stream.
 *
 * @module
 */

/** @import {Clock, LivenessErrorName} from "../check/types.js" */
/** @import {Answer} from "./answers.js" */
/** @import {Claims} from "./token.js" */

import { readAnswer, retryPause } from "./answers.js";
import { failureOf } from "./failures.js";
import { failureOfAnswer } from "./refusals.js";

/** Any version would do, whichever the session was created in. */
const DEVICE_PATH = "/face/v1.2/session";

/** A preview, whose streams tell the decision to the devices of sessions that were created so. */
export const STREAM_PATH = "/face/v1.2-preview.1/session/stream";

const LONGEST_CALL = 10_000;

/**
 * @typedef {Readonly<{attemptsLeft: number, isVerifyImageNeeded: boolean, requestId: string | null}>} Started
 */

/**
 * @typedef {Readonly<{deviceCorrelationId: string | null, userCorrelationId: string | null,
 *   extendedTime: boolean}>} StartFields
 */

/** The calls with one token. Those that are answered reject with a `Failure`. */
export class Calls {
  /** @param {{claims: Claims, token: string, fetch: typeof globalThis.fetch, clock: Clock}} surroundings */
  constructor({ claims, token, fetch, clock }) {
    this._claims = claims;
    this._token = token;
    // A browser's fetch takes no other object for its own.
    this._fetch = (/** @type {string} */ url, /** @type {RequestInit} */ options) => fetch(url, options);
    this._clock = clock;
    this._stopped = new AbortController();
  }

  /** Whether the token's time is over by the device's clock. */
  get isTokenPast() {
    return this._clock.now() >= this._claims.expiresAt;
  }

  /**
   * Begin an attempt, or the open one anew; what a little waiting mends is waited for.
   *
   * @param {StartFields} fields
   * @returns {Promise<Started>}
   */
  async start(fields) {
    const began = this._clock.now();
    for (let tries = 1; ; tries += 1) {
      const answer = await this._reach(() => this._call("POST", "/start", startFields(fields)));
      if (answer.status === 200) return startedOf(answer);
      const pause = retryPause(answer, tries, this._clock.now() - began);
      if (pause === null) throw failureOfAnswer(answer, this);
      await this._elapsed(pause);
    }
  }

  /**
   * Give the open attempt up, and wait for nothing.
   *
   * @param {LivenessErrorName} reason
   */
  end(reason) {
    const options = { ...requestOf("POST", this._token, { reason }), keepalive: true };
    this._fetch(`${this._address}/attempt/end`, options).catch(() => undefined);
  }

  /**
   * Return what a WebSocket would be answered: 426 where nothing refuses it.
   *
   * @returns {Promise<Answer>}
   */
  explain() {
    return this._reach(() => this._call("GET", "/stream"));
  }

  /** Break off what is under way; it settles no more, or rejects. */
  stop() {
    this._stopped.abort();
  }

  get _address() {
    return this._claims.issuer + DEVICE_PATH;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [fields]
   */
  _call(method, path, fields) {
    const options = requestOf(method, this._token, fields);
    return this._withinLimit(async (signal) => {
      return readAnswer(await this._fetch(this._address + path, { ...options, signal }));
    });
  }

  // Browsers do not tell a page whether a server is away or refuses its origin. Whoever answers a call that
  // asks for nothing, and twice not the one that does, refuses.
  /** @param {() => Promise<Answer>} call */
  async _reach(call) {
    const { issuer } = this._claims;
    try {
      return await call();
    } catch {
      await this._probe().catch(() => {
        throw failureOf("serverUnreachable", { message: unreachable(issuer) });
      });
    }
    return call().catch(() => {
      throw failureOf("originRefused", { message: refusedOrigin(issuer) });
    });
  }

  _probe() {
    const url = `${this._claims.issuer}/healthz`;
    return this._withinLimit((signal) => {
      return this._fetch(url, { mode: "no-cors", cache: "no-store", signal });
    });
  }

  /**
   * @template Received
   * @param {(signal: AbortSignal) => Promise<Received>} receive
   */
  async _withinLimit(receive) {
    this._stopped.signal.throwIfAborted();
    const late = new AbortController();
    const abort = () => late.abort();
    const cancel = this._clock.after(LONGEST_CALL, abort);
    this._stopped.signal.addEventListener("abort", abort);
    try {
      return await receive(late.signal);
    } finally {
      cancel();
      this._stopped.signal.removeEventListener("abort", abort);
    }
  }

  /**
   * @param {number} milliseconds
   * @returns {Promise<void>}
   */
  async _elapsed(milliseconds) {
    this._stopped.signal.throwIfAborted();
    await new Promise((resolve) => {
      const cancel = this._clock.after(milliseconds, () => resolve(undefined));
      this._stopped.signal.addEventListener("abort", cancel, { once: true });
    });
  }
}

/**
 * @param {string} method
 * @param {string} token
 * @param {object} [fields]
 * @returns {RequestInit}
 */
function requestOf(method, token, fields) {
  const headers = { Authorization: `Bearer ${token}` };
  /** @type {RequestInit} */
  const options = { method, headers, cache: "no-store", credentials: "omit" };
  if (fields === undefined) return options;
  return {
    ...options,
    headers: { ...headers, "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  };
}

/**
 * What is not set is left out: the backend may have set it.
 *
 * @param {StartFields} fields
 */
function startFields({ deviceCorrelationId, userCorrelationId, extendedTime }) {
  return {
    deviceCorrelationId: deviceCorrelationId ?? undefined,
    userCorrelationId: userCorrelationId ?? undefined,
    extendedTime,
  };
}

/**
 * @param {Answer} answer
 * @returns {Started}
 */
function startedOf({ fields, requestId }) {
  return Object.freeze({
    attemptsLeft: Number(fields.attemptsLeft),
    isVerifyImageNeeded: fields.verifyImageRequired === true,
    requestId,
  });
}

/** @param {string} issuer */
function unreachable(issuer) {
  return (
    `${issuer} cannot be reached. Is the network up, does the page's Content-Security-Policy allow it in ` +
    "connect-src, and is it https where the page is?"
  );
}

/** @param {string} issuer */
function refusedOrigin(issuer) {
  return (
    `${issuer} takes no calls from pages of this origin. ` +
    "Its setting LIVEGATE_DEVICE_ORIGINS names the origins that it takes them from."
  );
}
