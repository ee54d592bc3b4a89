/**
 * A capture that is streamed, over as many connections as it takes.
 *
 * @module
 */

/** @import {Action, Failure, Frame, GuidanceWord, LivenessErrorName} from "../check/types.js" */
/** @import {Ports, Success} from "../check/types.js" */
/** @import {Calls} from "./calls.js" */
/** @import {FrameRate} from "./frames.js" */
/** @import {Done, ServerMessage, Welcome} from "./messages.js" */

import { retryPause } from "./answers.js";
import { STREAM_PATH } from "./calls.js";
import { Connection, failureOfClose, isSpentBy } from "./connection.js";
import { failureOf } from "./failures.js";
import { frameMessage, KeptFrames, rateAfterDrops, USUAL_RATE } from "./frames.js";
import { PROTOCOL, SUBPROTOCOL } from "./messages.js";
import { OutgoingFrames } from "./outgoing_frames.js";
import { failureOfAnswer, failureOfRefusal } from "./refusals.js";

/** Milliseconds before each new try; the last one from then on. */
const PAUSES = Object.freeze([250, 500, 1000]);

/** How long the first connection may take, all tries together. */
const LONGEST_BEGINNING = 15_000;

/** The answer to a plain GET that no WebSocket would have been refused with. */
const UPGRADE_REQUIRED = 426;

/**
 * What becomes of the capture; `idle` is how long the server waits for a frame, in milliseconds. After
 * `judged` and `failed` nothing follows. `isSpent` tells whether the attempt counts as made.
 *
 * @typedef {Readonly<{type: "welcomed", attemptsLeft: number, idle: number}>
 *   | Readonly<{type: "lost"}>
 *   | Readonly<{type: "guided", word: GuidanceWord | null, progress: number}>
 *   | Readonly<{type: "prompted", action: Action | null, seconds: number}>
 *   | Readonly<{type: "slowed", rate: number}>
 *   | Readonly<{type: "judged", success: Success}>
 *   | Readonly<{type: "failed", failure: Failure, isSpent: boolean}>} StreamEvent
 */

/**
 * @typedef {Readonly<{issuer: string, token: string, cameraLabel: string, calls: Calls,
 *   ports: Pick<Ports, "clock" | "WebSocket" | "digest">, tell: (event: StreamEvent) => void}>} StreamOptions
 */

/** Streams until the server has judged, or something has failed for good. */
export class CaptureStream {
  /** @param {StreamOptions} options */
  constructor(options) {
    this._options = options;
    this._kept = new KeptFrames();
    /** @type {FrameRate} */
    this._rate = Object.freeze({ rate: USUAL_RATE, counted: 0 });
    /** @type {Connection | null} */
    this._connection = null;
    /** @type {OutgoingFrames | null} */
    this._outgoing = null;
    /** @type {Welcome | null} */
    this._welcome = null;
    /** @type {Readonly<{code: string, message: string}> | null} */
    this._error = null;
    this._isOver = false;
    this._isStopped = false;
    this._brokeAt = options.ports.clock.now();
    this._tries = 0;
    /** @type {() => void} */
    this._cancelPause = () => undefined;
    this._connect();
  }

  /**
   * Send a frame; it is passed over where it would come late, or no connection is open.
   *
   * @param {Frame} frame
   */
  send(frame) {
    const outgoing = this._outgoing;
    if (outgoing === null || this._welcome === null) return;
    if (!outgoing.hasRoom) {
      if (outgoing.isStalled) this._connection?.lose();
      return;
    }
    if (!this._kept.isNewer(frame) || frame.jpeg.size > this._welcome.limits.frameBytes) return;
    outgoing.put([this._kept.add(frame)]);
  }

  /**
   * Give the attempt up, and tell nothing more.
   *
   * @param {LivenessErrorName} reason
   */
  cancel(reason) {
    this._connection?.cancel(reason);
    this.stop();
  }

  /** End it, and tell nothing more. */
  stop() {
    this._isStopped = true;
    this._end();
  }

  _connect() {
    const { issuer, token, cameraLabel, ports } = this._options;
    const url = issuer.replace(/^http/, "ws") + STREAM_PATH;
    try {
      const socket = new ports.WebSocket(url, [SUBPROTOCOL, token]);
      const resumeToken = this._welcome?.resumeToken ?? null;
      this._connection = new Connection(
        socket,
        ports.clock,
        { cameraLabel, resumeToken },
        {
          received: (message) => this._receive(message),
          closed: (end) => this._closed(end),
        },
      );
    } catch (error) {
      // A page's policy may forbid the address outright.
      this._fail(failureOf("serverUnreachable", { message: `${url} cannot be opened: ${error}` }), false);
    }
  }

