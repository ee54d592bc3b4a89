// The element's options as the check takes them, and what is remembered on the device.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  createPreferences,
  deviceIdentity,
} from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/device.js";
import { readSettings } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/settings.js";

test("empty texts are none", () => {
  const { locale, fontSize } = readSettings({ locale: " ", fontSize: "2rem" });
  assert.deepEqual([locale, fontSize], [null, "2rem"]);
});

test("flags are true or false", () => {
  const settings = readSettings({ skipInstructions: true, extendedTime: false, retryInPlace: true });
  assert.deepEqual(settings, {
    ...{ skipInstructions: true, extendedTime: false, retryInPlace: true, languageDictionary: null },
    mediaInfoDeviceId: null,
  });
});

test("a dictionary may be an object or the JSON text of one", () => {
  const texts = { AZAIF_FeedbackGreat: "Super!" };
  for (const languageDictionary of [texts, JSON.stringify(texts)]) {
    assert.deepEqual(readSettings({ languageDictionary }).languageDictionary, texts);
  }
});

test("what is no dictionary overrides nothing", () => {
  for (const languageDictionary of ["", "{", "null", "7", 7, null, undefined]) {
    assert.equal(readSettings({ languageDictionary }).languageDictionary, null);
  }
});

test("the id of an audio device names no camera", () => {
  const ids = ["default", "", "8f74012e"].map(
    (id) => readSettings({ mediaInfoDeviceId: id }).mediaInfoDeviceId,
  );
  assert.deepEqual(ids, [null, null, "8f74012e"]);
});

/** A storage in memory. */
function memory() {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  return { kept, preferences: createPreferences(() => storage) };
}

const refused = createPreferences(() => {
  throw new DOMException("refused", "SecurityError");
});

test("preferences are remembered under livegate's own names", () => {
  const { kept, preferences } = memory();
  preferences.write("camera", "front");

  assert.equal(preferences.read("camera"), "front");
  assert.deepEqual([...kept.keys()], ["livegate.camera"]);
});

test("where the browser refuses a storage, nothing is remembered and nothing fails", () => {
  refused.write("camera", "front");
  assert.equal(refused.read("camera"), null);
});

const bytes = (fill) => () => new Uint8Array(16).fill(fill);

test("a device gets one random UUID and keeps it", () => {
  const { preferences } = memory();

  assert.equal(deviceIdentity(preferences, bytes(0xff)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
  assert.equal(deviceIdentity(preferences, bytes(0x00)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
});

test("a device that remembers nothing gets another each time", () => {
  assert.equal(deviceIdentity(refused, bytes(0x00)), "00000000-0000-4000-8000-000000000000");
  assert.equal(deviceIdentity(refused, bytes(0xff)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
});
