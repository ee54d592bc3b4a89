// The size of the pictures.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  fittedSize,
  placeInside,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/camera/frames.js";

for (const [given, fitted] of [
  [
    [640, 480],
    [640, 480],
  ],
  [
    [480, 640],
    [480, 640],
  ],
  [
    [320, 240],
    [320, 240],
  ],
  [
    [1280, 720],
    [640, 360],
  ],
  [
    [1080, 1920],
    [360, 640],
  ],
]) {
  test(`${given.join(" x ")} is sent as ${fitted.join(" x ")}`, () => {
    assert.deepEqual(fittedSize(...given), { width: fitted[0], height: fitted[1] });
  });
}

test("a picture of the frame's shape fills it", () => {
  const place = placeInside({ width: 1280, height: 960 }, { width: 640, height: 480 });
  assert.deepEqual(place, { left: 0, top: 0, width: 640, height: 480 });
});

test("a picture of another shape stands whole in the middle, undistorted", () => {
  const place = placeInside({ width: 480, height: 640 }, { width: 640, height: 480 });
  assert.deepEqual(place, { left: 140, top: 0, width: 360, height: 480 });
});
