// Pictures at an even rate, and none while another is being encoded.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  createFrameSource,
  createPace,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/camera/frames.js";

/** The times, out of those at which a camera delivers, that are taken. */
function taken(rate, times) {
  const pace = createPace(rate);
  return times.filter((time) => pace.isDue(time));
}

const times = (rate, seconds) =>
  Array.from({ length: rate * seconds }, (_, number) => (number * 1000) / rate);

/** A source over pictures that the test makes; an encoding ends when the test says so. */
function source() {
  const made = { callbacks: [], encodings: [], frames: [], cancelled: 0 };
  const frames = createFrameSource({
    nextPicture: (callback) => {
      made.callbacks.push(callback);
      return () => {
        made.cancelled += 1;
        made.callbacks.pop();
      };
    },
    encode: () => new Promise((resolve, reject) => made.encodings.push({ resolve, reject })),
  });
  const picture = (time) => made.callbacks.shift()(time);
  const encoded = async (outcome = "resolve") => {
    made.encodings.shift()[outcome](new Blob(["jpeg"]));
    await new Promise(setImmediate);
  };
  return {
    ...made,
    frames,
    picture,
    encoded,
    start: () => frames.start((frame) => made.frames.push(frame)),
    made,
  };
}

test("of 30 pictures a second every third is taken", () => {
  assert.deepEqual(taken(10, times(30, 1)).map(Math.round), [0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
});

test("the rate is kept on average where it does not divide the camera's", () => {
  for (const camera of [12, 15, 24, 25, 50, 60]) {
    const count = taken(10, times(camera, 10)).length;
    assert.ok(count >= 90 && count <= 101, `${count} pictures in 10 seconds of a camera at ${camera}`);
  }
});

test("pictures that come a little early or late do not thin out the others", () => {
  const uneven = times(30, 10).map((time, number) => time + (number % 2 === 0 ? 4 : -4));
  assert.ok(taken(10, uneven).length >= 95);
});

test("after a pause nothing is made up for", () => {
  const afterPause = taken(10, [0, 5000, 5033, 5066, 5100, 5133]);
  assert.deepEqual(afterPause, [0, 5000, 5100]);
});

test("a slow camera's pictures are all taken", () => {
  assert.equal(taken(10, times(5, 2)).length, 10);
});

test("each frame has the microseconds of its picture, growing even where the clock does not", async () => {
  const { frames, picture, encoded, start, made } = source();
  start();
  for (const time of [1.5, 3, 3]) {
    frames.setRate(10);
    picture(time);
    await encoded();
  }
  frames.stop();

  assert.deepEqual(
    made.frames.map(({ capturedAt }) => capturedAt),
    [1500, 3000, 3001],
  );
});

test("none is taken while another is being encoded", async () => {
  const { picture, encoded, start, made } = source();
  start();
  picture(0);
  picture(200);
  assert.equal(made.encodings.length, 1);
  await encoded();
  picture(400);
  await encoded();

  assert.deepEqual(
    made.frames.map(({ capturedAt }) => capturedAt),
    [1, 400_000],
  );
});

test("a picture that cannot be encoded is left out", async () => {
  const { picture, encoded, start, made } = source();
  start();
  picture(0);
  await encoded("reject");
  picture(200);
  await encoded();

  assert.equal(made.frames.length, 1);
});

test("once stopped, nothing is waited for or handed on", async () => {
  const { frames, picture, encoded, start, made } = source();
  start();
  picture(0);
  frames.stop();
  await encoded();

  assert.deepEqual([made.frames.length, made.callbacks.length, made.cancelled], [0, 0, 1]);
});

test("a source that was started anew hands nothing on to whom it was started for before", async () => {
  const { frames, picture, encoded, start, made } = source();
  start();
  picture(0);
  const later = [];
  frames.start((frame) => later.push(frame));
  await encoded();
  picture(200);
  await encoded();

  assert.deepEqual([made.frames.length, later.length], [0, 1]);
});
