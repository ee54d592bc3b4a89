import assert from "node:assert/strict";
import { test } from "node:test";

import { settled } from "./ports.js";
import { ACTIVE, done, filmed, leftovers, NOTHING, stage, streaming } from "./stage.js";

test("a passive check starts at once, and succeeds with the server's result", async () => {
  const staged = stage();
  const { check, cameras, service, sockets, clock } = staged;
  assert.deepEqual([check.state.screen, check.state.mode, cameras.asked.length], ["loading", "Passive", 0]);
  await settled();
  assert.deepEqual(service.sent("/start"), [{ deviceCorrelationId: "device", extendedTime: false }]);
  assert.deepEqual([cameras.asked.length, sockets.length], [1, 0]);
  await cameras.allow();
  const { screen, connection, camera } = check.state;
  assert.deepEqual([screen, connection, camera.deviceId], ["capture", "connecting", "front"]);
  sockets[0].welcome();
  assert.equal(sockets[0].texts[0].camera.label, "Front");
  filmed(staged, 100);
  assert.equal(sockets[0].frames.length, 1);
  sockets[0].tell({ type: "guidance", word: "moveCloser", progress: 0.5 });
  assert.deepEqual([check.state.guidance, check.state.progress], ["moveCloser", 0.5]);
  sockets[0].tell({ type: "guidance", word: "good", progress: 1 });
  assert.deepEqual([check.state.screen, check.state.guidance], ["sending", null]);
  done(sockets[0]);
  await settled();
  assert.deepEqual(staged.outcomes, [{ success: { resultId: "result", digest: "D".repeat(64) } }]);
  assert.deepEqual([check.state.screen, cameras.newest.isOpen], ["done", false]);
  await clock.advance(1500);
  assert.equal(check.state.screen, "closed");
  assert.deepEqual(leftovers(staged), NOTHING);
});

test("who is asked for long sees that the browser asks", async () => {
  const { check, clock, cameras } = stage();
  await clock.advance(599);
  assert.equal(check.state.screen, "loading");
  await clock.advance(1);
  assert.equal(check.state.screen, "permission");
  await cameras.allow();
  assert.equal(check.state.screen, "capture");
});

test("an active check explains itself first, and takes more time where it is wanted", async () => {
  const { check, service, cameras } = stage({ token: ACTIVE });
  await settled();
  assert.deepEqual([check.state.screen, service.calls.length, cameras.asked.length], ["instructions", 0, 0]);
  check.dispatch({ type: "extendTime", isExtended: true });
  assert.equal(check.state.extendedTime, true);
  check.dispatch({ type: "continue" });
  await settled();
  assert.equal(service.sent("/start")[0].extendedTime, true);
});

test("instructions are left out where the app says so", () => {
  assert.equal(stage({ token: ACTIVE, settings: { skipInstructions: true } }).check.state.screen, "loading");
});

test("who declines the instructions has cancelled, and no attempt was made", async () => {
  const staged = stage({ token: ACTIVE });
  staged.check.dispatch({ type: "cancel" });
  await settled();
  const [{ failure }] = staged.outcomes;
  assert.deepEqual([failure.reason, failure.livenessError], ["cancelled", "UserCanceledActiveMotionPrompt"]);
  assert.deepEqual([staged.service.calls.length, staged.check.state.screen], [0, "closed"]);
});

test("prompts are nudged after half of their time, and praised when they are answered in time", async () => {
  const { check, clock, sockets } = await streaming({ token: ACTIVE, settings: { skipInstructions: true } });
  sockets[0].tell({ type: "challenge", action: "lookLeft", seconds: 4 });
  assert.deepEqual(check.state.prompt, { action: "lookLeft", seconds: 4, isNudged: false });
  await clock.advance(1999);
  assert.equal(check.state.prompt.isNudged, false);
  await clock.advance(1);
  assert.equal(check.state.prompt.isNudged, true);
  await clock.advance(1000);
  sockets[0].tell({ type: "challenge", action: null, seconds: null });
  assert.deepEqual([check.state.prompt, check.state.isPraised], [null, true]);
  await clock.advance(1000);
  sockets[0].tell({ type: "challenge", action: "smile", seconds: 4 });
  assert.deepEqual([check.state.prompt.action, check.state.isPraised], ["smile", false]);
  await clock.advance(500);
  assert.deepEqual([check.state.prompt.isNudged, check.state.isPraised], [false, false]);
  await clock.advance(3500);
  sockets[0].tell({ type: "challenge", action: null, seconds: null });
  assert.equal(check.state.isPraised, false);
});

test("praise ends by itself", async () => {
  const { check, clock, sockets } = await streaming({ token: ACTIVE, settings: { skipInstructions: true } });
  sockets[0].tell({ type: "challenge", action: "lookUp", seconds: 4 });
  sockets[0].tell({ type: "challenge", action: null, seconds: null });
  await clock.advance(1499);
  assert.equal(check.state.isPraised, true);
  await clock.advance(1);
  assert.equal(check.state.isPraised, false);
});

test("what comes after the last frame that counts is not shown", async () => {
  const { check, sockets } = await streaming();
  sockets[0].tell({ type: "guidance", word: "good", progress: 1 });
  sockets[0].tell({ type: "guidance", word: "noFace", progress: 0.9 });
  sockets[0].tell({ type: "challenge", action: "smile", seconds: 2 });
  assert.deepEqual([check.state.screen, check.state.guidance, check.state.prompt], ["sending", null, null]);
});

test("a lost connection is shown until it is back", async () => {
  const { check, clock, sockets } = await streaming();
  sockets[0].end(1006);
  assert.equal(check.state.connection, "lost");
  await clock.advance(250);
  sockets[1].welcome({ lastSequence: 0 });
  assert.equal(check.state.connection, "open");
});

test("a server that drops frames slows the camera", async () => {
  const { cameras, sockets } = await streaming();
  sockets[0].tell({ type: "dropped", frames: 3 });
  assert.equal(cameras.newest.rate, 8);
});

test("who has unsubscribed hears nothing, and states are values", async () => {
  const { check, sockets, states } = await streaming();
  const heard = [];
  check.subscribe((state) => heard.push(state))();
  sockets[0].tell({ type: "guidance", word: "good", progress: 0.5 });
  assert.equal(heard.length, 0);
  assert.ok(states.every((state) => Object.isFrozen(state)));
});

test("a listener that dispatches does not disturb the order of states", async () => {
  const staged = stage({ token: ACTIVE });
  const seen = [];
  staged.check.subscribe(({ screen }) => {
    if (screen === "loading") staged.check.dispatch({ type: "cancel" });
  });
  staged.check.subscribe(({ screen }) => seen.push(screen));
  staged.check.dispatch({ type: "continue" });
  assert.deepEqual(seen, ["loading", "closed"]);
});
