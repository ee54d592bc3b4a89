/**
 * The SHA-256 of all blobs in their order, in upper-case hexadecimal.
 * @param {readonly Blob[]} blobs
 */
export async function digestOf(blobs) {
  const bytes = await new Blob([...blobs]).arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}
