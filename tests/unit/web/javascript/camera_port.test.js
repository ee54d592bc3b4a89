// The camera as the check sees it, over a browser's devices that the test makes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { showBest } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/camera/opening.js";
import { createCameraPort } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/camera/port.js";

const FRONT = { deviceId: "front", label: "Front Camera" };
const INFRARED = { deviceId: "ir", label: "IR Camera" };
const VIRTUAL = { deviceId: "obs", label: "OBS Virtual Camera" };

function fakeTrack({ deviceId, label }) {
  const track = new EventTarget();
  const stop = () => (track.isStopped = true);
  return Object.assign(track, { label, isStopped: false, stop, getSettings: () => ({ deviceId }) });
}

const whole = async () => ({ showBest });
const USUAL = Object.freeze({
  ...{ refusal: () => null, isPlayable: true, preferred: null, listing: async () => {}, shown: null },
  load: whole,
});

/** A machine with these cameras; without a `deviceId` the browser gives the first. */
function machine(cameras, options = {}) {
  const { refusal, isPlayable, preferred, listing, shown, load } = { ...USUAL, ...options };
  const asked = [];
  const tracks = [];
  const mediaDevices = {
    async getUserMedia({ video }) {
      asked.push(video);
      const wanted = video.deviceId?.exact ?? video.deviceId?.ideal;
      const camera = cameras.find(({ deviceId }) => deviceId === wanted);
      const given = camera ?? (video.deviceId?.exact === undefined ? cameras[0] : undefined);
      const name = given === undefined ? "OverconstrainedError" : refusal(given);
      if (name !== null) throw new DOMException("as the test wants it", name);
      const track = fakeTrack(given);
      tracks.push(track);
      return { getTracks: () => [track], getVideoTracks: () => [track] };
    },
    enumerateDevices: async () => {
      await listing();
      return [{ kind: "audioinput", deviceId: "default", label: "Microphone" }].concat(
        cameras.map((camera) => ({ kind: "videoinput", ...camera })),
      );
    },
  };
  const video = Object.assign(new EventTarget(), {
    srcObject: null,
    plays: 0,
    async play() {
      video.plays += 1;
      if (!isPlayable) throw new DOMException("as the test wants it", "AbortError");
    },
  });
  const port = createCameraPort({
    video: shown ?? Promise.resolve(video),
    clock: { now: () => 0, after: () => () => {} },
    mediaDevices,
    isSecureContext: true,
    preferredId: () => preferred,
    load,
  });
  return { port, asked, tracks, video };
}

const anyCamera = { deviceId: null };

test("the browser is asked for the person's side, at 640 x 480 and 30 pictures a second, without sound", async () => {
  const { port, asked } = machine([FRONT]);
  await port.open(anyCamera);

  assert.deepEqual(asked, [
    {
      width: { ideal: 640 },
      height: { ideal: 480 },
      frameRate: { ideal: 30 },
      facingMode: { ideal: "user" },
    },
  ]);
});

test("an open camera is told with all others, the best first", async () => {
  const { port } = machine([FRONT, VIRTUAL, INFRARED]);
  const { camera, cameras } = await port.open(anyCamera);

  assert.deepEqual(camera, { ...FRONT, isVirtual: false });
  assert.deepEqual(
    cameras.map(({ deviceId }) => deviceId),
    ["front", "ir", "obs"],
  );
});

test("an infrared camera that the browser gives is closed before a better one is opened", async () => {
  const { port, asked, tracks } = machine([INFRARED, FRONT]);
  const { camera } = await port.open(anyCamera);

  assert.equal(camera.deviceId, "front");
  assert.deepEqual(asked[1].deviceId, { exact: "front" });
  assert.deepEqual(
    tracks.map(({ isStopped }) => isStopped),
    [true, false],
  );
});

test("when the better one does not open, the given one is taken", async () => {
  const { port } = machine([INFRARED, FRONT], {
    refusal: ({ deviceId }) => (deviceId === "front" ? "NotReadableError" : null),
  });

  assert.equal((await port.open(anyCamera)).camera.deviceId, "ir");
});

test("a chosen camera is opened, whatever it is", async () => {
  const { port, asked } = machine([FRONT, VIRTUAL]);
  const { camera } = await port.open({ deviceId: "obs" });

  assert.deepEqual(camera, { ...VIRTUAL, isVirtual: true });
  assert.deepEqual([asked.length, asked[0].deviceId], [1, { exact: "obs" }]);
});

test("a chosen camera that is not there is not replaced by another", async () => {
  const { port } = machine([FRONT]);

  await assert.rejects(port.open({ deviceId: "gone" }), ({ reason }) => reason === "cameraMissing");
});

