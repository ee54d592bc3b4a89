import assert from "node:assert/strict";
import { test } from "node:test";

import { errorAnswer, modeToken, settled, startAnswer } from "./ports.js";
import { done, filmed, leftovers, NOTHING, stage, streaming } from "./stage.js";

const ACTIVE = modeToken("PassiveActive");

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

for (const [hasPrompted, livenessError] of [
  [false, "UserCanceledSession"],
  [true, "UserCanceledActiveMotion"],
]) {
  test(`cancelled ${hasPrompted ? "during" : "before"} the prompts: ${livenessError}`, async () => {
    const staged = await streaming({ token: ACTIVE, settings: { skipInstructions: true } });
    const [socket] = staged.sockets;
    if (hasPrompted) socket.tell({ type: "challenge", action: "smile", seconds: 4 });
    staged.check.dispatch({ type: "cancel" });
    await settled();
    assert.deepEqual(socket.texts.at(-1), { type: "cancel", reason: livenessError });
    assert.deepEqual(
      [staged.outcomes[0].failure.livenessError, staged.check.state.screen],
      [livenessError, "closed"],
    );
    assert.deepEqual(leftovers(staged), NOTHING);
    assert.deepEqual(staged.service.sent("/attempt/end"), []);
  });
}

test("who cancels while the browser asks gives up, and a camera that opens later is closed", async () => {
  const staged = stage({ answers: { "/attempt/end": () => startAnswer() } });
  await settled();
  staged.check.dispatch({ type: "cancel" });
  assert.deepEqual(staged.service.sent("/attempt/end"), [{ reason: "UserCanceledSession" }]);
  await staged.cameras.allow();
  assert.deepEqual(leftovers(staged), NOTHING);
});

test("a camera that is refused can be tried again, and the attempt is begun anew", async () => {
  const { check, cameras, service, outcomes } = stage({
    answers: { "/start": () => startAnswer({ attemptsLeft: 0 }) },
  });
  await settled();
  await cameras.refuse("cameraDenied");
  const { screen, failure } = check.state;
  assert.deepEqual(
    [screen, failure.reason, failure.canRetry, outcomes.length],
    ["failed", "cameraDenied", true, 0],
  );
  check.dispatch({ type: "retry" });
  await settled();
  await cameras.allow();
  assert.deepEqual([check.state.screen, check.state.failure], ["capture", null]);
  assert.equal(service.sent("/start").length, 2);
});

test("who closes the error gives the attempt up with its name, and the check rejects with it", async () => {
  const staged = stage({ answers: { "/attempt/end": () => startAnswer() } });
  await settled();
  await staged.cameras.refuse("cameraBusy");
  staged.check.dispatch({ type: "close" });
  await settled();
  const [{ failure }] = staged.outcomes;
  assert.deepEqual([failure.reason, failure.livenessError], ["cameraBusy", "CameraStartupFailure"]);
  assert.ok(!("canRetry" in failure));
  assert.deepEqual(staged.service.sent("/attempt/end"), [{ reason: "CameraStartupFailure" }]);
  assert.deepEqual([staged.check.state.screen, leftovers(staged)], ["closed", NOTHING]);
});

test("what an open camera needs and cannot be loaded ends the check, with the camera closed", async () => {
  const missing = { reason: "assetsMissing", message: "Not there." };
  const staged = stage({ missing, answers: { "/attempt/end": () => startAnswer() } });
  await settled();
  await staged.cameras.allow();

  const [{ failure }] = staged.outcomes;
  assert.deepEqual([failure.livenessError, failure.message], ["Unexpected", "Not there."]);
  assert.deepEqual(leftovers(staged), NOTHING);
});

test("a refused attempt can be tried again with the same token while some are left", async () => {
  const { check, sockets, cameras, outcomes } = await streaming();
  sockets[0].tell({ type: "refused", code: "NoFaceDetected", message: "No face.", attemptsLeft: 1 });
  const { failure } = check.state;
  assert.deepEqual([failure.reason, failure.attemptsLeft, failure.canRetry], ["noFace", 1, true]);
  assert.deepEqual([failure.requestId, cameras.newest.isOpen, outcomes.length], ["request", false, 0]);
  check.dispatch({ type: "extendTime", isExtended: true });
  check.dispatch({ type: "retry" });
  await settled();
  await cameras.allow();
  sockets[1].welcome();
  assert.deepEqual(
    [check.state.screen, check.state.extendedTime, check.state.progress],
    ["capture", true, 0],
  );
});

