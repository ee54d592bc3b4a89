// A grant where the page is on the server's own machine, a key elsewhere.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  createAccess,
  isLoopbackName,
  KeyNeededError,
} from "../../../../src/livegate/web/tryit/js/access.js";
import { contentOrRefusal, createApi } from "../../../../src/livegate/web/tryit/js/api.js";

const NOON = Date.UTC(2026, 4, 4, 12);
const HOUR = 3_600_000;

/** A server that grants an hour at a time, and how often it was asked. */
function server(status = 200) {
  const asked = [];
  let time = NOON;
  const fetch = async (path, options) => {
    asked.push([options.method, path]);
    const content = { grant: `grant-${asked.length}`, expiresAt: new Date(time + HOUR).toISOString() };
    return Response.json(content, { status });
  };
  return { asked, fetch, now: () => time, pass: (milliseconds) => (time += milliseconds) };
}

test("a grant is asked for once, and again before it runs out", async () => {
  const { asked, pass, ...ports } = server();
  const access = createAccess(ports);

  assert.deepEqual(await access.headers(), { Authorization: "Bearer grant-1" });
  pass(HOUR - 60_000);
  assert.deepEqual(await access.headers(), { Authorization: "Bearer grant-1" });
  pass(1);
  assert.deepEqual(await access.headers(), { Authorization: "Bearer grant-2" });
  assert.deepEqual(asked, Array(2).fill(["POST", "/try-it/grant"]));
});

test("where there is none, a key is needed; with one, nothing is asked for", async () => {
  const { asked, ...ports } = server(403);
  const access = createAccess(ports);

  await assert.rejects(access.headers(), KeyNeededError);
  access.useKey("  a key  ");
  assert.deepEqual(await access.headers(), { "Ocp-Apim-Subscription-Key": "a key" });
  assert.equal(asked.length, 1);
});

test("only names of the machine itself count as such", () => {
  for (const name of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "try.localhost"])
    assert.ok(isLoopbackName(name), name);
  for (const name of ["live.example", "localhost.example", "10.127.0.1", "[::2]", ""])
    assert.ok(!isLoopbackName(name), name);
});

test("a call is told of without its secrets, and its refusal in the service's words", async () => {
  const told = [];
  const refusal = { error: { code: "SessionNotFound", message: "Gone." }, authToken: "a".repeat(100) };
  const api = createApi({
    fetch: async () => Response.json(refusal, { status: 404 }),
    now: () => 1,
    access: createAccess({ ...server() }),
    tell: (exchange) => told.push(exchange),
  });

  const answer = await api("GET", "/face/v1.2/session");
  await assert.rejects(contentOrRefusal(answer), { status: 404, code: "SessionNotFound", message: "Gone." });
  assert.deepEqual([told[0].method, told[0].path, told[0].status], ["GET", "/face/v1.2/session", 404]);
  assert.equal(told[0].content.authToken, `${"a".repeat(16)}… (100 characters)`);
});
