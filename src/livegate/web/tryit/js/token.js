/**
 * Return the origin that a session auth token is for, which its claim `iss` names.
 * @param {string} token
 */
export function issuerOrigin(token) {
  const payload = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
  return new URL(JSON.parse(atob(payload)).iss).origin;
}