test("the last attempt's error cannot be tried again", async () => {
  const { check, sockets, outcomes } = await streaming();
  sockets[0].tell({ type: "refused", code: "NoFaceDetected", message: "No face.", attemptsLeft: 0 });
  await settled();
  assert.deepEqual([check.state.screen, check.state.failure.canRetry], ["failed", false]);
  assert.deepEqual([outcomes[0].failure.reason, outcomes[0].failure.attemptsLeft], ["noFace", 0]);
  check.dispatch({ type: "retry" });
  check.dispatch({ type: "close" });
  assert.equal(check.state.screen, "failed");
});

test("an attempt that the server gave back can be tried again though no other is left", async () => {
  const { check, sockets } = await streaming();
  sockets[0].tell({ type: "error", code: "503", message: "The server stops." });
  sockets[0].end(4503);
  assert.deepEqual([check.state.failure.reason, check.state.failure.canRetry], ["serverBusy", true]);
  assert.equal(check.state.failure.attemptsLeft, null);
});

test("without retries in place every error rejects at once", async () => {
  const { check, sockets, outcomes } = await streaming({ settings: { retryInPlace: false } });
  sockets[0].tell({ type: "refused", code: "NoFaceDetected", message: "No face.", attemptsLeft: 2 });
  await settled();
  assert.deepEqual([check.state.failure.canRetry, outcomes[0].failure.reason], [false, "noFace"]);
});

test("a token that the server refuses touches no attempt, and its camera is closed", async () => {
  const staged = stage({ answers: { "/start": () => errorAnswer(401, "401") } });
  await settled();
  await settled();
  assert.deepEqual(
    [staged.outcomes[0].failure.reason, staged.check.state.failure.canRetry],
    ["sessionEnded", false],
  );
  assert.deepEqual(staged.service.sent("/attempt/end"), []);
  await staged.cameras.allow();
  assert.deepEqual(leftovers(staged), NOTHING);
});

for (const token of [undefined, "", "no token"]) {
  test(`a token that cannot be read touches nothing: ${token}`, async () => {
    const staged = stage({ token });
    await settled();
    assert.equal(staged.outcomes[0].failure.livenessError, "InvalidToken");
    assert.deepEqual(
      [staged.service.calls.length, staged.cameras.asked.length, staged.clock.timers.size],
      [0, 0, 0],
    );
    assert.equal(staged.check.state.screen, "failed");
    staged.check.stop();
  });
}

test("a session that lacks its verify image is ended with that name", async () => {
  const answers = {
    "/start": () => startAnswer({ verifyImageRequired: true }),
    "/attempt/end": () => startAnswer(),
  };
  const staged = stage({ answers });
  await settled();
  await settled();
  assert.equal(staged.outcomes[0].failure.livenessError, "VerifyImageNotProvided");
  assert.deepEqual(staged.service.sent("/attempt/end"), [{ reason: "VerifyImageNotProvided" }]);
});

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

test("another camera in place of the one that ended makes no capture of one piece", async () => {
  const { check, cameras } = await streaming();
  cameras.newest.end();
  await settled();
  await cameras.allow({ deviceId: "other", label: "Other", isVirtual: false });
  assert.equal(check.state.failure.reason, "interrupted");
});

test("another camera can be chosen before the capture at no cost", async () => {
  const { check, cameras, service, sockets } = stage({ answers: { "/start": () => null } });
  await settled();
  await cameras.allow();
  const [first] = cameras.opened;
  check.dispatch({ type: "chooseCamera", deviceId: "back" });
  await settled();
  assert.deepEqual([first.isOpen, cameras.unanswered[0].deviceId], [false, "back"]);
  await cameras.allow({ deviceId: "back", label: "Back", isVirtual: false });
  assert.deepEqual(
    [check.state.camera.deviceId, service.sent("/start").length, sockets.length],
    ["back", 1, 0],
  );
});

