import assert from "node:assert/strict";
import { test } from "node:test";

import { settled } from "./ports.js";
import { filmed, leftovers, NOTHING, stage, streaming } from "./stage.js";

test("a page that is hidden and back in time goes on", async () => {
  const staged = await streaming();
  const { check, clock, sockets } = staged;
  check.dispatch({ type: "hidden" });
  assert.equal(check.state.isPaused, true);
  await clock.advance(8_900);
  check.dispatch({ type: "visible" });
  assert.equal(check.state.isPaused, false);
  await clock.advance(60_000);
  filmed(staged, 100);
  assert.deepEqual([check.state.screen, sockets[0].frames.length], ["capture", 1]);
});

test("a page that stays hidden is interrupted, before the server calls it silent", async () => {
  const staged = await streaming();
  staged.check.dispatch({ type: "hidden" });
  await staged.clock.advance(9_000);
  const { screen, failure } = staged.check.state;
  assert.deepEqual([screen, failure.reason, failure.livenessError], ["failed", "interrupted", "TimedOut"]);
  assert.equal(failure.canRetry, true);
  assert.deepEqual(staged.sockets[0].texts.at(-1), { type: "cancel", reason: "TimedOut" });
  assert.deepEqual(leftovers(staged), NOTHING);
});

test("a page whose timers slept is interrupted when it wakes up", async () => {
  const { check, clock } = await streaming();
  check.dispatch({ type: "hidden" });
  clock.time += 11_000;
  check.dispatch({ type: "visible" });
  assert.equal(check.state.failure.reason, "interrupted");
});

test("a server that finds a hidden page silent has interrupted it", async () => {
  const { check, sockets } = await streaming();
  check.dispatch({ type: "hidden" });
  sockets[0].tell({ type: "error", code: "408", message: "The device was silent for too long." });
  sockets[0].end(4408);
  assert.equal(check.state.failure.reason, "interrupted");
});

test("time that runs out in front of the person is no interruption", async () => {
  const { check, sockets } = await streaming();
  sockets[0].tell({ type: "error", code: "408", message: "The attempt was not completed in time." });
  sockets[0].end(4408);
  assert.equal(check.state.failure.reason, "timedOut");
});

test("a page that is hidden before the server's welcome is limited from then on", async () => {
  const { check, cameras, clock, sockets } = stage();
  await settled();
  await cameras.allow();
  check.dispatch({ type: "hidden" });
  sockets[0].welcome();
  await clock.advance(9_000);
  assert.equal(check.state.failure.reason, "interrupted");
});

test("no capture begins in a page that is hidden, however long", async () => {
  const { check, clock, cameras, sockets } = stage();
  check.dispatch({ type: "hidden" });
  await settled();
  await cameras.allow();
  await clock.advance(60_000);
  assert.deepEqual([check.state.screen, check.state.isPaused, sockets.length], ["capture", true, 0]);
  check.dispatch({ type: "visible" });
  assert.deepEqual([check.state.isPaused, sockets.length], [false, 1]);
});

test("a camera that the system mutes pauses the check until it is back", async () => {
  const { check, cameras, clock } = await streaming();
  cameras.newest.mute();
  assert.equal(check.state.isPaused, true);
  await clock.advance(5_000);
  cameras.newest.unmute();
  assert.equal(check.state.isPaused, false);
});

test("a camera that the system ends is opened again, and the capture goes on", async () => {
  const staged = await streaming();
  const { check, cameras, sockets } = staged;
  cameras.newest.end();
  assert.equal(check.state.isPaused, true);
  await settled();
  assert.equal(cameras.unanswered[0].deviceId, "front");
  await cameras.allow();
  filmed(staged, 100);
  assert.deepEqual([check.state.isPaused, sockets.length, sockets[0].frames.length], [false, 1, 1]);
});

test("a camera that ended while the page was hidden is opened when it is back", async () => {
  const { check, cameras } = await streaming();
  check.dispatch({ type: "hidden" });
  cameras.newest.end();
  await settled();
  assert.equal(cameras.unanswered.length, 0);
  check.dispatch({ type: "visible" });
  await settled();
  assert.equal(cameras.unanswered.length, 1);
});

test("a camera that was pulled out ends the attempt", async () => {
  const { check, cameras, sockets } = await streaming();
  cameras.newest.end();
  await settled();
  await cameras.refuse("cameraMissing");
  assert.equal(check.state.failure.reason, "cameraMissing");
  assert.deepEqual(sockets[0].texts.at(-1), { type: "cancel", reason: "CameraStartupFailure" });
});
