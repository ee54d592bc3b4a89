/**
 * Draw a picture that is in memory: the page's policy allows images from the server's files alone.
 * @param {HTMLCanvasElement} canvas
 * @param {Blob} picture
 * @param {number} longest pixels of the longer side
 */
export async function drawPicture(canvas, picture, longest) {
  const bitmap = await createImageBitmap(picture);
  const share = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.round(bitmap.width * share);
  canvas.height = Math.round(bitmap.height * share);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}
