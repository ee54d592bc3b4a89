// @azure-rest/ai-vision-face 1.0.0-beta.3 with apiVersion v1.3-preview.1: what that version adds.

import assert from "node:assert/strict";
import { test } from "node:test";
import createClient, { isUnexpected } from "face-beta3";
import { DEVICE, openClient, playAttempt } from "./service.mjs";

const client = openClient(createClient);
const sessions = client.path("/detectLiveness-sessions");
const session = (id) => client.path("/detectLiveness-sessions/{sessionId}", id);
const content = { livenessOperationMode: "Passive", deviceCorrelationId: DEVICE, userCorrelationId: DEVICE };

test("returns the expected address and whether abuse is monitored", async () => {
  const { status, body } = await sessions.post({ body: { ...content, expectedClientIpAddress: "127.0.0.0/8" } });
  assert.equal(status, "200");
  assert.equal(body.expectedClientIpAddress, "127.0.0.0/8");
  assert.equal(body.isAbuseMonitoringEnabled, true);
});

test("tells the address of an attempt's device", async () => {
  const { body } = await sessions.post({ body: { ...content, numberOfClientAttemptsAllowed: 2 } });
  await playAttempt(body.authToken);
  const read = await session(body.sessionId).get();
  assert.deepEqual(read.body.results.attempts[0].clientInformation, [{ ip: "127.0.0.1" }]);
});

test("refuses a session without a user, as the service refused .NET's disabled tests", async () => {
  const response = await sessions.post({ body: { livenessOperationMode: "Passive", deviceCorrelationId: DEVICE } });
  assert.ok(isUnexpected(response));
  assert.equal(response.status, "400");
});
