// Which camera is taken.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  betterThan,
  cameraOf,
  kindOf,
  rank,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/camera/cameras.js";

const KINDS = {
  "camera2 1, facing front": "front",
  "FaceTime HD Camera (Built-in)": "front",
  "Integrated Camera (04f2:b6d0)": "unknown",
  "OBSBOT Tiny 2": "unknown",
  "iPhone (Continuity Camera)": "unknown",
  "Windows Virtual Camera: DroidCam": "unknown",
  "": "unknown",
  "camera2 0, facing back": "back",
  "Back Ultra Wide Camera": "back",
  "MacBook Desk View Camera": "back",
  "camera2 2, facing front, infrared": "infrared",
  "Microsoft IR Camera Front": "infrared",
  "HP IR Camera (0408:5483)": "infrared",
  "Intel RealSense Depth Camera 435": "infrared",
  "OBS Virtual Camera": "virtual",
  "OBS-Camera2": "virtual",
  "ManyCam Virtual Webcam": "virtual",
  "XSplit VCam": "virtual",
  "mmhmm Camera": "virtual",
};

const device = (label, facing = "") => ({ deviceId: `id of ${label}`, label, facing });

for (const [label, kind] of Object.entries(KINDS)) {
  test(`${label || "a camera without a name"} is ${kind}`, () => assert.equal(kindOf(device(label)), kind));
}

test("what the browser says of the direction counts where the name says nothing", () => {
  assert.equal(kindOf(device("Rückkamera", "environment")), "back");
  assert.equal(kindOf(device("Frontkamera", "user")), "front");
});

test("a camera that is played from a file is an ordinary one, whatever its path says", () => {
  assert.equal(kindOf(device("/films/virtual/obs infrared back.y4m")), "unknown");
  assert.equal(kindOf(device("C:\\films\\manycam.mjpeg")), "unknown");
});

test("cameras are ranked by kind, and within a kind as the browser lists them", () => {
  const listed = [
    "OBS Virtual Camera",
    "IR Camera",
    "camera2 0, facing back",
    "Second",
    "First",
    "Front Camera",
  ];

  const ranked = rank(listed.map((label) => device(label))).map(({ label }) => label);

  assert.deepEqual(ranked, [
    ...["Front Camera", "Second", "First", "camera2 0, facing back", "IR Camera", "OBS Virtual Camera"],
  ]);
});

test("a camera that sees the person in colours is kept, though another ranks before it", () => {
  assert.equal(betterThan(device("Integrated Camera"), [device("Front Camera")]), null);
});

test("an infrared, back or software camera gives way to a better one", () => {
  for (const label of ["IR Camera", "camera2 0, facing back", "OBS Virtual Camera"]) {
    assert.equal(betterThan(device(label), [device(label), device("Webcam")])?.label, "Webcam");
  }
});

test("the only camera is taken, whatever it is", () => {
  assert.equal(betterThan(device("IR Camera"), [device("IR Camera")]), null);
  assert.equal(betterThan(device("IR Camera"), [device("IR Camera"), device("OBS Virtual Camera")]), null);
});

test("software is marked", () => {
  assert.deepEqual(cameraOf(device("ManyCam 4")), {
    deviceId: "id of ManyCam 4",
    label: "ManyCam 4",
    isVirtual: true,
  });
  assert.equal(cameraOf(device("IR Camera")).isVirtual, false);
});
