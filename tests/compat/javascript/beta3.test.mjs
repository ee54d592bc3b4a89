// @azure-rest/ai-vision-face 1.0.0-beta.3: what holds for both kinds of session. The package has no tests of these
// versions: a title that begins with a name restates Java's LivenessSessionTest (test…) or JavaScript's and .NET's (Test…).

import assert from "node:assert/strict";
import { test } from "node:test";
import createClient, { isUnexpected } from "face-beta3";
import { DEVICE, GUID, assertMissing, assertRectangle, given, once, openClient, playAttempt } from "./service.mjs";

const client = openClient(createClient);
const collection = `/${given.operation}-sessions`;
const withVerify = given.operation === "detectLivenessWithVerify";
const session = (id) => client.path(`${collection}/{sessionId}`, id);

const device = { deviceCorrelationId: DEVICE };
const user = given.apiVersion === "v1.3-preview.1" ? { userCorrelationId: DEVICE } : {};
const userFromClient = given.apiVersion === "v1.3-preview.1" ? { userCorrelationIdSetInClient: true } : {};

function post(fields, posting = client) {
  const content = { livenessOperationMode: "Passive", ...fields };
  return posting.path(collection).post(
    withVerify
      ? { contentType: "multipart/form-data", body: Object.entries(content).map(([name, body]) => ({ name, body })) }
      : { body: content },
  );
}

async function created(fields = { ...device, ...user }) {
  const response = await post(fields);
  assert.equal(response.status, "200", JSON.stringify(response.body));
  assert.ok(!isUnexpected(response));
  return response.body;
}

function assertNew(body) {
  assert.match(body.sessionId, GUID);
  assert.ok(body.authToken);
  assert.ok(body.modelVersion);
  assert.equal(body.status, "NotStarted");
  assert.deepEqual(body.results, withVerify ? { attempts: [], verifyReferences: [] } : { attempts: [] });
}

const judged = once(async () => {
  const { sessionId, authToken } = await created({ ...device, ...user, enableSessionImage: true });
  const played = await playAttempt(authToken, { withPhoto: withVerify });
  const { body } = await session(sessionId).get();
  return { sessionId, authToken, played, body };
});

test("testCreateSession: creates a session that has not started", async () => {
  assertNew(await created());
});

test("testCreateSessionDeviceIdOptional: creates a session whose device names itself", async () => {
  const body = await created({ deviceCorrelationIdSetInClient: true, ...userFromClient });
  assertNew(body);
  await session(body.sessionId).delete();
});

test("testCreateSessionWithTokenTTL: creates a session whose token lives for a minute", async () => {
  const body = await created({ ...device, ...user, authTokenTimeToLiveInSeconds: 60 });
  assertNew(body);
  const claims = JSON.parse(Buffer.from(body.authToken.split(".")[1], "base64url"));
  assert.ok(claims.exp * 1000 - Date.now() <= 60_000);
});

test("TestCreateLivenessSession: reads the session as it was created", async () => {
  const body = await created();
  const read = await session(body.sessionId).get();
  assert.equal(read.status, "200");
  assert.deepEqual(read.body, body);
});

test("TestDeleteSession: deletes a session with status 204, and then misses it", async () => {
  const { sessionId } = await created();
  const deleted = await session(sessionId).delete();
  assert.equal(deleted.status, "204");
  assert.ok(!isUnexpected(deleted));
  const read = await session(sessionId).get();
  assert.ok(isUnexpected(read));
  assertMissing(read);
});

test("TestGetSessionResult: reads the result of an attempt", async () => {
  const { sessionId, authToken, played, body } = await judged();
  assert.equal(body.sessionId, sessionId);
  assert.equal(body.authToken, authToken);
  assert.equal(body.status, "Succeeded");
  assert.equal(body.results.attempts.length, 1);
  const { attemptId, attemptStatus, result, error } = body.results.attempts[0];
  assert.equal(attemptId, 1);
  assert.equal(attemptStatus, "Succeeded");
  assert.equal(error, undefined);
  assert.equal(result.digest, played.digest);
  assert.ok(["uncertain", "realface", "spoofface"].includes(result.livenessDecision));
  assertRectangle(result.targets.color.faceRectangle);
});

