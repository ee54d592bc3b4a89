// A check among ports that do what a test says.

import { createCheck } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/check/check.js";
import { CaptureStream } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/stream.js";
import {
  FakeCameras,
  FakeService,
  fakeSockets,
  frame,
  ManualClock,
  modeToken,
  settled,
  tokenOf,
} from "./ports.js";

export const ACTIVE = modeToken("PassiveActive");

const SETTINGS = Object.freeze({
  mediaInfoDeviceId: null,
  skipInstructions: false,
  extendedTime: false,
  retryInPlace: true,
  deviceCorrelationId: "device",
  userCorrelationId: null,
});

/** Start a check; `outcome` is null until its result settles. */
export function stage(options = {}) {
  const { token, settings, answers, missing } = {
    ...{ token: tokenOf(), settings: {}, answers: {}, missing: null },
    ...options,
  };
  const { sockets, FakeSocket } = fakeSockets();
  const clock = new ManualClock();
  const cameras = new FakeCameras();
  const service = new FakeService(answers);
  const digest = async () => "d".repeat(64);
  const loadStream = async () => {
    if (missing !== null) throw missing;
    return CaptureStream;
  };
  const ports = { clock, fetch: service.fetch, WebSocket: FakeSocket, digest, camera: cameras.port, loadStream };
  const check = createCheck({ token, settings: { ...SETTINGS, ...settings }, ports });
  const staged = { check, clock, cameras, service, sockets, outcomes: [], states: [] };
  check.subscribe((state) => staged.states.push(state));
  check.result.then(
    (success) => staged.outcomes.push({ success }),
    (failure) => staged.outcomes.push({ failure }),
  );
  return staged;
}

/** Bring a check to where frames flow. */
export async function streaming(options = {}) {
  const staged = stage(options);
  await settled();
  await staged.cameras.allow();
  staged.sockets[0].welcome();
  return staged;
}

export function filmed({ cameras }, capturedAt) {
  cameras.newest.take?.(frame(capturedAt));
}

export function done(socket) {
  socket.tell({ type: "done", resultId: "result", digest: "D".repeat(64), lastSequence: 0 });
}

/** What must be true of a check that holds nothing any more. */
export function leftovers({ clock, cameras, service, sockets }) {
  return {
    cameras: cameras.opened.filter(({ isOpen }) => isOpen).length,
    sockets: sockets.filter(({ isLeft }) => !isLeft).length,
    requests: service.waiting,
    timers: clock.timers.size,
  };
}

export const NOTHING = Object.freeze({ cameras: 0, sockets: 0, requests: 0, timers: 0 });
