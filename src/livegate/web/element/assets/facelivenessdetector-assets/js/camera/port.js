import { betterThan, cameraOf, rank } from "./choice.js";
import { createEncoder } from "./encoder.js";
import { cameraFailure, cameraObstacle } from "./failures.js";
import { createFrameSource, pictureSignal } from "./frame_source.js";

/**
 * @typedef {import("../check/types.js").CameraPort} CameraPort
 * @typedef {import("../check/types.js").Clock} Clock
 * @typedef {import("../check/types.js").OpenCamera} OpenCamera
 * @typedef {import("./choice.js").Device} Device
 */

const PICTURE = Object.freeze({ width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } });

/**
 * Opens the device's cameras into a video, which may come into being meanwhile.
 * @param {{
 *   video: Promise<HTMLVideoElement>,
 *   clock: Clock,
 *   mediaDevices: MediaDevices | undefined,
 *   isSecureContext: boolean,
 *   preferredId: () => string | null,
 * }} options `preferredId` tells the camera that the person chose last
 * @returns {CameraPort}
 */
export function createCameraPort({ video, clock, mediaDevices, isSecureContext, preferredId }) {
  return Object.freeze({
    async open({ deviceId }) {
      const obstacle = cameraObstacle({ isSecureContext, mediaDevices });
      if (obstacle !== null || mediaDevices === undefined) throw obstacle;
      try {
        const stream = await openStream(mediaDevices, deviceId, preferredId());
        return await showStream(stream, { video: await orStop(stream, video), clock, mediaDevices });
      } catch (error) {
        throw cameraFailure(error);
      }
    },
  });
}

/**
 * @param {MediaDevices} mediaDevices
 * @param {string | null} deviceId the only camera that will do
 * @param {string | null} preferredId the camera to take before others
 */
async function openStream(mediaDevices, deviceId, preferredId) {
  if (deviceId !== null) return mediaDevices.getUserMedia(constraintsOf({ exact: deviceId }));
  const stream = await mediaDevices.getUserMedia(
    constraintsOf(preferredId === null ? null : { ideal: preferredId }),
  );
  const given = deviceOf(stream);
  // Names, and so kinds, are told once a camera is open.
  const devices = await orStop(stream, listDevices(mediaDevices));
  const better = given.deviceId === preferredId ? null : betterThan(given, devices);
  if (better === null) return stream;
  stopStream(stream);
  return mediaDevices
    .getUserMedia(constraintsOf({ exact: better.deviceId }))
    .catch(() => mediaDevices.getUserMedia(constraintsOf({ exact: given.deviceId })));
}

/** @param {ConstrainDOMStringParameters | null} deviceId */
function constraintsOf(deviceId) {
  return {
    audio: false,
    video: { ...PICTURE, ...(deviceId ? { deviceId } : { facingMode: { ideal: "user" } }) },
  };
}

/**
 * @param {MediaStream} stream
 * @param {{video: HTMLVideoElement, clock: Clock, mediaDevices: MediaDevices}} surroundings
 * @returns {Promise<OpenCamera>}
 */
async function showStream(stream, { video, clock, mediaDevices }) {
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
 * Wait for what a stream needs; where that does not come, nobody else would close the camera.
 * @template Needed
 * @param {MediaStream} stream
 * @param {Promise<Needed>} needed
 */
function orStop(stream, needed) {
  return needed.catch((error) => {
    stopStream(stream);
    throw error;
  });
}

/** @param {MediaStream} stream */
function stopStream(stream) {
  for (const track of stream.getTracks()) track.stop();
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
