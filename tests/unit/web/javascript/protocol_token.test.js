import assert from "node:assert/strict";
import { test } from "node:test";

import { readToken } from "../../../../src/livegate/web/element/assets/facelivenessdetector-assets/js/protocol/token.js";
import { modeToken, tokenOf } from "./ports.js";

test("a token says where the server is, how the session runs and when it expires", () => {
  const claims = readToken(tokenOf({ iss: "https://höst.example:8420/", exp: 1_800_000_000 }));
  assert.deepEqual(claims, {
    issuer: "https://höst.example:8420",
    mode: "Passive",
    expiresAt: 1_800_000_000_000,
  });
  assert.equal(readToken(modeToken("PassiveActive")).mode, "PassiveActive");
});

test("an expired token is read all the same: the device's clock may be wrong", () => {
  assert.equal(readToken(tokenOf({ exp: 1 })).expiresAt, 1000);
});

for (const nothing of [undefined, null, ""]) {
  test(`no token is missing: ${JSON.stringify(nothing)}`, () => {
    assert.throws(() => readToken(nothing), { reason: "tokenMissing", livenessError: "InvalidToken" });
  });
}

const MALFORMED = {
  "no text": 5,
  "no JWT": "token",
  "two parts": tokenOf().replace(".signature", ""),
  "no JSON": `a.${Buffer.from("no").toString("base64url")}.c`,
  "no base64": "a.§§.c",
  "an array": `a.${Buffer.from("[]").toString("base64url")}.c`,
  "no issuer": tokenOf({ iss: undefined }),
  "an issuer of another scheme": tokenOf({ iss: "javascript:alert(1)" }),
  "no claims of the client": tokenOf({ face: undefined }),
  "claims of the client that are no JSON": tokenOf({ face: "{" }),
  "an unknown mode": modeToken("Active"),
  "no expiry": tokenOf({ exp: undefined }),
};

for (const [name, token] of Object.entries(MALFORMED)) {
  test(`a malformed token: ${name}`, () => {
    assert.throws(() => readToken(token), { reason: "tokenMalformed", livenessError: "InvalidToken" });
  });
}
