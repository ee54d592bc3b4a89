// What the Python side hands over, and what the tests of both packages share.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

export const given = JSON.parse(process.env.COMPATIBILITY);
export const DEVICE = "5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a11";
export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const run = promisify(execFile);

export function openClient(create, options = {}) {
  return create(given.endpoint, { key: options.key ?? given.key }, {
    allowInsecureConnection: true,
    ...(given.apiVersion && { apiVersion: given.apiVersion }),
  });
}

export const verifyImage = () => readFile(given.photo);

/** Hand the clip in as the device that holds this token, with a photo of its own where the app backend sent none. */
export async function playAttempt(token, { withPhoto = false } = {}) {
  const [program, ...parameters] = given.attempt;
  const photo = withPhoto ? ["--verify-image", given.photo] : [];
  const env = { ...process.env, LIVEGATE_TOKEN: token };
  const { stdout } = await run(program, [...parameters, "--video", given.clip, ...photo], { env });
  const [, resultId, digest] = stdout.match(/resultId\s+(\S+)\s+digest\s+(\S+)/);
  return { resultId, digest };
}

/** The value of a call that several tests look at; it is made once. */
export function once(call) {
  let value;
  return () => (value ??= call());
}

export function assertMissing(response) {
  assert.equal(response.status, "404");
  assert.equal(response.body.error.code, "SessionNotFound");
}

export function assertRectangle(rectangle) {
  assert.deepEqual(Object.keys(rectangle).sort(), ["height", "left", "top", "width"]);
  for (const side of Object.values(rectangle)) {
    assert.ok(Number.isInteger(side) && side > 0, JSON.stringify(rectangle));
  }
}
