/** @import {Clock, OpenCamera} from "../check/types.js" */
/** @import {Device} from "./cameras.js" */

import { betterThan, cameraOf, rank } from "./cameras.js";
import { createEncoder, createFrameSource, pictureSignal } from "./frames.js";
import { orStop, stopStream } from "./port.js";

/**
 * `kept` is the id of a camera that stays, whatever others there are.
 * @typedef {Readonly<{
 *   kept: string | null,
 *   ask: (wanted: ConstrainDOMStringParameters) => Promise<MediaStream>,
 *   video: Promise<HTMLVideoElement>,
 *   clock: Clock,
 *   mediaDevices: MediaDevices,
 * }>} Surroundings
 */

/**
 * Show what a camera gives in a video, or what a better one does.
 * @param {MediaStream} given
 * @param {Surroundings} surroundings
 * @returns {Promise<OpenCamera>}
 */
export async function showBest(given, { kept, ask, video, clock, mediaDevices }) {
  const stream = deviceOf(given).deviceId === kept ? given : await bestStream(given, ask, mediaDevices);
  return showStream(stream, await orStop(stream, video), clock, mediaDevices);
}

/**
 * @param {MediaStream} stream
 * @param {Surroundings["ask"]} ask
 * @param {MediaDevices} mediaDevices
 */
async function bestStream(stream, ask, mediaDevices) {
  const given = deviceOf(stream);
  // Names, and so kinds, are told once a camera is open.
  const better = betterThan(given, await orStop(stream, listDevices(mediaDevices)));
  if (better === null) return stream;
  stopStream(stream);
  return ask({ exact: better.deviceId }).catch(() => ask({ exact: given.deviceId }));
}

/**
 * @param {MediaStream} stream
 * @param {HTMLVideoElement} video
 * @param {Clock} clock
 * @param {MediaDevices} mediaDevices
 * @returns {Promise<OpenCamera>}
 */
async function showStream(stream, video, clock, mediaDevices) {
  const [track] = stream.getVideoTracks();
  const closing = new AbortController();
  const frames = createFrameSource({
    nextPicture: pictureSignal(video, clock),
    encode: createEncoder(video),
  });
  const on = (
    /** @type {EventTarget} */ target,
    /** @type {string} */ type,
    /** @type {() => void} */ callback,
  ) => target.addEventListener(type, callback, { signal: closing.signal });
  const close = () => {
    closing.abort();
    frames.stop();
    stopStream(stream);
    if (video.srcObject === stream) video.srcObject = null;
  };
  video.srcObject = stream;
  const [devices] = await Promise.all([listDevices(mediaDevices), video.play()]).catch((error) => {
    close();
    throw error;
  });
  // A browser stops a video that is taken out of the page, as when its element is moved.
  on(video, "pause", () => void video.play().catch(() => {}));
  return Object.freeze({
    camera: cameraOf(deviceOf(stream)),
    cameras: Object.freeze(rank(devices).map(cameraOf)),
    frames,
    onEnded: (callback) => on(track, "ended", callback),
    onMuted: (muted, unmuted) => {
      on(track, "mute", muted);
      on(track, "unmute", unmuted);
    },
    close,
  });
}

/**
 * @param {MediaStream} stream
 * @returns {Device}
 */
function deviceOf(stream) {
  const [track] = stream.getVideoTracks();
  const { deviceId = "", facingMode = "" } = track.getSettings();
  return Object.freeze({ deviceId, label: track.label, facing: facingMode });
}

/**
 * @param {MediaDevices} mediaDevices
 * @returns {Promise<Device[]>}
 */
async function listDevices(mediaDevices) {
  const cameras = (await mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
  return cameras.map((device) =>
    Object.freeze({ deviceId: device.deviceId, label: device.label, facing: facingOf(device) }),
  );
}

/** @param {MediaDeviceInfo} device */
function facingOf(device) {
  const { facingMode = [] } =
    "getCapabilities" in device ? /** @type {InputDeviceInfo} */ (device).getCapabilities() : {};
  return facingMode[0] || "";
}
