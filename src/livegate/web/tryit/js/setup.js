import { part } from "./elements.js";
import { drawPicture } from "./picture.js";

/**
 * @typedef {import("./types.js").Choices} Choices
 */

const PREVIEW_PIXELS = 240;
const ID_BYTES = 16;

/**
 * Return what a person has chosen in the form.
 * @param {HTMLFormElement} form
 * @returns {Choices}
 */
export function readChoices(form) {
  const fields = new FormData(form);
  const isRecorded = fields.get("source") === "recording";
  return Object.freeze({
    mode: fields.get("mode") === "PassiveActive" && !isRecorded ? "PassiveActive" : "Passive",
    verifyImage: fileOf(fields.get("verifyImage")),
    recording: isRecorded ? fileOf(fields.get("recording")) : null,
    keepsImage: fields.has("keepsImage"),
    correlationId: `${fields.get("correlationId") || ""}`.trim() || randomId(),
  });
}

/**
 * Keep the form's parts in step with each other: a recording can answer no prompts, and a photo is shown.
 * @param {HTMLFormElement} form
 */
export function watchSetup(form) {
  const recording = part("recording", HTMLInputElement);
  const active = part("mode-active", HTMLInputElement);
  form.addEventListener("change", (event) => {
    const isRecorded = new FormData(form).get("source") === "recording";
    part("recording-field", HTMLElement).hidden = !isRecorded;
    recording.required = isRecorded;
    active.disabled = isRecorded;
    if (isRecorded) part("mode-passive", HTMLInputElement).checked = true;
    if (event.target === part("verify-image", HTMLInputElement)) showPhoto();
  });
}

/**
 * Choose a recording where the camera cannot be used; the person may choose again.
 * @param {HTMLFormElement} form
 */
export function preferRecording(form) {
  const source = form.elements.namedItem("source");
  if (source instanceof RadioNodeList) source.value = "recording";
  form.dispatchEvent(new Event("change"));
}

async function showPhoto() {
  const photo = part("verify-image", HTMLInputElement).files?.[0];
  const canvas = part("verify-preview", HTMLCanvasElement);
  canvas.hidden = true;
  if (photo === undefined) return;
  // Browsers cannot draw every kind of photo that the server reads.
  await drawPicture(canvas, photo, PREVIEW_PIXELS).then(
    () => (canvas.hidden = false),
    () => undefined,
  );
}

/** @param {FormDataEntryValue | null} value @returns {File | null} */
function fileOf(value) {
  return value instanceof File && value.size > 0 ? value : null;
}

function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(ID_BYTES));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
