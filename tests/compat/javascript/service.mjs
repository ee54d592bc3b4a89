// What the Python side hands over, and what the tests of both packages share.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { readFile } from "node:fs/promises";

export const given = JSON.parse(process.env.COMPATIBILITY);
export const DEVICE = "5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a11";
export const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Tell the Python side of an answer that the package, or the device, received. */
function tell(caller, method, url, status) {
  appendFileSync(given.calls, `${JSON.stringify({ caller, method, url, status })}\n`);
}

/** A client that tells of every answer, those before a retry included; one made with `calls` keeps them there too. */
export function openClient(create, { key = given.key, calls = [], endpoint = given.endpoint } = {}) {
  const client = create(endpoint, { key }, {
    allowInsecureConnection: true,
    ...(given.isVersionChosen && { apiVersion: given.apiVersion }),
  });
  const telling = {
    name: "telling",
    async sendRequest(request, next) {
      const response = await next(request);
      tell(given.caller, request.method, request.url, response.status);
      calls.push(`${request.method} ${response.status}`);
      return response;
    },
  };
  client.pipeline.addPolicy(telling, { afterPhase: "Retry" });
  return client;
}

export const verifyImage = () => readFile(given.photo);

/** Hand the clip in as the device that holds this token, with a photo of its own where the app backend sent none. */
export async function playAttempt(token, { withPhoto = false } = {}) {
  const { iss } = JSON.parse(Buffer.from(token.split(".")[1], "base64url"));
  const post = async (path, body, headers = {}) => {
    const url = `${iss}/face/${given.apiVersion}${path}`;
    const authorization = `Bearer ${token}`;
    const response = await fetch(url, { method: "POST", headers: { authorization, ...headers }, body });
    tell(given.device, "POST", url, response.status);
    assert.ok(response.ok, await response.clone().text());
    return response;
  };
  const names = { deviceCorrelationId: "a-device", userCorrelationId: "a-user" };
  await post("/session/start", JSON.stringify(names), { "content-type": "application/json" });
  const clip = await readFile(given.clip);
  const form = new FormData();
  form.set("Content", new Blob([clip]), "clip.mp4");
  if (withPhoto) {
    form.set("VerifyImage", new Blob([await verifyImage()]), "photo.jpg");
  }
  const response = await post(`/${given.operation}/singleModal`, form);
  const digest = createHash("sha256").update(clip).digest("hex").toUpperCase();
  return { resultId: response.headers.get("apim-request-id"), digest };
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
