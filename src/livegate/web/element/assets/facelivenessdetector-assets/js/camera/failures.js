/**
 * @typedef {import("../check/types.js").Reason} Reason
 * @typedef {Readonly<{reason: Reason, message: string}>} CameraFailure
 */

/** @type {Readonly<Record<string, Reason>>} */
const REASONS = Object.freeze({
  NotAllowedError: "cameraDenied",
  SecurityError: "cameraDenied",
  NotFoundError: "cameraMissing",
  OverconstrainedError: "cameraMissing",
  NotReadableError: "cameraBusy",
  AbortError: "cameraBusy",
});

/** @type {Readonly<Partial<Record<Reason, string>>>} */
const MESSAGES = Object.freeze({
  insecurePage: "Browsers give the camera to https pages only, and to localhost.",
  unsupportedBrowser: "This browser, or web view, has no mediaDevices.getUserMedia.",
  cameraDenied:
    'The person, the browser or the page\'s policy refused the camera; an iframe needs allow="camera".',
  cameraMissing: "There is no camera, or not the one that was chosen or set as mediaInfoDeviceId.",
  cameraBusy: "The camera did not start; another program may be using it.",
});

/**
 * Why a camera did not open.
 * @param {unknown} error what `getUserMedia` or `play` rejected with
 * @returns {CameraFailure}
 */
export function cameraFailure(error) {
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  const reason = REASONS[name] || "cameraBusy";
  return Object.freeze({ reason, message: `${MESSAGES[reason]} (${name}: ${message})` });
}

/**
 * Why no camera can be asked for here; null where one can.
 * @param {Readonly<{isSecureContext: boolean, mediaDevices: MediaDevices | undefined}>} page
 * @returns {CameraFailure | null}
 */
export function cameraObstacle({ isSecureContext, mediaDevices }) {
  if (mediaDevices && "getUserMedia" in mediaDevices) return null;
  const reason = isSecureContext ? "unsupportedBrowser" : "insecurePage";
  return Object.freeze({ reason, message: String(MESSAGES[reason]) });
}
