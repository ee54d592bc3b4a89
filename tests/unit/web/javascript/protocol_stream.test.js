import assert from "node:assert/strict";
import { test } from "node:test";

import { frame, settled, WELCOME } from "./ports.js";
import { digest, headersOf, openStream, pictureOf, send, sequencesOf, TOKEN } from "./streams.js";

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
