// @azure-rest/ai-vision-face 1.0.0-beta.1: what holds for both kinds of session. A title begins with the name of the
// test that it restates, of the package's livenessSession.spec.ts; run for sessions with verify, it restates the twin.

import assert from "node:assert/strict";
import { test } from "node:test";
import createClient, { isUnexpected } from "face-beta1";
import { DEVICE, GUID, assertMissing, assertRectangle, given, once, openClient, playAttempt } from "./service.mjs";

const client = openClient(createClient);
const collection = `/${given.operation}/singleModal/sessions`;
const withVerify = given.operation === "detectLivenessWithVerify";
const sessions = client.path(collection);
const session = (id) => client.path(`${collection}/{sessionId}`, id);

async function created(fields = {}) {
  const body = { livenessOperationMode: "Passive", deviceCorrelationId: DEVICE, ...fields };
  const response = await sessions.post({ contentType: "application/json", body });
  assert.ok(!isUnexpected(response), JSON.stringify(response.body));
  return response.body;
}

const judged = once(async () => {
  const { sessionId, authToken } = await created({ authTokenTimeToLiveInSeconds: 60 });
  const device = await playAttempt(authToken, { withPhoto: withVerify });
  const { body } = await session(sessionId).get();
  return { sessionId, device, body };
});

async function deletedAll() {
  const { body } = await sessions.get();
  const deletions = await Promise.all(body.map(({ id }) => session(id).delete()));
  return deletions.map(({ status }) => status);
}

// These two come first: they leave no session behind, and others would be in their way.
test("TestDeleteAllSessions: deletes every session that it lists with status 200", async () => {
  await created();
  const statuses = await deletedAll();
  assert.ok(statuses.length > 0);
  assert.ok(statuses.every((status) => status === "200"));
  assert.deepEqual((await sessions.get()).body, []);
});

test("TestListSessions: lists exactly two sessions in the order of their ids", async () => {
  const other = "5a7a1a3e-0d0c-4a1f-9f27-0d4f0f8f3a12";
  const first = await created();
  const second = await created({ deviceCorrelationId: other });
  const devices = { [first.sessionId]: DEVICE, [second.sessionId]: other };
  const { status, body } = await sessions.get();
  assert.equal(status, "200");
  assert.deepEqual(body.map(({ id }) => id), Object.keys(devices).sort());
  for (const item of body) {
    assert.equal(item.deviceCorrelationId, devices[item.id]);
    assert.ok(item.authTokenTimeToLiveInSeconds >= 60 && item.authTokenTimeToLiveInSeconds <= 86400);
    assert.ok(Date.parse(item.createdDateTime));
    assert.equal(item.sessionExpired, false);
  }
  const page = await sessions.get({ queryParameters: { start: body[0].id, top: 1 } });
  assert.deepEqual(page.body, [body[1]]);
  await deletedAll();
});

test("TestCreateSession: creates a session, reads it and deletes it with status 200", async () => {
  const { sessionId, authToken } = await created();
  assert.match(sessionId, GUID);
  assert.ok(authToken);
  const read = await session(sessionId).get();
  assert.equal(read.status, "200");
  assert.equal(read.body.id, sessionId);
  assert.equal(read.body.deviceCorrelationId, DEVICE);
  assert.equal(read.body.status, "NotStarted");
  assert.equal((await session(sessionId).delete()).status, "200");
});

test("TestDeleteSession: misses a deleted session", async () => {
  const { sessionId } = await created();
  const deleted = await session(sessionId).delete();
  assert.ok(!isUnexpected(deleted));
  const read = await session(sessionId).get();
  assert.ok(isUnexpected(read));
  assertMissing(read);
});

test("TestGetSessionResult: reads the session of a finished attempt", async () => {
  const { sessionId, body } = await judged();
  assert.equal(body.id, sessionId);
  assert.equal(body.status, "ResultAvailable");
  assert.equal(body.sessionExpired, false);
  assert.equal(body.authTokenTimeToLiveInSeconds, 60);
  assert.ok(Date.parse(body.createdDateTime) <= Date.parse(body.sessionStartDateTime));
});

test("TestGetSessionResult: reads the result's audit entry", async () => {
  const { sessionId, device, body: { result } } = await judged();
  assert.equal(result.id, 1);
  assert.equal(result.sessionId, sessionId);
  assert.equal(result.requestId, device.resultId);
  assert.equal(result.digest, device.digest);
  assert.ok(result.clientRequestId);
  assert.ok(Date.parse(result.receivedDateTime));
  assert.equal(result.request.method, "POST");
  assert.match(result.request.url, /\/detectliveness/i);
  assert.match(result.request.contentType, /^multipart\/form-data; boundary=/);
  assert.ok(result.request.contentLength > 0);
  assert.equal(result.response.statusCode, 200);
  assert.ok(result.response.latencyInMilliseconds > 0);
});

test("TestGetSessionAuditEntries: audits every attempt of the session", async () => {
  const { sessionId, body } = await judged();
  const audit = client.path(`${collection}/{sessionId}/audit`, sessionId);
  const { status, body: entries } = await audit.get({ queryParameters: { start: "0", top: 20 } });
  assert.equal(status, "200");
  assert.deepEqual(entries, [body.result]);
  assert.deepEqual((await audit.get({ queryParameters: { start: "1" } })).body, []);
});

test("TestGetSessionResult: reads the decision", async () => {
  const { body: { result } } = await judged();
  const { livenessDecision, target, modelVersionUsed } = result.response.body;
  assert.ok(["uncertain", "realface", "spoofface"].includes(livenessDecision));
  assert.ok(modelVersionUsed);
  assertRectangle(target.faceRectangle);
  assert.ok(target.fileName);
  assert.ok(target.timeOffsetWithinFile >= 0);
  assert.equal(target.imageType, "Color");
});
