import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { Calls } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/calls.js";
import { CaptureStream } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/stream.js";
import { readToken } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/token.js";
import {
  errorAnswer,
  FakeService,
  fakeSockets,
  frame,
  ManualClock,
  settled,
  tokenOf,
  unreachable,
  WELCOME,
} from "./ports.js";

const TOKEN = tokenOf();

async function digest(blobs) {
  const hash = createHash("sha256");
  for (const blob of blobs) hash.update(Buffer.from(await blob.arrayBuffer()));
  return hash.digest("hex");
}

const pictureOf = (number) =>
  Object.freeze({ jpeg: new Blob([`picture ${number}`]), capturedAt: number * 100_000 });

function openStream(answers = {}, cameraLabel = "Front") {
  const { sockets, FakeSocket } = fakeSockets();
  const service = new FakeService(answers);
  const clock = new ManualClock();
  const calls = new Calls({ claims: readToken(TOKEN), token: TOKEN, fetch: service.fetch, clock });
  const told = [];
  const ports = { clock, WebSocket: FakeSocket, digest };
  const options = { issuer: "https://service.test", token: TOKEN, cameraLabel, calls, ports };
  const stream = new CaptureStream({ ...options, tell: (event) => told.push(event) });
  return { stream, sockets, service, clock, told };
}

/** Send numbered pictures, a tenth of a second apart. */
async function send(stream, clock, first, last) {
  for (let number = first; number <= last; number += 1) {
    stream.send(pictureOf(number));
    await clock.advance(100);
  }
}

async function headersOf({ frames }) {
  const headers = [];
  for (const message of frames) {
    const bytes = await message.arrayBuffer();
    const view = new DataView(bytes);
    headers.push({
      start: view.getUint32(0),
      sequence: view.getUint32(4),
      capturedAt: Number(view.getBigUint64(8)),
      picture: new TextDecoder().decode(bytes.slice(16)),
    });
  }
  return headers;
}

const sequencesOf = async (socket) => (await headersOf(socket)).map(({ sequence }) => sequence);

test("it asks for the subprotocol, brings the token beside it, and says hello first", () => {
  const { sockets, stream } = openStream({}, "😀".repeat(300));
  const [socket] = sockets;
  assert.equal(socket.url, "wss://service.test/face/v1.2-preview.1/session/stream");
  assert.deepEqual(socket.protocols, ["livegate.stream.v1", TOKEN]);
  socket.open();
  assert.deepEqual(socket.texts, [{ type: "hello", protocol: 1, camera: { label: "😀".repeat(256) } }]);
  stream.stop();
});

test("frames go out with their header once the server welcomes them, and not before", async () => {
  const { sockets, stream, clock, told } = openStream();
  stream.send(pictureOf(0));
  sockets[0].welcome();
  await send(stream, clock, 1, 2);
  assert.deepEqual(await headersOf(sockets[0]), [
    { start: 0x01010000, sequence: 0, capturedAt: 100_000, picture: "picture 1" },
    { start: 0x01010000, sequence: 1, capturedAt: 200_000, picture: "picture 2" },
  ]);
  assert.deepEqual(told, [{ type: "welcomed", attemptsLeft: 2, idle: 10_000 }]);
  stream.stop();
});

test("frames that the server would not take are passed over: older ones, and too large ones", async () => {
  const { sockets, stream, clock } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 5, 5);
  stream.send(pictureOf(5));
  stream.send(pictureOf(4));
  stream.send(frame(600_000, 1001));
  await clock.advance(100);
  await send(stream, clock, 7, 7);
  assert.deepEqual(await sequencesOf(sockets[0]), [0, 1]);
  stream.stop();
});

test("what the server tells is told in the check's words, and what it invents is passed over", () => {
  const { sockets, stream, told } = openStream();
  sockets[0].welcome();
  const messages = [
    { type: "guidance", word: "moveCloser", progress: 0.25 },
    { type: "guidance", word: "moveToTheMoon", progress: 0.5 },
    { type: "challenge", action: "lookLeft", seconds: 2.5 },
    { type: "challenge", action: null, seconds: null },
    { type: "dance" },
    { type: "constructor" },
    "no JSON",
  ];
  for (const message of messages) sockets[0].tell(message);
  assert.deepEqual(told.slice(1), [
    { type: "guided", word: "moveCloser", progress: 0.25 },
    { type: "guided", word: null, progress: 0.5 },
    { type: "prompted", action: "lookLeft", seconds: 2.5 },
    { type: "prompted", action: null, seconds: 0 },
  ]);
  stream.stop();
});

