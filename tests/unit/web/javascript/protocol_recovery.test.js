import assert from "node:assert/strict";
import { test } from "node:test";

import { Calls } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/calls.js";
import { CaptureStream } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/stream.js";
import { readToken } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/token.js";
import { errorAnswer, ManualClock, settled, unreachable, WELCOME } from "./ports.js";
import { digest, headersOf, openStream, pictureOf, send, sequencesOf, TOKEN } from "./streams.js";

test("a lost connection is resumed, and what it swallowed goes out again, no faster than it may", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 5);
  sockets[0].end(1006);
  await send(stream, clock, 6, 6);
  assert.deepEqual(told.at(-1), { type: "lost" });
  await clock.advance(150);
  sockets[1].open();
  assert.equal(sockets[1].texts[0].resume, "resume");
  sockets[1].tell({ ...WELCOME, lastSequence: 2 });
  assert.deepEqual(await sequencesOf(sockets[1]), [3]);
  await clock.advance(33);
  assert.deepEqual(await sequencesOf(sockets[1]), [3]);
  await clock.advance(67);
  assert.deepEqual(await sequencesOf(sockets[1]), [3, 4, 5]);
  await send(stream, clock, 7, 7);
  assert.deepEqual((await headersOf(sockets[1])).at(-1).picture, "picture 7");
  assert.equal(told.at(-1).type, "welcomed");
  stream.stop();
  assert.equal(clock.timers.size, 0);
});

test("what is filmed while a connection closes goes out over the next one", async () => {
  const { sockets, stream, clock } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 1);
  sockets[0].readyState = 2;
  await send(stream, clock, 2, 2);
  assert.deepEqual(await sequencesOf(sockets[0]), [0, 1]);
  sockets[0].end(1006);
  await clock.advance(250);
  sockets[1].welcome({ lastSequence: 1 });
  assert.deepEqual(await sequencesOf(sockets[1]), [2]);
  stream.stop();
});

test("frames that were just filmed are passed over while old ones go out again, and a stop ends both", async () => {
  const { sockets, stream, clock } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 5);
  sockets[0].end(1006);
  await clock.advance(250);
  sockets[1].welcome({ lastSequence: 0 });
  stream.send(pictureOf(9));
  stream.stop();
  assert.equal(clock.timers.size, 0);
  assert.deepEqual(await sequencesOf(sockets[1]), [1]);
});

test("new frames wait until few old ones are left", async () => {
  const { sockets, stream, clock } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 5);
  sockets[0].end(1006);
  await clock.advance(250);
  sockets[1].welcome({ lastSequence: 0 });
  stream.send(pictureOf(8));
  await clock.advance(500);
  await send(stream, clock, 9, 9);
  const pictures = (await headersOf(sockets[1])).map(({ picture }) => picture);
  assert.deepEqual(pictures, ["picture 1", "picture 2", "picture 3", "picture 4", "picture 5", "picture 9"]);
  stream.stop();
});

test("each break is given its own time", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  for (let breaks = 0; breaks < 8; breaks += 1) {
    sockets.at(-1).end(1006);
    await clock.advance(250);
    await clock.advance(5_000);
    assert.equal(sockets.length, breaks + 2);
    sockets.at(-1).welcome({ lastSequence: 0 });
  }
  assert.equal(told.at(-1).type, "welcomed");
  stream.stop();
});

test("a stop while the server is asked why leaves nothing", async () => {
  let explain;
  const answers = { "/stream": () => new Promise((resolve) => (explain = resolve)) };
  const { sockets, stream, clock, told } = openStream(answers);
  sockets[0].end(1006);
  await settled();
  stream.stop();
  explain(errorAnswer(503, "503", { "retry-after": "2" }));
  await settled();
  await clock.advance(10_000);
  assert.deepEqual([sockets.length, told.length], [1, 1]);
});

test("a connection that is closed before the welcome spends no attempt", () => {
  const { sockets, told } = openStream();
  sockets[0].open();
  sockets[0].end(4408);
  assert.deepEqual([told[0].failure.reason, told[0].isSpent], ["timedOut", false]);
});

test("it tries again with growing pauses until the server waits no longer", async () => {
  const { sockets, clock, told } = openStream({ "/stream": unreachable, "/healthz": unreachable });
  sockets[0].welcome();
  const times = [];
  sockets[0].end(1006);
  for (let tries = 1; told.at(-1).type !== "failed"; tries += 1) {
    await clock.advance(250);
    if (sockets.length > times.length + 1) {
      times.push(clock.now());
      sockets.at(-1).end(1006);
      await settled();
      await settled();
    }
    assert.ok(tries < 100);
  }
  assert.deepEqual(times.slice(0, 4), [250, 750, 1750, 2750]);
  assert.ok(clock.now() > 13_500 && clock.now() <= 15_000);
  const { failure, isSpent } = told.at(-1);
  assert.deepEqual([failure.reason, isSpent], ["serverUnreachable", true]);
  assert.equal(clock.timers.size, 0);
});

