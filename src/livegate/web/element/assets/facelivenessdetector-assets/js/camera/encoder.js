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
