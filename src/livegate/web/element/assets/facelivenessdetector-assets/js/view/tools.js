/** @import {Camera, CheckState} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

import { element, icon, setAttribute, setShown } from "./dom.js";

/**
 * The choice of the camera, shown where there is one.
 * @param {{labels: Labels, onChoice: (deviceId: string) => void}} options
 */
export function createCameraPicker({ labels, onChoice }) {
  const select = element("select", { part: "camera-select" });
  select.addEventListener("change", () => onChoice(select.value));
  const name = element("span", { class: "unseen" }, labels.text("LIVEGATE_Camera"));
  const node = element("label", { class: "camera" }, icon("camera"), name, select, icon("chevron"));
  /** @type {ReadonlyArray<Camera>} */
  let listed = [];

  const draw = (/** @type {CheckState} */ { screen, camera, cameras }) => {
    setShown(node, screen === "capture" && cameras.length > 1);
    if (!isSameList(listed, cameras)) {
      listed = cameras;
      select.replaceChildren(...cameras.map((each, index) => createOption(each, index, labels)));
    }
    const chosen = camera === null ? "" : camera.deviceId;
    if (select.value !== chosen) select.value = chosen;
  };
  return Object.freeze({ node, draw });
}

/**
 * @param {Camera} camera
 * @param {number} index
 * @param {Labels} labels
 */
function createOption({ deviceId, label, isVirtual }, index, labels) {
  const camera = label || labels.text("LIVEGATE_UnnamedCamera", { number: index + 1 });
  return element(
    "option",
    { value: deviceId },
    isVirtual ? labels.text("LIVEGATE_VirtualCamera", { camera }) : camera,
  );
}

/**
 * @param {ReadonlyArray<Camera>} one
 * @param {ReadonlyArray<Camera>} other
 */
function isSameList(one, other) {
  const isSame = (/** @type {Camera} */ a, /** @type {Camera} */ b) =>
    a.deviceId === b.deviceId && a.label === b.label;
  return one.length === other.length && one.every((camera, index) => isSame(camera, other[index]));
}

/**
 * The button that turns spoken guidance on and off.
 * @param {{labels: Labels, onToggle: () => void}} options
 */
export function createVoiceButton({ labels, onToggle }) {
  const name = labels.text("LIVEGATE_SpokenGuidance");
  const node = element(
    "button",
    { class: "voice", part: "button voice-button", type: "button", title: name, "aria-label": name },
    icon("speaker"),
    icon("speakerOff"),
    element("span", { class: "voice-name" }, name),
  );
  node.addEventListener("click", onToggle);
  const draw = (/** @type {boolean} */ isOn) => setAttribute(node, "aria-pressed", String(isOn));
  return Object.freeze({ node, draw });
}