test("another camera in mid-capture is another attempt, and its screen stays", async () => {
  const { check, cameras, service, sockets } = await streaming();
  check.dispatch({ type: "chooseCamera", deviceId: "back" });
  assert.equal(check.state.screen, "capture");
  assert.deepEqual(sockets[0].texts.at(-1), { type: "cancel", reason: "UserCanceledSession" });
  await settled();
  await cameras.allow({ deviceId: "back", label: "Back", isVirtual: false });
  assert.deepEqual([service.sent("/start").length, sockets.length], [2, 2]);
  assert.equal(cameras.opened.filter(({ isOpen }) => isOpen).length, 1);
});

test("cameras are not offered where choosing one would cost the last attempt", async () => {
  const staged = stage();
  await settled();
  await staged.cameras.allow();
  assert.equal(staged.check.state.cameras.length, 2);
  staged.sockets[0].welcome({ attemptsLeft: 0 });
  assert.deepEqual(staged.check.state.cameras, []);
  staged.check.dispatch({ type: "chooseCamera", deviceId: "back" });
  assert.equal(staged.sockets[0].isLeft, false);
});

test("a chosen camera that is gone is not asked for again", async () => {
  const { check, cameras } = stage({ settings: { mediaInfoDeviceId: "mine" } });
  await settled();
  assert.equal(cameras.unanswered[0].deviceId, "mine");
  await cameras.allow();
  check.dispatch({ type: "chooseCamera", deviceId: "back" });
  await settled();
  await cameras.refuse("cameraMissing");
  check.dispatch({ type: "retry" });
  await settled();
  assert.equal(cameras.unanswered[0].deviceId, "mine");
});

test("what comes after the last frame that counts is not shown", async () => {
  const { check, sockets } = await streaming();
  sockets[0].tell({ type: "guidance", word: "good", progress: 1 });
  sockets[0].tell({ type: "guidance", word: "noFace", progress: 0.9 });
  sockets[0].tell({ type: "challenge", action: "smile", seconds: 2 });
  assert.deepEqual([check.state.screen, check.state.guidance, check.state.prompt], ["sending", null, null]);
});

test("an answer to an earlier try does not count for the next", async () => {
  const answered = [];
  const late = () => new Promise((resolve) => answered.push(resolve));
  const { check, cameras, sockets } = stage({ answers: { "/start": late } });
  await settled();
  await cameras.refuse("cameraBusy");
  check.dispatch({ type: "retry" });
  await settled();
  await cameras.allow();
  answered[0](startAnswer());
  await settled();
  assert.equal(sockets.length, 0);
  answered[1](startAnswer());
  await settled();
  assert.equal(sockets.length, 1);
});

test("a camera is not asked for while it is still being opened for an earlier try", async () => {
  const { check, cameras, clock } = stage({ answers: { "/start": () => errorAnswer(500, "Unspecified") } });
  await clock.advance(0);
  assert.equal(check.state.failure.reason, "serverFailed");
  check.dispatch({ type: "retry" });
  assert.equal(cameras.asked.length, 1);
  await cameras.allow();
  assert.deepEqual([cameras.newest.isOpen, cameras.asked.length], [false, 2]);
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

for (const moment of ["loading", "capture", "failed", "done"]) {
  test(`a stop leaves nothing behind: ${moment}`, async () => {
    const staged = moment === "loading" ? stage() : await streaming();
    if (moment === "failed")
      staged.sockets[0].tell({ type: "refused", code: "TimedOut", message: "", attemptsLeft: 1 });
    if (moment === "done") done(staged.sockets[0]);
    await settled();
    assert.equal(staged.check.state.screen, moment);
    staged.check.stop();
    staged.check.stop();
    await settled();
    assert.deepEqual([staged.check.state.screen, leftovers(staged)], ["closed", NOTHING]);
    assert.equal(staged.outcomes.length, 1);
    if (moment !== "done") assert.equal(staged.outcomes[0].failure.livenessError, "UserCanceledSession");
    assert.deepEqual(staged.service.sent("/attempt/end"), []);
  });
}

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