  /** @param {ServerMessage} message */
  _receive(message) {
    const { tell } = this._options;
    if (message.type === "welcome") this._begin(message);
    else if (message.type === "guidance") tell({ ...message, type: "guided" });
    else if (message.type === "challenge") tell({ ...message, type: "prompted" });
    else if (message.type === "dropped") this._slow(message.frames);
    else if (message.type === "done") this._judged(message);
    else if (message.type === "refused") this._fail(failureOfRefusal(message), true);
    else this._error = message;
  }

  /** @param {Welcome} welcome */
  _begin(welcome) {
    const connection = this._connection;
    if (connection === null) return;
    if (welcome.protocol !== PROTOCOL || !connection.isUnderstood) {
      this._fail(failureOf("clientTooOld"), true);
      return;
    }
    this._welcome = welcome;
    this._tries = 0;
    this._outgoing = new OutgoingFrames(this._options.ports.clock, welcome.limits.frameRate, {
      send: ({ sequence, frame }) => connection.send(frameMessage(sequence, frame)),
      waiting: () => connection.waiting,
    });
    const { attemptsLeft, limits, lastSequence } = welcome;
    this._options.tell({ type: "welcomed", attemptsLeft, idle: limits.idle });
    this._outgoing?.put(this._kept.after(lastSequence));
  }

  /** @param {number} dropped */
  _slow(dropped) {
    const rate = rateAfterDrops(this._rate, dropped);
    if (rate.rate !== this._rate.rate) this._options.tell({ type: "slowed", rate: rate.rate });
    this._rate = rate;
  }

  /** @param {Done} done */
  async _judged({ resultId, digest, lastSequence, decision }) {
    this._end();
    const own = await this._options.ports.digest(this._kept.pictures(lastSequence)).catch(() => "");
    if (own.toUpperCase() === digest) {
      this._tell({ type: "judged", success: Object.freeze({ resultId, digest, ...decision }) });
      return;
    }
    const message = "The digest of the server is not that of the frames that were sent.";
    this._tell({ type: "failed", failure: failureOf("unexpected", { message }), isSpent: true });
  }

  /** @param {{code: number, hasOpened: boolean}} end */
  _closed({ code, hasOpened }) {
    this._connection = null;
    this._outgoing?.stop();
    this._outgoing = null;
    const failure = failureOfClose(code, this._error, this._options.calls);
    if (failure === null) this._recover(hasOpened);
    else this._fail(failure, this._welcome !== null && isSpentBy(code));
  }

  /** @param {boolean} hasOpened  where it has not, the server is asked why */
  async _recover(hasOpened) {
    const { clock } = this._options.ports;
    if (this._tries === 0) {
      this._brokeAt = clock.now();
      this._tell({ type: "lost" });
    }
    const usual = PAUSES[Math.min(this._tries, PAUSES.length - 1)];
    this._tries += 1;
    const { failure, pause } = hasOpened ? { failure: null, pause: usual } : await this._refusal(usual);
    if (this._isOver) return;
    const left = this._brokeAt + this._patience - clock.now();
    const isLate = pause === null || pause > left;
    if (isLate) this._fail(failure ?? failureOf("serverUnreachable"), this._welcome !== null);
    else this._cancelPause = clock.after(pause, () => this._connect());
  }

  /**
   * Return why no connection opens, null where nothing refuses it, and after how long to try again, null for
   * never.
   *
   * @param {number} usual  milliseconds
   * @returns {Promise<{failure: Failure | null, pause: number | null}>}
   */
  async _refusal(usual) {
    const { calls, ports } = this._options;
    try {
      const answer = await calls.explain();
      const failure = failureOfAnswer(answer, calls);
      if (answer.status === UPGRADE_REQUIRED) return { failure, pause: usual };
      return { failure, pause: retryPause(answer, this._tries, ports.clock.now() - this._brokeAt) };
    } catch (error) {
      const failure = /** @type {Failure} */ (error);
      return { failure, pause: failure.reason === "serverUnreachable" ? usual : null };
    }
  }

  get _patience() {
    return this._welcome === null ? LONGEST_BEGINNING : this._welcome.limits.resume;
  }

  /**
   * @param {Failure} failure
   * @param {boolean} isSpent
   */
  _fail(failure, isSpent) {
    this._end();
    this._tell({ type: "failed", failure, isSpent });
  }

  /** @param {StreamEvent} event */
  _tell(event) {
    if (!this._isStopped) this._options.tell(event);
  }

  _end() {
    this._isOver = true;
    this._cancelPause();
    this._outgoing?.stop();
    this._outgoing = null;
    this._connection?.close();
    this._connection = null;
  }
}
