// Whatever happens, in whatever order: a check holds one camera and one capture at most, settles once, and
// leaves nothing behind.

import assert from "node:assert/strict";
import { test } from "node:test";

import { BACK, errorAnswer, FRONT, modeToken, settled, startAnswer, unreachable } from "./ports.js";
import { done, filmed, leftovers, NOTHING, stage } from "./stage.js";

const WALKS = 250;
const STEPS = 60;

/** Mulberry32: the same numbers for the same seed. */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const START_ANSWERS = [
  () => startAnswer(),
  () => startAnswer(),
  () => startAnswer({ attemptsLeft: 0 }),
  () => errorAnswer(409, "ConcurrentOperationConflict"),
  () => errorAnswer(503, "503", { "retry-after": "1" }),
  () => errorAnswer(401, "401"),
  () => null,
  unreachable,
];

const MESSAGES = [
  { type: "guidance", word: "good", progress: 0.5 },
  { type: "guidance", word: "noFace", progress: 1 },
  { type: "challenge", action: "smile", seconds: 2 },
  { type: "challenge", action: null, seconds: null },
  { type: "dropped", frames: 9 },
  { type: "refused", code: "NoFaceDetected", message: "No face.", attemptsLeft: 1 },
  { type: "error", code: "408", message: "Silent." },
];

const EVENTS = [
  { type: "continue" },
  { type: "retry" },
  { type: "retry" },
  { type: "hidden" },
  { type: "visible" },
  { type: "chooseCamera", deviceId: "back" },
  { type: "chooseCamera", deviceId: "front" },
  { type: "extendTime", isExtended: true },
];

const LAST_EVENTS = [{ type: "cancel" }, { type: "close" }];

/** @returns what may happen next, each as a function */
function happenings(staged, pick) {
  const { check, clock, cameras } = staged;
  const socket = staged.sockets.filter(({ isLeft }) => !isLeft).at(-1);
  const opened = cameras.opened.filter(({ isOpen }) => isOpen).at(-1);
  const all = [
    () => clock.advance(pick([50, 600, 3_000, 12_000])),
    () => check.dispatch(pick(EVENTS)),
    () => check.dispatch(pick(EVENTS)),
    () => pick([0, 1, 2, 3, 4, 5, 6, 7]) === 0 && check.dispatch(pick(LAST_EVENTS)),
  ];
  if (cameras.unanswered.length > 0) {
    all.push(
      () => cameras.allow(pick([FRONT, FRONT, BACK])),
      () => cameras.allow(),
    );
    all.push(() => cameras.refuse(pick(["cameraDenied", "cameraMissing", "cameraBusy"])));
  }
  if (socket !== undefined && socket.readyState === 0)
    all.push(
      () => socket.welcome(),
      () => socket.welcome(),
    );
  if (socket !== undefined) all.push(() => socket.end(pick([1006, 1006, 1000, 4401, 4408, 4503])));
  if (socket !== undefined && socket.readyState === 1) {
    all.push(
      () => filmed(staged, clock.now() * 1000 + 1),
      () => socket.tell(pick(MESSAGES)),
    );
    all.push(
      () => socket.tell(pick(MESSAGES)),
      () => done(socket),
    );
  }
  if (opened !== undefined)
    all.push(
      () => opened.end(),
      () => opened.mute(),
      () => opened.unmute(),
    );
  return all;
}

function assertSound(staged, trail) {
  const { cameras, sockets, check, outcomes } = staged;
  const say = () => trail.join("\n");
  assert.ok(cameras.opened.filter(({ isOpen }) => isOpen).length <= 1, `two cameras\n${say()}`);
  assert.ok(cameras.unanswered.length <= 1, `two cameras asked for\n${say()}`);
  assert.ok(sockets.filter(({ isLeft }) => !isLeft).length <= 1, `two captures\n${say()}`);
  assert.ok(outcomes.length <= 1, `settled twice\n${say()}`);
  const { screen, failure } = check.state;
  if (screen === "closed" || screen === "done" || (screen === "failed" && !failure.canRetry)) {
    assert.equal(outcomes.length, 1, `over, and not settled\n${say()}`);
  } else {
    assert.equal(outcomes.length, 0, `settled, and not over\n${say()}`);
  }
  if (["failed", "closed", "done"].includes(screen)) {
    const left = leftovers(staged);
    if (screen === "done") left.timers -= staged.clock.timers.size;
    assert.deepEqual(left, NOTHING, `ended, and something is open\n${say()}`);
  }
}

async function walk(seed) {
  const random = randomOf(seed);
  const pick = (choices) => choices[Math.floor(random() * choices.length)];
  const answers = {
    "/start": () => pick(START_ANSWERS)(),
    "/healthz": unreachable,
    "/attempt/end": unreachable,
  };
  const settings = { retryInPlace: random() < 0.8 };
  const staged = stage({ token: modeToken(pick(["Passive", "PassiveActive"])), settings, answers });
  const trail = [`seed ${seed}`];
  for (let step = 0; step < STEPS; step += 1) {
    const happening = pick(happenings(staged, pick));
    trail.push(String(happening));
    await happening();
    await settled();
    await settled();
    assertSound(staged, trail);
  }
  return { staged, trail, screens: new Set(staged.states.map(({ screen }) => screen)) };
}

test("a check is sound after whatever happens, and a stop leaves nothing", async () => {
  const screens = new Set();
  let resumed = 0;
  for (let seed = 1; seed <= WALKS; seed += 1) {
    const { staged, trail, screens: seen } = await walk(seed);
    for (const screen of seen) screens.add(screen);
    resumed += staged.states.filter(({ connection }) => connection === "lost").length;
    staged.check.stop();
    if (staged.cameras.unanswered.length > 0) await staged.cameras.allow();
    await settled();
    assert.deepEqual(leftovers(staged), NOTHING, trail.join("\n"));
    assert.equal(staged.outcomes.length, 1, trail.join("\n"));
  }
  const all = ["loading", "permission", "capture", "sending", "done", "failed", "closed"];
  assert.deepEqual(
    all.filter((screen) => !screens.has(screen)),
    [],
  );
  assert.ok(resumed > 0);
});