test("a session that was deleted while the connection was lost ends the tries at once", async () => {
  const { sockets, clock, told } = openStream({ "/stream": () => errorAnswer(401, "401") });
  sockets[0].welcome();
  sockets[0].end(1006);
  await clock.advance(250);
  sockets[1].end(1006);
  await settled();
  assert.equal(told.at(-1).failure.reason, "sessionEnded");
});

test("a WebSocket that is refused is explained by a plain GET", async () => {
  const answers = { "/stream": () => errorAnswer(403, "ClientAttemptsExhausted") };
  const { sockets, clock, told } = openStream(answers);
  sockets[0].end(1006);
  await settled();
  const { failure, isSpent } = told.at(-1);
  assert.deepEqual([failure.reason, failure.requestId, isSpent], ["attemptsUsed", "request", false]);
  assert.equal(clock.timers.size, 0);
});

test("a busy server is asked again after its time", async () => {
  const { sockets, clock, told } = openStream({
    "/stream": () => errorAnswer(503, "503", { "retry-after": "2" }),
  });
  sockets[0].end(1006);
  await settled();
  await clock.advance(1_999);
  assert.equal(sockets.length, 1);
  await clock.advance(1);
  sockets[1].welcome();
  assert.equal(told.at(-1).type, "welcomed");
});

test("where no WebSocket gets through though nothing refuses it, the server cannot be reached", async () => {
  const { sockets, clock, told } = openStream();
  while (told.at(-1)?.type !== "failed") {
    sockets.at(-1).end(1006);
    await settled();
    await clock.advance(1_000);
  }
  assert.equal(told.at(-1).failure.reason, "serverUnreachable");
});

test("a connection that opens and says nothing is taken for lost", async () => {
  const { sockets, clock, told, stream } = openStream();
  sockets[0].open();
  await clock.advance(10_000);
  assert.deepEqual([sockets[0].closedWith, told.at(-1).type], [4000, "lost"]);
  await clock.advance(250);
  assert.equal(sockets.length, 2);
  stream.stop();
});

test("frames are passed over while the network takes none; when that lasts, the connection is left", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 0);
  sockets[0].bufferedAmount = 300 * 1024;
  await send(stream, clock, 1, 49);
  assert.deepEqual([sockets[0].frames.length, sockets[0].closedWith], [1, null]);
  await send(stream, clock, 50, 52);
  assert.deepEqual([sockets[0].closedWith, told.at(-1).type], [4000, "lost"]);
  stream.stop();
});

test("a network that takes frames again is not left", async () => {
  const { sockets, stream, clock } = openStream();
  sockets[0].welcome();
  sockets[0].bufferedAmount = 300 * 1024;
  await send(stream, clock, 0, 40);
  sockets[0].bufferedAmount = 0;
  await send(stream, clock, 41, 41);
  sockets[0].bufferedAmount = 300 * 1024;
  await send(stream, clock, 42, 80);
  assert.deepEqual([sockets[0].frames.length, sockets[0].closedWith], [1, null]);
  stream.stop();
});

test("a network that takes frames slowly is not left", async () => {
  const { sockets, stream, clock } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 0);
  for (const [index, waiting] of [400, 360, 320].entries()) {
    sockets[0].bufferedAmount = waiting * 1024;
    await send(stream, clock, 1 + 40 * index, 40 + 40 * index);
  }
  assert.deepEqual([sockets[0].frames.length, sockets[0].closedWith], [1, null]);
  stream.stop();
});

test("a stop at any moment leaves no timer and tells nothing", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 4);
  sockets[0].end(1006);
  stream.stop();
  await clock.advance(60_000);
  assert.deepEqual([sockets.length, clock.timers.size, told.at(-1).type], [1, 0, "lost"]);
});

test("an address that the page's policy forbids cannot be reached", () => {
  const clock = new ManualClock();
  const told = [];
  class Forbidden {
    constructor() {
      throw new DOMException("Refused", "SecurityError");
    }
  }
  const calls = new Calls({ claims: readToken(TOKEN), token: TOKEN, fetch: unreachable, clock });
  const ports = { clock, WebSocket: Forbidden, digest };
  const options = { issuer: "https://service.test", token: TOKEN, cameraLabel: "", calls, ports };
  new CaptureStream({ ...options, tell: (event) => told.push(event) });
  assert.equal(told[0].failure.reason, "serverUnreachable");
});