test("the camera that the person chose last is taken again, though it ranks behind another", async () => {
  const { port, asked } = machine([FRONT, VIRTUAL], { preferred: "obs" });

  assert.equal((await port.open(anyCamera)).camera.deviceId, "obs");
  assert.equal(asked.length, 1);
});

test("a camera that was chosen last and is gone is forgotten", async () => {
  const { port } = machine([FRONT], { preferred: "gone" });

  assert.equal((await port.open(anyCamera)).camera.deviceId, "front");
});

for (const [name, reason] of [
  ["NotAllowedError", "cameraDenied"],
  ["SecurityError", "cameraDenied"],
  ["NotFoundError", "cameraMissing"],
  ["OverconstrainedError", "cameraMissing"],
  ["NotReadableError", "cameraBusy"],
  ["AbortError", "cameraBusy"],
]) {
  test(`${name} means ${reason}, and the browser's own words are kept`, async () => {
    const { port } = machine([FRONT], { refusal: () => name });

    await assert.rejects(port.open(anyCamera), (failure) => {
      assert.equal(failure.reason, reason);
      assert.match(failure.message, new RegExp(`${name}: as the test wants it`));
      return true;
    });
  });
}

for (const [isSecureContext, reason] of [
  [true, "unsupportedBrowser"],
  [false, "insecurePage"],
]) {
  test(`without media devices on a ${isSecureContext ? "" : "not "}secure page: ${reason}`, async () => {
    const port = createCameraPort({
      video: Promise.reject(new Error("not asked for")).catch(() => {}),
      clock: { now: () => 0, after: () => () => {} },
      mediaDevices: undefined,
      isSecureContext,
      preferredId: () => null,
      load: whole,
    });

    await assert.rejects(port.open(anyCamera), (failure) => failure.reason === reason);
  });
}

test("a camera whose picture does not play is closed", async () => {
  const { port, tracks, video } = machine([FRONT], { isPlayable: false });

  await assert.rejects(port.open(anyCamera), ({ reason }) => reason === "cameraBusy");
  assert.deepEqual([tracks[0].isStopped, video.srcObject], [true, null]);
});

test("a camera is closed when what it needs cannot be loaded", async () => {
  const missing = { reason: "assetsMissing" };
  const { port, tracks } = machine([FRONT], { load: () => Promise.reject(missing) });

  await assert.rejects(port.open(anyCamera), missing);
  assert.equal(tracks[0].isStopped, true);
});

test("nothing is loaded for a camera that does not open", async () => {
  const load = () => assert.fail("loaded");
  const { port } = machine([FRONT], { refusal: () => "NotAllowedError", load });

  await assert.rejects(port.open(anyCamera), ({ reason }) => reason === "cameraDenied");
});

test("a camera for which there is no screen is closed", async () => {
  const shown = Promise.reject(new Error("no texts"));
  const { port, tracks } = machine([FRONT], { shown });

  await assert.rejects(port.open(anyCamera));
  assert.deepEqual(
    tracks.map(({ isStopped }) => isStopped),
    [true],
  );
});

for (const deviceId of [null, "front"]) {
  test(`a camera is closed where the cameras cannot be listed, ${deviceId ?? "any"}`, async () => {
    const listing = () => Promise.reject(new DOMException("The page is gone.", "InvalidStateError"));
    const { port, tracks, video } = machine([FRONT], { listing });

    await assert.rejects(port.open({ deviceId }), ({ reason }) => reason === "cameraBusy");
    assert.deepEqual([tracks[0].isStopped, video.srcObject], [true, null]);
  });
}

test("what the system does to the camera is told, until it is closed", async () => {
  const { port, tracks } = machine([FRONT]);
  const open = await port.open(anyCamera);
  const told = [];
  open.onEnded(() => told.push("ended"));
  open.onMuted(
    () => told.push("muted"),
    () => told.push("unmuted"),
  );

  for (const type of ["mute", "unmute", "ended"]) tracks[0].dispatchEvent(new Event(type));
  open.close();
  for (const type of ["mute", "unmute", "ended"]) tracks[0].dispatchEvent(new Event(type));

  assert.deepEqual(told, ["muted", "unmuted", "ended"]);
});

test("a closed camera is off, and the picture is gone", async () => {
  const { port, tracks, video } = machine([FRONT]);
  const open = await port.open(anyCamera);
  open.close();
  video.dispatchEvent(new Event("pause"));

  assert.deepEqual([tracks[0].isStopped, video.srcObject, video.plays], [true, null, 1]);
});

test("a picture that the browser has halted goes on", async () => {
  const { port, video } = machine([FRONT]);
  await port.open(anyCamera);
  video.dispatchEvent(new Event("pause"));

  assert.equal(video.plays, 2);
});
