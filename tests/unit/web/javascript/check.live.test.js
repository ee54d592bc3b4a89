import assert from "node:assert/strict";
import { test } from "node:test";

import { attemptsOf, backend, createSession, runCheck, WebSocket } from "./service.js";

test("a passive check is judged, and its digest is the server's", async () => {
  const session = await createSession();
  const { check, states } = runCheck(session.authToken);
  const { resultId, digest } = await check.result;
  const [attempt] = await attemptsOf(session);
  assert.equal(attempt.attemptStatus, "Succeeded");
  assert.equal(attempt.result.digest, digest);
  assert.match(resultId, /^[0-9a-f-]{36}$/);
  const screens = states.map(({ screen }) => screen);
  assert.ok(screens.indexOf("capture") < screens.indexOf("done"));
  assert.ok(states.some(({ progress }) => progress > 0 && progress < 1));
  assert.equal(check.state.connection, "open");
  check.stop();
});

test("a capture goes on where its connection broke off", async () => {
  const session = await createSession();
  const sockets = [];
  class Breaking extends WebSocket {
    constructor(...parts) {
      super(...parts);
      sockets.push(this);
    }
  }
  const onFrame = (given) => given === 12 && sockets[0].terminate();
  const { check, states } = runCheck(session.authToken, { socket: Breaking, onFrame });
  const { digest } = await check.result;
  const [attempt, ...others] = await attemptsOf(session);
  assert.deepEqual([attempt.result.digest, others.length, sockets.length], [digest, 0, 2]);
  const connections = states.map(({ connection }) => connection);
  assert.ok(connections.indexOf("lost") > connections.indexOf("open"));
  assert.equal(connections.at(-1), "open");
  check.stop();
});

test("a session that is deleted in mid-capture has ended", async () => {
  const session = await createSession();
  const erase = () => backend("DELETE", `v1.2/detectLiveness-sessions/${session.sessionId}`);
  const { check } = runCheck(session.authToken, { onFrame: (given) => given === 8 && erase() });
  await assert.rejects(check.result, { reason: "sessionEnded", livenessError: "InvalidToken", code: "401" });
  check.stop();
});

test("who cancels in mid-capture has made an attempt, and may make another with the same token", async () => {
  const session = await createSession();
  const onFrame = (given) => given === 5 && first.check.dispatch({ type: "cancel" });
  const first = runCheck(session.authToken, { onFrame });
  const cancelled = { reason: "cancelled", livenessError: "UserCanceledSession", attemptsLeft: 2 };
  await assert.rejects(first.check.result, cancelled);
  const { check } = runCheck(session.authToken);
  await check.result;
  const statuses = (await attemptsOf(session)).map(({ attemptStatus }) => attemptStatus);
  assert.deepEqual(statuses, ["Succeeded", "Canceled"]);
  check.stop();
});

test("a session of another version allows as many attempts as it says", async () => {
  const version = "v1.3-preview.1";
  const session = await createSession(
    { numberOfClientAttemptsAllowed: 1, userCorrelationId: "user" },
    version,
  );
  const onFrame = (given) => given === 3 && check.dispatch({ type: "cancel" });
  const { check } = runCheck(session.authToken, { onFrame });
  await assert.rejects(check.result, { reason: "cancelled", attemptsLeft: 0 });
  const again = runCheck(session.authToken).check;
  await assert.rejects(again.result, {
    reason: "attemptsUsed",
    livenessError: "UnexpectedClientError",
    code: "ClientAttemptsExhausted",
  });
  assert.equal(again.state.failure.canRetry, false);
});

test("a token that the server did not sign is refused, with the request's id", async () => {
  const { authToken } = await createSession();
  const forged = authToken.slice(0, -8) + "AAAAAAAA";
  const { check } = runCheck(forged);
  await assert.rejects(check.result, ({ reason, requestId }) => {
    assert.equal(reason, "sessionEnded");
    assert.match(requestId, /^[0-9a-f-]{36}$/);
    return true;
  });
  check.stop();
});
