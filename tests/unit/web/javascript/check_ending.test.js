import assert from "node:assert/strict";
import { test } from "node:test";

import { errorAnswer, settled, startAnswer } from "./ports.js";
import { ACTIVE, done, leftovers, NOTHING, stage, streaming } from "./stage.js";

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
