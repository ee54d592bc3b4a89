const CURVE = Object.freeze({ name: "ECDSA", namedCurve: "P-256" });
const SIGNING = Object.freeze({ name: "ECDSA", hash: "SHA-256" });
const RECEIPT_TYPE = "livegate-erasure-receipt+jwt";

/**
 * What a receipt says, and whether a published key has signed it; null where the browser cannot tell.
 * @typedef {Readonly<{claims: Readonly<Record<string, unknown>>, keyId: string,
 *   isVerified: boolean | null}>} Receipt
 */

/**
 * Read a receipt, a compact JWS (RFC 7515), and verify its signature (ES256, RFC 7518).
 * @param {string} text
 * @param {{keys: readonly (JsonWebKey & {kid: string})[]}} published the server's JWK set
 * @param {SubtleCrypto | undefined} subtle undefined on pages that are not secure
 * @returns {Promise<Receipt>}
 */
export async function readReceipt(text, published, subtle) {
  const [head, payload, signature] = text.split(".");
  const header = JSON.parse(decoded(head));
  const claims = JSON.parse(decoded(payload));
  const key = published.keys.find(({ kid }) => kid === header.kid);
  const isReceipt = header.alg === "ES256" && header.typ === RECEIPT_TYPE && key !== undefined;
  const signed = new TextEncoder().encode(`${head}.${payload}`);
  const isVerified = subtle && (isReceipt ? await verify(subtle, key, bytesOf(signature), signed) : false);
  return Object.freeze({
    claims,
    keyId: header.kid,
    isVerified: isVerified === undefined ? null : isVerified,
  });
}

/**
 * @param {SubtleCrypto} subtle
 * @param {JsonWebKey} published
 * @param {Uint8Array<ArrayBuffer>} signature
 * @param {Uint8Array<ArrayBuffer>} signed
 */
async function verify(subtle, { kty, crv, x, y }, signature, signed) {
  const key = await subtle.importKey("jwk", { kty, crv, x, y }, CURVE, false, ["verify"]);
  return subtle.verify(SIGNING, key, signature, signed);
}

/** @param {string} segment base64url */
function decoded(segment) {
  return new TextDecoder().decode(bytesOf(segment));
}

/** @param {string} segment base64url @returns {Uint8Array<ArrayBuffer>} */
function bytesOf(segment) {
  const binary = atob(segment.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
