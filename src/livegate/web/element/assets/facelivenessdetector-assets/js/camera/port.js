/** @import {CameraPort, Clock, Reason} from "../check/types.js" */

import { failureOf } from "../protocol/failures.js";

/** @typedef {Readonly<{showBest: typeof import("./opening.js").showBest}>} Opening */

const PICTURE = Object.freeze({ width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } });

/** @type {Readonly<Record<string, Reason>>} */
const REASONS = Object.freeze({
  NotAllowedError: "cameraDenied",
  SecurityError: "cameraDenied",
  NotFoundError: "cameraMissing",
  OverconstrainedError: "cameraMissing",
  NotReadableError: "cameraBusy",
  AbortError: "cameraBusy",
});

/**
 * Opens the device's cameras into a video, which may come into being meanwhile.
 * @param {{
 *   video: Promise<HTMLVideoElement>,
 *   clock: Clock,
 *   mediaDevices: MediaDevices | undefined,
 *   isSecureContext: boolean,
 *   preferredId: () => string | null,
 *   load: () => Promise<Opening>,
 * }} options `preferredId` tells the camera that the person chose last; `load`, called once a camera has opened,
 *   rejects with a `{reason}`
 * @returns {CameraPort}
 */
export function createCameraPort({ video, clock, mediaDevices, isSecureContext, preferredId, load }) {
  return Object.freeze({
    async open({ deviceId }) {
      if (!mediaDevices || !("getUserMedia" in mediaDevices)) {
        throw failureOf(isSecureContext ? "unsupportedBrowser" : "insecurePage");
      }
      const ask = (/** @type {ConstrainDOMStringParameters | null} */ wanted) =>
        mediaDevices.getUserMedia(constraintsOf(wanted));
      const preferred = preferredId();
      const usual = preferred === null ? null : { ideal: preferred };
      const given = await ask(deviceId === null ? usual : { exact: deviceId }).catch(refuse);
      const { showBest } = await orStop(given, load());
      const kept = deviceId === null ? preferred : deviceId;
      return showBest(given, { kept, ask, video, clock, mediaDevices }).catch(refuse);
    },
  });
}

/** @param {ConstrainDOMStringParameters | null} deviceId */
function constraintsOf(deviceId) {
  return {
    audio: false,
    video: { ...PICTURE, ...(deviceId ? { deviceId } : { facingMode: { ideal: "user" } }) },
  };
}

/**
 * Wait for what a stream needs; where that does not come, nobody else would close the camera.
 * @template Needed
 * @param {MediaStream} stream
 * @param {Promise<Needed>} needed
 */
export function orStop(stream, needed) {
  return needed.catch((error) => {
    stopStream(stream);
    throw error;
  });
}

/** @param {MediaStream} stream */
export function stopStream(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Say why a camera did not open.
 * @param {unknown} error what `getUserMedia` or `play` rejected with
 * @returns {never}
 */
function refuse(error) {
  const { name, message } = error instanceof Error ? error : { name: "", message: String(error) };
  const reason = REASONS[name] || "cameraBusy";
  throw failureOf(reason, { message: `${failureOf(reason).message} (${name}: ${message})` });
}
