// A real server and what a check needs of a device, for the tests that run one against the other.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

import { createCheck } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/check/check.js";
import { CaptureStream } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/stream.js";

const { ENDPOINT, KEY, FRAMES, PACKAGES } = process.env;

/** node 20 has no WebSocket of its own. */
export const { WebSocket } = createRequire(join(PACKAGES, "ws", "index.js"))("ws");

/** Faster than they were filmed, and slower than the server's limit. */
const MILLISECONDS_A_FRAME = 45;

const PICTURES = readdirSync(FRAMES)
  .sort()
  .map((name) => new Blob([readFileSync(join(FRAMES, name))]));

export const SETTINGS = Object.freeze({
  mediaInfoDeviceId: null,
  skipInstructions: true,
  extendedTime: false,
  // What goes wrong is to end a test, and not to wait for a person.
  retryInPlace: false,
  deviceCorrelationId: null,
  userCorrelationId: null,
});

const CLOCK = Object.freeze({
  now: () => Date.now(),
  after: (milliseconds, callback) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
});

/** To and fro, so that no step is larger than in the clip. */
function pictureAt(index) {
  const last = PICTURES.length - 1;
  return PICTURES[last - Math.abs(last - (index % (2 * last)))];
}

/** A camera that plays the clip; `onFrame` hears how many it has given. */
function openCamera(onFrame) {
  let timer;
  let given = 0;
  const tick = (take) => {
    take({ jpeg: pictureAt(given), capturedAt: given * 100_000 });
    given += 1;
    onFrame(given);
  };
  const camera = Object.freeze({ deviceId: "one", label: "Front Camera", isVirtual: false });
  return {
    camera,
    cameras: [camera],
    frames: {
      start: (take) => {
        timer = setInterval(tick, MILLISECONDS_A_FRAME, take);
      },
      setRate: () => undefined,
      stop: () => clearInterval(timer),
    },
    onEnded: () => undefined,
    onMuted: () => undefined,
    close: () => clearInterval(timer),
  };
}

async function digest(blobs) {
  const hash = createHash("sha256");
  for (const blob of blobs) hash.update(Buffer.from(await blob.arrayBuffer()));
  return hash.digest("hex");
}

/** Start a check on a token; `states` keeps all that it showed. */
export function runCheck(token, { settings = {}, onFrame = () => undefined, socket = WebSocket } = {}) {
  const ports = {
    clock: CLOCK,
    fetch,
    WebSocket: socket,
    digest,
    camera: { open: async () => openCamera(onFrame) },
    loadStream: async () => CaptureStream,
  };
  const check = createCheck({ token, settings: { ...SETTINGS, ...settings }, ports });
  const states = [];
  check.subscribe((state) => states.push(state));
  return { check, states };
}

export async function backend(method, path, fields) {
  const answer = await fetch(`${ENDPOINT}/face/${path}`, {
    method,
    headers: { "Ocp-Apim-Subscription-Key": KEY, "Content-Type": "application/json" },
    body: fields === undefined ? undefined : JSON.stringify(fields),
  });
  const text = await answer.text();
  return text === "" ? null : JSON.parse(text);
}

export function createSession(fields = {}, version = "v1.2") {
  const asked = { livenessOperationMode: "Passive", deviceCorrelationId: "device", ...fields };
  return backend("POST", `${version}/detectLiveness-sessions`, asked);
}

export async function attemptsOf({ sessionId }, version = "v1.2") {
  const session = await backend("GET", `${version}/detectLiveness-sessions/${sessionId}`);
  return session.results.attempts;
}
