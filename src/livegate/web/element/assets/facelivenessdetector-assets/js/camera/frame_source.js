/**
 * @typedef {import("../check/types.js").Clock} Clock
 * @typedef {import("../check/types.js").Frame} Frame
 * @typedef {import("../check/types.js").FrameSource} FrameSource
 */

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
