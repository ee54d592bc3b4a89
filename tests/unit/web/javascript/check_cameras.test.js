import assert from "node:assert/strict";
import { test } from "node:test";

import { errorAnswer, settled } from "./ports.js";
import { stage, streaming } from "./stage.js";

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

test("a camera is not asked for while it is still being opened for an earlier try", async () => {
  const { check, cameras, clock } = stage({ answers: { "/start": () => errorAnswer(500, "Unspecified") } });
  await clock.advance(0);
  assert.equal(check.state.failure.reason, "serverFailed");
  check.dispatch({ type: "retry" });
  assert.equal(cameras.asked.length, 1);
  await cameras.allow();
  assert.deepEqual([cameras.newest.isOpen, cameras.asked.length], [false, 2]);
});
