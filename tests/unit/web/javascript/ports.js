// What a check is given in place of a page and a network: everything happens when a test says so.

export const ISSUER = "http://service.test";

export function tokenOf(claims = {}) {
  const face = JSON.stringify({ clientClaims: { livenessOperationMode: "Passive" } });
  const payload = { iss: ISSUER, knd: "liveness", exp: 1000, face, ...claims };
  return `header.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.signature`;
}

export function modeToken(livenessOperationMode) {
  return tokenOf({ face: JSON.stringify({ clientClaims: { livenessOperationMode } }) });
}

/** Let everything run that waits for nothing but its turn. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}

export class ManualClock {
  constructor() {
    this.time = 0;
    this.timers = new Set();
    this.now = () => this.time;
    this.after = (milliseconds, callback) => {
      const timer = { due: this.time + milliseconds, callback };
      this.timers.add(timer);
      return () => void this.timers.delete(timer);
    };
  }

  async advance(milliseconds) {
    const until = this.time + milliseconds;
    for (let timer = this._next(until); timer !== undefined; timer = this._next(until)) {
      this.time = Math.max(this.time, timer.due);
      this.timers.delete(timer);
      timer.callback();
      await settled();
    }
    this.time = until;
    await settled();
  }

  _next(until) {
    const due = [...this.timers].filter((timer) => timer.due <= until);
    return due.sort((one, other) => one.due - other.due)[0];
  }
}

export function answer(status, fields = {}, headers = {}) {
  const text = typeof fields === "string" ? fields : JSON.stringify(fields);
  return new Response(text, { status, headers: { "apim-request-id": "request", ...headers } });
}

export function errorAnswer(status, code, headers = {}) {
  return answer(status, { error: { code, message: `It is ${code}.` } }, headers);
}

export function startAnswer(fields = {}) {
  return answer(200, { attemptId: 1, attemptsLeft: 2, verifyImageRequired: false, ...fields });
}

/** A service whose answers are functions by the end of the URL; without one, it does not answer at all. */
export class FakeService {
  constructor(answers = {}) {
    this.answers = { "/start": () => startAnswer(), "/stream": () => errorAnswer(426, "426"), ...answers };
    this.calls = [];
    this.waiting = 0;
    this.fetch = async (url, options) => {
      this.calls.push({ url, ...options });
      const path = Object.keys(this.answers).find((end) => url.endsWith(end));
      const made = path === undefined ? null : this.answers[path](options);
      return made ?? this._silence(options.signal);
    };
  }

  /** Bodies of what was sent to this path. */
  sent(path) {
    return this.calls
      .filter(({ url }) => url.endsWith(path))
      .map(({ body }) => (body ? JSON.parse(body) : null));
  }

  _silence(signal) {
    this.waiting += 1;
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => {
        this.waiting -= 1;
        reject(new DOMException("Aborted", "AbortError"));
      });
    });
  }
}

export function unreachable() {
  return Promise.reject(new TypeError("fetch failed"));
}

/** Sockets that a test opens, feeds and breaks. */
export function fakeSockets() {
  const sockets = [];
  class FakeSocket extends EventTarget {
    constructor(url, protocols) {
      super();
      Object.assign(this, { url, protocols, OPEN: 1, readyState: 0, bufferedAmount: 0, protocol: "" });
      this.texts = [];
      this.frames = [];
      this.closedWith = null;
      sockets.push(this);
    }

    /** Strict where browsers throw, or write to the console. */
    send(message) {
      if (this.readyState !== this.OPEN) throw new Error("The socket is not open.");
      if (typeof message === "string") this.texts.push(JSON.parse(message));
      else this.frames.push(message);
    }

    close(code) {
      this.closedWith ??= code;
      this.readyState = 3;
    }

    open(protocol = this.protocols[0]) {
      Object.assign(this, { readyState: 1, protocol });
      this.dispatchEvent(new Event("open"));
    }

    tell(message) {
      const data = typeof message === "string" ? message : JSON.stringify(message);
      this.dispatchEvent(new MessageEvent("message", { data }));
    }

    end(code) {
      this.readyState = 3;
      this.dispatchEvent(Object.assign(new Event("close"), { code }));
    }

    /** Open and greet, as a server does. */
    welcome(fields = {}) {
      this.open();
      this.tell({ ...WELCOME, ...fields });
    }

    get isLeft() {
      return this.closedWith !== null || this.readyState === 3;
    }
  }
  return { sockets, FakeSocket };
}

export const WELCOME = Object.freeze({
  type: "welcome",
  protocol: 1,
  attemptId: 1,
  attemptsLeft: 2,
  resumeToken: "resume",
  lastSequence: null,
  limits: { frameBytes: 1000, framesASecond: 30, idleSeconds: 10, resumeSeconds: 15 },
});

export const FRONT = Object.freeze({ deviceId: "front", label: "Front", isVirtual: false });
export const BACK = Object.freeze({ deviceId: "back", label: "Back", isVirtual: false });

/** Cameras that open when a test says so. */
export class FakeCameras {
  constructor() {
    this.asked = [];
    this.opened = [];
    this.port = {
      open: ({ deviceId }) =>
        new Promise((resolve, reject) => this.asked.push({ deviceId, resolve, reject, isAnswered: false })),
    };
  }

  get unanswered() {
    return this.asked.filter(({ isAnswered }) => !isAnswered);
  }

  get newest() {
    return this.opened.at(-1);
  }

  async allow(camera = FRONT, cameras = [FRONT, BACK]) {
    const asked = this.unanswered[0];
    asked.isAnswered = true;
    const opened = { camera, isOpen: true, take: null, rate: null };
    this.opened.push(opened);
    asked.resolve({
      camera,
      cameras,
      frames: {
        start: (take) => void (opened.take = take),
        setRate: (rate) => void (opened.rate = rate),
        stop: () => void (opened.take = null),
      },
      onEnded: (callback) => void (opened.end = callback),
      onMuted: (muted, unmuted) => void Object.assign(opened, { mute: muted, unmute: unmuted }),
      close: () => void (opened.isOpen = false),
    });
    await settled();
    return opened;
  }

  async refuse(reason) {
    const asked = this.unanswered[0];
    asked.isAnswered = true;
    asked.reject({ reason, message: "No." });
    await settled();
  }
}

export function frame(capturedAt, bytes = 10) {
  return Object.freeze({ jpeg: new Blob([new Uint8Array(bytes)]), capturedAt });
}
