import assert from "node:assert/strict";
import { test } from "node:test";

import { Calls } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/calls.js";
import { readToken } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/token.js";
import {
  answer,
  errorAnswer,
  FakeService,
  ISSUER,
  ManualClock,
  settled,
  startAnswer,
  tokenOf,
  unreachable,
} from "./ports.js";

const FIELDS = { deviceCorrelationId: null, userCorrelationId: null, extendedTime: false };
const TOKEN = tokenOf({ exp: 1000 });

function callsTo(answers) {
  const service = new FakeService(answers);
  const clock = new ManualClock();
  const calls = new Calls({ claims: readToken(TOKEN), token: TOKEN, fetch: service.fetch, clock });
  return { service, clock, calls };
}

/** Answer with each of these in turn, and with the last from then on. */
function inTurn(...answers) {
  let index = 0;
  return () => answers[Math.min(index++, answers.length - 1)]();
}

test("a start sends what is set, and the token in no URL", async () => {
  const { service, calls } = callsTo();
  const started = await calls.start({ ...FIELDS, deviceCorrelationId: "device", extendedTime: true });
  assert.deepEqual(started, { attemptsLeft: 2, isVerifyImageNeeded: false, requestId: "request" });
  assert.deepEqual(service.sent("/start"), [{ deviceCorrelationId: "device", extendedTime: true }]);
  const [{ url, method, headers, credentials }] = service.calls;
  assert.equal(url, `${ISSUER}/face/v1.2/session/start`);
  assert.deepEqual([method, headers.Authorization, credentials], ["POST", `Bearer ${TOKEN}`, "omit"]);
});

test("an end is sent so that it outlives the page, and nobody waits for it", async () => {
  const { service, clock, calls } = callsTo({ "/attempt/end": unreachable });
  calls.end("CameraPermissionDenied");
  await settled();
  assert.deepEqual(service.sent("/attempt/end"), [{ reason: "CameraPermissionDenied" }]);
  assert.equal(service.calls[0].keepalive, true);
  assert.equal(clock.timers.size, 0);
});

test("while a capture of an earlier try is judged, a start waits", async () => {
  const conflict = () => errorAnswer(409, "ConcurrentOperationConflict");
  const { service, clock, calls } = callsTo({ "/start": inTurn(conflict, conflict, () => startAnswer()) });
  const started = calls.start(FIELDS);
  await settled();
  await clock.advance(300);
  assert.equal(service.calls.length, 2);
  await clock.advance(600);
  assert.equal((await started).attemptsLeft, 2);
});

test("no start waits for ever", async () => {
  const { clock, calls } = callsTo({ "/start": () => errorAnswer(409, "ConcurrentOperationConflict") });
  const started = assert.rejects(calls.start(FIELDS), { reason: "serverBusy" });
  await clock.advance(20_000);
  await started;
  assert.equal(clock.timers.size, 0);
});

for (const status of [429, 503]) {
  test(`Retry-After of a ${status} is kept to, twice`, async () => {
    const { service, clock, calls } = callsTo({
      "/start": () => errorAnswer(status, "busy", { "retry-after": "3" }),
    });
    const started = assert.rejects(calls.start(FIELDS), { reason: "serverBusy", requestId: "request" });
    await settled();
    await clock.advance(2_999);
    assert.equal(service.calls.length, 1);
    await clock.advance(3_001);
    await started;
    assert.equal(service.calls.length, 3);
  });
}

test("nobody is kept waiting for a Retry-After of a minute", async () => {
  const { calls } = callsTo({ "/start": () => errorAnswer(429, "429", { "retry-after": "60" }) });
  await assert.rejects(calls.start(FIELDS), { reason: "serverBusy" });
});

test("a server that is away is unreachable", async () => {
  const { calls } = callsTo({ "/start": unreachable, "/healthz": unreachable });
  await assert.rejects(calls.start(FIELDS), ({ reason, livenessError, message }) => {
    assert.deepEqual([reason, livenessError], ["serverUnreachable", "ServerRequestTimedOut"]);
    assert.ok(message.includes(ISSUER));
    return true;
  });
});

test("a server that answers, though not this page, refuses its origin and names the setting", async () => {
  const { service, calls } = callsTo({ "/start": unreachable, "/healthz": () => answer(200) });
  await assert.rejects(calls.start(FIELDS), ({ reason, message }) => {
    assert.equal(reason, "originRefused");
    assert.ok(message.includes("LIVEGATE_DEVICE_ORIGINS"));
    return true;
  });
  assert.equal(service.calls.find(({ url }) => url.endsWith("/healthz")).mode, "no-cors");
});

test("a call that was lost once is no refused origin", async () => {
  const { calls } = callsTo({
    "/start": inTurn(unreachable, () => startAnswer()),
    "/healthz": () => answer(200),
  });
  assert.equal((await calls.start(FIELDS)).attemptsLeft, 2);
});

test("a call that is not answered ends after its time", async () => {
  const { service, clock, calls } = callsTo({ "/start": () => null, "/healthz": () => null });
  const started = assert.rejects(calls.start(FIELDS), { reason: "serverUnreachable" });
  await clock.advance(10_000);
  assert.equal(service.waiting, 1);
  await clock.advance(10_000);
  await started;
  assert.deepEqual([service.waiting, clock.timers.size], [0, 0]);
});

test("stopped calls leave no request and no timer", async () => {
  const { service, clock, calls } = callsTo({ "/start": () => null });
  calls.start(FIELDS).catch(() => undefined);
  calls.stop();
  await settled();
  assert.deepEqual([service.waiting, clock.timers.size], [0, 0]);
});

test("a stop ends the wait before another try", async () => {
  const { service, clock, calls } = callsTo({
    "/start": () => errorAnswer(503, "503", { "retry-after": "5" }),
  });
  calls.start(FIELDS);
  await settled();
  calls.stop();
  assert.equal(clock.timers.size, 0);
  await clock.advance(5_000);
  assert.equal(service.calls.length, 1);
});

test("an answer that is no JSON is told by its status", async () => {
  const { calls } = callsTo({ "/start": () => answer(502, "<html>") });
  await assert.rejects(calls.start(FIELDS), {
    reason: "serverFailed",
    code: null,
    message: "The server answered 502.",
  });
});

test("whether the token's time is over is for naming what the server refuses", async () => {
  const { clock, calls } = callsTo({ "/start": () => errorAnswer(401, "401") });
  await assert.rejects(calls.start(FIELDS), { reason: "sessionEnded" });
  await clock.advance(1_000_000);
  await assert.rejects(calls.start(FIELDS), { reason: "tokenExpired" });
});
