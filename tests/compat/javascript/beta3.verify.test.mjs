// @azure-rest/ai-vision-face 1.0.0-beta.3: sessions with a verify image from the app backend. What .NET's tests of
// v1.3-preview.1 want of them is asserted here; there they are disabled, because the service refused their requests.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import createClient, { isUnexpected } from "face-beta3";
import { DEVICE, assertRectangle, given, once, openClient, playAttempt, verifyImage } from "./service.mjs";

const COLLECTION = "/detectLivenessWithVerify-sessions";
const client = openClient(createClient);
const session = (id) => client.path(`${COLLECTION}/{sessionId}`, id);
const user = given.apiVersion === "v1.3-preview.1" ? [{ name: "userCorrelationId", body: DEVICE }] : [];

// The package sends numbers and booleans as text, and the image without a filename.
async function created(...parts) {
  const body = [
    { name: "livenessOperationMode", body: "Passive" },
    { name: "deviceCorrelationId", body: DEVICE },
    { name: "verifyImage", body: await verifyImage() },
    ...user,
    ...parts,
  ];
  const response = await client.path(COLLECTION).post({ contentType: "multipart/form-data", body });
  assert.ok(!isUnexpected(response), JSON.stringify(response.body));
  return response.body;
}

const judged = once(async () => {
  const { sessionId, authToken } = await created(
    { name: "enableSessionImage", body: true },
    { name: "returnVerifyImageHash", body: true },
    { name: "verifyConfidenceThreshold", body: 0.5 },
    { name: "authTokenTimeToLiveInSeconds", body: 60 },
  );
  const played = await playAttempt(authToken);
  const { body } = await session(sessionId).get();
  return { sessionId, played, body };
});

test("TestCreateLivenessWithVerifySession: describes a verify image without a filename", async () => {
  const { sessionId, status, results } = await created();
  assert.equal(status, "NotStarted");
  assert.deepEqual(results.attempts, []);
  assert.equal(results.verifyReferences.length, 1);
  const [reference] = results.verifyReferences;
  assert.equal(reference.referenceType, "image");
  assertRectangle(reference.faceRectangle);
  assert.ok(["low", "medium", "high"].includes(reference.qualityForRecognition));
  assert.equal((await session(sessionId).delete()).status, "204");
});

test("TestGetLivenessWithVerifySessionResult: compares the attempt with the verify image", async () => {
  const { played, body } = await judged();
  assert.equal(body.status, "Succeeded");
  assert.equal(body.results.verifyReferences.length, 1);
  const { result } = body.results.attempts[0];
  assert.equal(result.digest, played.digest);
  assert.ok(result.livenessDecision);
  assertRectangle(result.targets.color.faceRectangle);
  assert.equal(result.verifyResult.isIdentical, true);
  assert.ok(result.verifyResult.matchConfidence > 0.5 && result.verifyResult.matchConfidence <= 1);
});

test("obeys the switches that the package sends as text", async () => {
  const { body } = await judged();
  const { result } = body.results.attempts[0];
  assert.ok(result.sessionImageId);
  assert.equal(result.verifyImageHash, createHash("sha256").update(await verifyImage()).digest("hex").toUpperCase());
});
