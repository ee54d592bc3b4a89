// What the try-it page says and shows, and what it keeps to itself.

import assert from "node:assert/strict";
import { test } from "node:test";

import { evidenceLines, signed } from "../../../../src/livegate/web/tryit/js/evidence.js";
import { redacted } from "../../../../src/livegate/web/tryit/js/redaction.js";
import { issuerOrigin } from "../../../../src/livegate/web/tryit/js/token.js";
import { comparisonText, verdictOf } from "../../../../src/livegate/web/tryit/js/verdict.js";

/** @param {string} code @param {number} [weight] */
const reason = (code, weight) => ({ code, weight, value: 0.12345, limit: 30, description: "What it is." });

test("the reasons that decided come first, and those that were not weighed last", () => {
  const lines = evidenceLines([reason("gate"), reason("weak", 0.5), reason("strong", -4), reason("none", 0)]);

  assert.deepEqual(
    lines.map((line) => [line.reason.code, line.share, line.meaning]),
    [
      ["strong", -1, "against a living person"],
      ["weak", 0.125, "for a living person"],
      ["none", 0, "says neither"],
      ["gate", null, "not weighed"],
    ],
  );
});

test("weights below one do not fill the bar", () => {
  assert.equal(evidenceLines([reason("weak", 0.25)])[0].share, 0.25);
});

test("numbers are short, and negative ones have a sign that is read as one", () => {
  assert.equal(
    evidenceLines([{ ...reason("one", -1.005), quality: 0.5 }])[0].numbers,
    "value 0.123, limit 30, quality 0.5, weight \u22121.00",
  );
  assert.equal(signed(0), "+0.00");
});

test("every decision has its words, and one to come is not certain", () => {
  for (const [word, tone] of [
    ["realface", "good"],
    ["spoofface", "bad"],
    ["uncertain", "open"],
  ]) {
    const verdict = verdictOf({
      attemptId: 1,
      attemptStatus: "Succeeded",
      result: { livenessDecision: word, digest: "" },
    });
    assert.deepEqual([verdict.word, verdict.tone], [word, tone]);
  }
  assert.equal(
    verdictOf({ attemptId: 1, attemptStatus: "Succeeded", result: { livenessDecision: "new", digest: "" } })
      .tone,
    "open",
  );
});

test("a capture that could not be judged is told in the service's words", () => {
  const error = { code: "NoFaceDetected", message: "No face was found." };
  const verdict = verdictOf({ attemptId: 1, attemptStatus: "Failed", error });
  assert.deepEqual([verdict.text, verdict.word, verdict.tone], [error.message, error.code, "open"]);
  assert.equal(verdictOf(null).word, "NotStarted");
  assert.equal(verdictOf({ attemptId: 1, attemptStatus: "Canceled" }).word, "Canceled");
  assert.equal(verdictOf({ attemptId: 1, attemptStatus: "Running" }).word, null);
});

test("a comparison says yes or no, and how sure", () => {
  assert.match(comparisonText({ isIdentical: true, matchConfidence: 0.987 }), /is the one .*0\.99/);
  assert.match(comparisonText({ isIdentical: false, matchConfidence: 0 }), /is not the one .*0\.00/);
});

test("tokens and receipts are shortened wherever they stand, and nothing else is changed", () => {
  const token = `eyJhbGciOiJFUzI1NiIs.${"x".repeat(400)}`;
  const shown = redacted({ sessionId: "1", results: [{ authToken: token, list: [1, null, true] }] });

  assert.deepEqual(shown, {
    sessionId: "1",
    results: [{ authToken: "eyJhbGciOiJFUzI1… (421 characters)", list: [1, null, true] }],
  });
});

test("a token names the origin that it is for", () => {
  const payload = Buffer.from(
    JSON.stringify({ iss: "https://live.example/faces", note: "\u00fc\u00ff" }),
  ).toString("base64url");
  assert.equal(issuerOrigin(`head.${payload}.signature`), "https://live.example");
});
