/** @typedef {import("./preferences.js").Preferences} Preferences */

const NAME = "deviceCorrelationId";

/**
 * The id by which the server knows this device again, made on the first check. It is random and says nothing else;
 * where nothing can be remembered, each check has its own.
 * @param {Preferences} preferences
 * @param {() => Uint8Array} randomBytes 16 of them
 */
export function deviceIdentity(preferences, randomBytes) {
  const known = preferences.read(NAME);
  if (known !== null) return known;
  const made = uuidOf(randomBytes());
  preferences.write(NAME, made);
  return made;
}

/**
 * A UUID of version 4 (RFC 9562 section 5.4): `crypto.randomUUID` is missing on pages that are not secure.
 * @param {Uint8Array} bytes
 */
function uuidOf(bytes) {
  const versioned = bytes.map((byte, place) => {
    if (place === 6) return (byte & 0x0f) | 0x40;
    return place === 8 ? (byte & 0x3f) | 0x80 : byte;
  });
  const digits = Array.from(versioned, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
