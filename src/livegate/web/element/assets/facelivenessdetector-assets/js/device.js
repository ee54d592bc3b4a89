// What is remembered on this device between checks.

/**
 * Texts by their names; null where there is none.
 * @typedef {Readonly<{read: (name: string) => string | null, write: (name: string, value: string) => void}>} Preferences
 */

const PREFIX = "livegate.";

/**
 * Keep what is remembered in a storage; where the browser refuses one, nothing is remembered.
 * @param {() => Pick<Storage, "getItem" | "setItem">} openStorage
 * @returns {Preferences}
 */
export function createPreferences(openStorage) {
  return Object.freeze({
    read: (name) => permitted(() => openStorage().getItem(PREFIX + name)),
    write: (name, value) => void permitted(() => openStorage().setItem(PREFIX + name, value)),
  });
}

/**
 * @template T
 * @param {() => T} use
 * @returns {T | null}
 */
function permitted(use) {
  try {
    return use();
  } catch {
    return null;
  }
}

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