test("detects the face in the session image, without a face id", async () => {
  const { body } = await judged();
  const { sessionImageId } = body.results.attempts[0].result;
  const detect = (queryParameters) =>
    client.path("/detect").post({ contentType: "application/json", queryParameters, body: { sessionImageId } });
  const response = await detect({
    returnFaceAttributes: ["headPose", "blur", "exposure", "noise", "qualityForRecognition"],
    returnFaceLandmarks: true,
    returnRecognitionModel: true,
    recognitionModel: "recognition_04",
  });
  assert.equal(response.status, "200", JSON.stringify(response.body));
  assert.ok(!isUnexpected(response));
  const [face, ...others] = response.body;
  assert.deepEqual(others, []);
  assertRectangle(face.faceRectangle);
  assert.equal(face.faceId, undefined);
  assert.equal(face.recognitionModel, "recognition_04");
  assert.ok(face.faceLandmarks.eyeLeftOuter.x < face.faceLandmarks.eyeRightOuter.x);
  assert.equal(face.faceAttributes.exposure.exposureLevel, "goodExposure");
  assert.equal(face.faceAttributes.qualityForRecognition, "high");
  const refused = await detect({ returnFaceId: true });
  assert.ok(isUnexpected(refused));
  assert.equal(refused.status, "403");
  assert.equal(refused.body.error.code, "UnsupportedFeature");
});

test("detects the face in the session image", async () => {
  const { body } = await judged();
  const { sessionImageId } = body.results.attempts[0].result;
  const response = await client.path("/detect").post({
    contentType: "application/json",
    queryParameters: { detectionModel: "detection_03", recognitionModel: "recognition_04", returnFaceId: false },
    body: { sessionImageId },
  });
  assert.equal(response.status, "200", JSON.stringify(response.body));
  const [face, ...others] = response.body;
  assert.deepEqual(others, []);
  assertRectangle(face.faceRectangle);
});

test("reads the session image as a stream, and loses it with the session", async () => {
  const { sessionId, body } = await judged();
  const { sessionImageId } = body.results.attempts[0].result;
  const image = client.path("/sessionImages/{sessionImageId}", sessionImageId);
  const streamed = await image.get().asNodeStream();
  assert.equal(streamed.status, "200");
  const chunks = await streamed.body.toArray();
  assert.equal(Buffer.concat(chunks).subarray(0, 2).toString("hex"), "ffd8");
  assert.equal((await session(sessionId).delete()).status, "204");
  assert.equal((await image.get()).status, "404");
});

test("does not ask again for what is missing", async () => {
  const calls = [];
  const missing = openClient(createClient, { calls }).path(`${collection}/{sessionId}`, DEVICE);
  assert.equal((await missing.get()).status, "404");
  assert.equal((await missing.delete()).status, "404");
  assert.deepEqual(calls, ["GET 404", "DELETE 404"]);
});

test("does not mind a slash at the end of the endpoint", async () => {
  const slashed = openClient(createClient, { endpoint: `${given.endpoint}/` });
  const response = await post({ ...device, ...user }, slashed);
  assert.equal(response.status, "200", JSON.stringify(response.body));
});

test("refuses a token lifetime out of range with an error code", async () => {
  const response = await post({ ...device, ...user, authTokenTimeToLiveInSeconds: 59 });
  assert.ok(isUnexpected(response));
  assert.equal(response.status, "400");
  assert.equal(response.body.error.code, "InvalidTokenLifetime");
  assert.equal(response.headers["x-ms-error-code"], "InvalidTokenLifetime");
});

test("refuses a wrong key with status 401", async () => {
  const response = await post({ ...device, ...user }, openClient(createClient, { key: "wrong" }));
  assert.ok(isUnexpected(response));
  assert.equal(response.status, "401");
  assert.ok(response.body.error.code);
});
