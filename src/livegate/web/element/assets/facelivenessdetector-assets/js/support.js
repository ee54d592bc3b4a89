/**
 * Something that keeps a page from running a check; `message` is for developers.
 * @typedef {Readonly<{reason: import("./check/types.js").Reason, message: string}>} Obstacle
 */

/**
 * Everything that keeps this page from running a check. Opens no camera and asks the person nothing.
 * @returns {Promise<Obstacle[]>}
 */
export async function findObstacles() {
  if (!window.isSecureContext) {
    return [obstacle("insecurePage", "Browsers give the camera to https pages only, and to localhost.")];
  }
  return [...lackingFeatures(), ...(await lackingCamera())];
}

/** @returns {Obstacle[]} */
function lackingFeatures() {
  const canvas = document.createElement("canvas");
  /** @type {[boolean, string][]} */
  const features = [
    ["getUserMedia" in (navigator.mediaDevices || {}), "mediaDevices.getUserMedia"],
    ["WebSocket" in window, "WebSocket"],
    ["subtle" in window.crypto, "crypto.subtle"],
    ["replaceSync" in CSSStyleSheet.prototype, "constructable style sheets"],
    [canvas.toDataURL("image/jpeg").startsWith("data:image/jpeg"), "JPEG from a canvas"],
  ];
  return features
    .filter(([isThere]) => !isThere)
    .map(([, feature]) => obstacle("unsupportedBrowser", `This browser, or web view, has no ${feature}.`));
}

/** @returns {Promise<Obstacle[]>} */
async function lackingCamera() {
  if (!navigator.mediaDevices) return [];
  // Chromium and those made from it tell this; elsewhere opening the camera shows it.
  const { featurePolicy } = /** @type {{featurePolicy?: {allowsFeature(name: string): boolean}}} */ (
    document
  );
  if (featurePolicy && !featurePolicy.allowsFeature("camera")) {
    return [
      obstacle("cameraDenied", 'A policy keeps the camera from this page; an iframe needs allow="camera".'),
    ];
  }
  if ((await permissionState()) === "denied") {
    return [
      obstacle("cameraDenied", "The person, or a setting of the browser, denied this page the camera."),
    ];
  }
  const devices = await navigator.mediaDevices.enumerateDevices();
  const isThere = devices.some(({ kind }) => kind === "videoinput");
  return isThere ? [] : [obstacle("cameraMissing", "This device has no camera.")];
}

/** @returns {Promise<string>} `granted`, `denied` or `prompt`; `unknown` where the browser does not tell */
async function permissionState() {
  try {
    return (await navigator.permissions.query({ name: /** @type {PermissionName} */ ("camera") })).state;
  } catch {
    return "unknown";
  }
}

/**
 * @param {Obstacle["reason"]} reason
 * @param {string} message
 * @returns {Obstacle}
 */
function obstacle(reason, message) {
  return Object.freeze({ reason, message });
}
