// Receipts are verified by the published keys, with the browser's own cryptography.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { readReceipt } from "../../../../src/livegate/web/tryit/js/receipt.js";

const { subtle } = globalThis.crypto;
const TYPE = "livegate-erasure-receipt+jwt";
const CLAIMS = { sequence: 7, cause: "deleted", note: "\u00fc" };
/** @type {CryptoKeyPair} */
let pair;
/** @type {{keys: any[]}} */
let published;

/** @param {unknown} content */
const segment = (content) => Buffer.from(JSON.stringify(content)).toString("base64url");

/** @param {object} [changes] of the header */
async function receipt(changes = {}) {
  const content = `${segment({ alg: "ES256", kid: "ours", typ: TYPE, ...changes })}.${segment(CLAIMS)}`;
  const signature = await subtle.sign(
    { name: "ECDSA", hash: "SHA-256" },
    pair.privateKey,
    Buffer.from(content),
  );
  return `${content}.${Buffer.from(signature).toString("base64url")}`;
}

before(async () => {
  pair = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
  published = {
    keys: [{ ...(await subtle.exportKey("jwk", pair.publicKey)), kid: "ours", alg: "ES256", use: "sig" }],
  };
});

test("a receipt is read and verified", async () => {
  assert.deepEqual(await readReceipt(await receipt(), published, subtle), {
    claims: CLAIMS,
    keyId: "ours",
    isVerified: true,
  });
});

test("changed claims, an unknown key, another type or algorithm do not pass", async () => {
  const genuine = (await receipt()).split(".");
  const forged = [genuine[0], segment({ ...CLAIMS, sequence: 8 }), genuine[2]].join(".");
  for (const text of [
    forged,
    await receipt({ kid: "theirs" }),
    await receipt({ typ: "JWT" }),
    await receipt({ alg: "none" }),
  ]) {
    assert.equal((await readReceipt(text, published, subtle)).isVerified, false);
  }
});

test("where the browser has no cryptography nothing is claimed", async () => {
  assert.equal((await readReceipt(await receipt(), published, undefined)).isVerified, null);
});
