// @azure-rest/ai-vision-face 1.0.0-beta.1: sessions with a verify image from the app backend.

import assert from "node:assert/strict";
import { test } from "node:test";
import createClient, { isUnexpected } from "face-beta1";
import { DEVICE, assertRectangle, once, openClient, playAttempt, verifyImage } from "./service.mjs";

const COLLECTION = "/detectLivenessWithVerify/singleModal/sessions";
const client = openClient(createClient);
const session = (id) => client.path(`${COLLECTION}/{sessionId}`, id);

const created = once(async () => {
  const parameters = {
    livenessOperationMode: "Passive",
    sendResultsToClient: false,
    authTokenTimeToLiveInSeconds: 60,
    deviceCorrelationId: DEVICE,
  };
  const response = await client.path(COLLECTION).post({
    contentType: "multipart/form-data",
    body: [
      { name: "VerifyImage", body: await verifyImage() },
      { name: "Parameters", body: parameters },
    ],
  });
  assert.ok(!isUnexpected(response), JSON.stringify(response.body));
  return response.body;
});

test("TestCreateVerifySessionWithImage: describes the verify image that was sent before the parameters", async () => {
  const { sessionId, authToken, verifyImage: described } = await created();
  assert.ok(sessionId);
  assert.ok(authToken);
  assertRectangle(described.faceRectangle);
  assert.ok(["low", "medium", "high"].includes(described.qualityForRecognition));
});

test("TestGetVerifySessionResult: compares the attempt with the verify image, and deletes both", async () => {
  const { sessionId, authToken, verifyImage: described } = await created();
  await playAttempt(authToken);
  const { body } = await session(sessionId).get();
  assert.equal(body.authTokenTimeToLiveInSeconds, 60);
  const { verifyResult } = body.result.response.body;
  assert.deepEqual(verifyResult.verifyImage, described);
  assert.equal(verifyResult.isIdentical, true);
  assert.ok(verifyResult.matchConfidence > 0.5 && verifyResult.matchConfidence <= 1);
  assert.equal((await session(sessionId).delete()).status, "200");
});
