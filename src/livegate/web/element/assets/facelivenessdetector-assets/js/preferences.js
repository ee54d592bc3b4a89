/**
 * What is remembered on this device between checks.
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
