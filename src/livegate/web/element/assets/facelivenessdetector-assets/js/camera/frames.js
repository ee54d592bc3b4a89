/** @import {Clock, Frame, FrameSource} from "../check/types.js" */

const USUAL_RATE = 10;

/**
 * Takes pictures of a video at an even rate. While one is being encoded, none is taken.
 * @param {{
 *   nextPicture: (callback: (time: number) => void) => () => void,
 *   encode: () => Promise<Blob>,
 * }} options `nextPicture` calls back once, with the milliseconds when the picture was taken; it returns how to prevent it
 * @returns {FrameSource}
 */
export function createFrameSource({ nextPicture, encode }) {
  let pace = createPace(USUAL_RATE);
  let stamp = 0;
  let isEncoding = false;
  let stop = () => {};

  /** @param {number} time @param {(frame: Frame) => void} onFrame */
  async function take(time, onFrame) {
    const stopped = stop;
    stamp = Math.max(stamp + 1, Math.round(time * 1000));
    const capturedAt = stamp;
    isEncoding = true;
    const jpeg = await encode().catch(() => null);
    isEncoding = false;
    // One that could not be encoded is left out, as one that the camera did not deliver.
    if (jpeg !== null && stop === stopped) onFrame(Object.freeze({ jpeg, capturedAt }));
  }

  /** @param {(frame: Frame) => void} onFrame */
  function start(onFrame) {
    stop();
    let cancel = () => {};
    stop = () => cancel();
    const wait = () => {
      cancel = nextPicture((time) => {
        wait();
        if (!isEncoding && pace.isDue(time)) take(time, onFrame);
      });
    };
    wait();
  }

  return Object.freeze({
    start,
    setRate: (rate) => {
      pace = createPace(rate);
    },
    stop: () => {
      stop();
      stop = () => {};
    },
  });
}

/**
 * Chooses pictures of a camera's own rate so that they come evenly, at the rate asked for on average.
 * @param {number} rate pictures a second
 */
export function createPace(rate) {
  const interval = 1000 / rate;
  let due = -Infinity;
  return Object.freeze({
    /** @param {number} time milliseconds, growing */
    isDue(time) {
      // Cameras deliver some milliseconds early or late.
      if (time < due - interval / 10) return false;
      // After a pause nothing is made up for: two pictures close to each other show the server the same.
      due = time - due > interval ? time + interval : due + interval;
      return true;
    },
  });
}

/**
 * How to hear of a video's next picture: from the browser where it tells, otherwise at the usual rate.
 * @param {HTMLVideoElement} video
 * @param {Clock} clock
 * @returns {(callback: (time: number) => void) => () => void}
 */
export function pictureSignal(video, clock) {
  if (!("requestVideoFrameCallback" in video)) {
    return (callback) => clock.after(1000 / USUAL_RATE, () => callback(clock.now()));
  }
  return (callback) => {
    const handle = video.requestVideoFrameCallback((now, { captureTime = now }) => callback(captureTime));
    return () => video.cancelVideoFrameCallback(handle);
  };
}

const LONGER_SIDE = 640;
const QUALITY = 0.9;

/**
 * The size of a picture whose longer side is at most 640 pixels; smaller ones stay as they are.
 * @param {number} width @param {number} height
 * @returns {Readonly<{width: number, height: number}>}
 */
export function fittedSize(width, height) {
  const scale = Math.min(1, LONGER_SIDE / Math.max(width, height));
  return Object.freeze({ width: Math.round(width * scale), height: Math.round(height * scale) });
}

/**
 * Where a picture stands, whole and in the middle, in a frame of another shape.
 * @param {Readonly<{width: number, height: number}>} picture
 * @param {Readonly<{width: number, height: number}>} frame
 */
export function placeInside(picture, frame) {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return Object.freeze({ left: (frame.width - width) / 2, top: (frame.height - height) / 2, width, height });
}

/**
 * Makes JPEG files of what a video shows.
 *
 * All have the size of the first, as the server asks for: a device that is turned meanwhile leaves bars beside the
 * picture.
 * @param {HTMLVideoElement} video
 * @returns {() => Promise<Blob>}
 */
export function createEncoder(video) {
  /** @type {ReturnType<typeof createCanvas> | null} */
  let canvas = null;
  return () => {
    const picture = { width: video.videoWidth, height: video.videoHeight };
    if (canvas === null)
      canvas = createCanvas(video.ownerDocument, fittedSize(picture.width, picture.height));
    const { left, top, width, height } = placeInside(picture, canvas.size);
    canvas.context.fillRect(0, 0, canvas.size.width, canvas.size.height);
    canvas.context.drawImage(video, left, top, width, height);
    return canvas.toJpeg();
  };
}

/** @param {Document} document @param {Readonly<{width: number, height: number}>} size */
function createCanvas(document, size) {
  const canvas = Object.assign(document.createElement("canvas"), size);
  const context = canvas.getContext("2d", { alpha: false });
  if (context === null) throw new TypeError("This browser gives no canvas.");
  const toJpeg = () =>
    new Promise((/** @type {(jpeg: Blob) => void} */ resolve, reject) =>
      canvas.toBlob(
        (jpeg) => (jpeg ? resolve(jpeg) : reject(new TypeError("No JPEG was made."))),
        "image/jpeg",
        QUALITY,
      ),
    );
  return Object.freeze({ context, size, toJpeg });
}