test("a judged capture succeeds with the digest of all frames up to the last that counts", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 3);
  const counted = [0, 1, 2].map((number) => pictureOf(number).jpeg);
  const own = (await digest(counted)).toUpperCase();
  sockets[0].tell({ type: "done", resultId: "result", digest: own, lastSequence: 2 });
  sockets[0].end(1000);
  await settled();
  await settled();
  assert.deepEqual(told.at(-1), { type: "judged", success: { resultId: "result", digest: own } });
  assert.equal(clock.timers.size, 0);
});

const REAL = { livenessDecision: "realface", verifyResult: { isIdentical: true, matchConfidence: 0.9 } };
const DECISIONS = [
  [{}, {}],
  [REAL, { livenessStatus: "RealFace", recognitionResult: { status: "Recognized" } }],
  [{ livenessDecision: "spoofface" }, { livenessStatus: "SpoofFace" }],
  [{ livenessDecision: "uncertain" }, { livenessStatus: "ResultQueryableFromService" }],
  [
    { livenessDecision: "realface", verifyResult: { isIdentical: false } },
    { livenessStatus: "RealFace", recognitionResult: { status: "NotRecognized" } },
  ],
];

test("a success has the decision where the server tells it, in the words of Azure's apps", async () => {
  for (const [fields, decision] of DECISIONS) {
    const { sockets, stream, clock, told } = openStream();
    sockets[0].welcome();
    await send(stream, clock, 0, 1);
    const own = (await digest([pictureOf(0).jpeg])).toUpperCase();
    sockets[0].tell({ type: "done", resultId: "result", digest: own, lastSequence: 0, ...fields });
    await settled();
    await settled();
    assert.deepEqual(told.at(-1).success, { resultId: "result", digest: own, ...decision });
  }
});

test("another digest than its own is a failure", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 1);
  sockets[0].tell({ type: "done", resultId: "result", digest: "0".repeat(64), lastSequence: 1 });
  await settled();
  await settled();
  const { type, failure, isSpent } = told.at(-1);
  assert.deepEqual([type, failure.reason, isSpent], ["failed", "unexpected", true]);
});

test("a refused attempt fails once, with the server's words", () => {
  const { sockets, told } = openStream();
  sockets[0].welcome();
  sockets[0].tell({ type: "refused", code: "NoFaceDetected", message: "No face.", attemptsLeft: 1 });
  sockets[0].end(1000);
  assert.equal(told.length, 2);
  const { failure, isSpent } = told[1];
  assert.deepEqual([failure.reason, failure.attemptsLeft, isSpent], ["noFace", 1, true]);
});

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

test("who stops while the digest is made hears nothing more", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  await send(stream, clock, 0, 0);
  sockets[0].tell({ type: "done", resultId: "result", digest: "0".repeat(64), lastSequence: 0 });
  stream.stop();
  await settled();
  await settled();
  assert.equal(told.length, 1);
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

test("a server that drops frames gets fewer, and never too few", () => {
  const { sockets, told } = openStream();
  sockets[0].welcome();
  for (let frames = 1; frames <= 30; frames += 1) sockets[0].tell({ type: "dropped", frames });
  const rates = told.filter(({ type }) => type === "slowed").map(({ rate }) => rate);
  assert.deepEqual(rates, [8, 6, 5]);
});

test("a server of another protocol needs another client", () => {
  for (const greet of [(socket) => socket.welcome({ protocol: 2 }), strange]) {
    const { sockets, told } = openStream();
    greet(sockets[0]);
    assert.equal(told.at(-1).failure.reason, "clientTooOld");
  }
});

function strange(socket) {
  socket.open("");
  socket.tell(WELCOME);
}

test("an error of the server is told with its code", () => {
  const { sockets, told } = openStream();
  sockets[0].welcome();
  sockets[0].tell({ type: "error", code: "503", message: "The server stops." });
  sockets[0].end(4503);
  const { failure, isSpent } = told.at(-1);
  assert.deepEqual(
    [failure.reason, failure.code, failure.message],
    ["serverBusy", "503", "The server stops."],
  );
  assert.equal(isSpent, false);
});

test("who gives up says why, and hears no more", async () => {
  const { sockets, stream, clock, told } = openStream();
  sockets[0].welcome();
  stream.cancel("UserCanceledActiveMotion");
  assert.deepEqual(sockets[0].texts.at(-1), { type: "cancel", reason: "UserCanceledActiveMotion" });
  assert.equal(sockets[0].closedWith, 1000);
  sockets[0].tell({ type: "refused", code: "UserCanceledActiveMotion", message: "", attemptsLeft: 1 });
  sockets[0].end(1000);
  await settled();
  assert.deepEqual([told.length, clock.timers.size], [1, 0]);
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
