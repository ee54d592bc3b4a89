/** @import {CheckState} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

import { drawing, element, icon, setAttribute, setShown } from "./dom.js";
import { interruptionKey } from "./wording.js";

/**
 * Where a turn's target lies on the picture, in degrees from its right side, clockwise. The picture is a
 * mirror, so the person's left is on its left.
 */
const BEARINGS = Object.freeze({ lookRight: 0, lookDown: 90, lookLeft: 180, lookUp: 270 });
const CIRCLE = Object.freeze({ cx: "100", cy: "100", r: "96" });
/** 72 degrees of the ring around angle 0. */
const TARGET = "M177.67 156.43 A96 96 0 0 0 177.67 43.57";
const ARROW = "M146 100h28M162 88l12 12-12 12";
const CHECK_MARK = "M66 102l24 24 46-50";
const SOMEONE = "M100 108a34 34 0 1 0 0-68 34 34 0 0 0 0 68zM32 188c0-38 30-62 68-62s68 24 68 62";

/**
 * The round picture and what is drawn on and around it. It keeps its shape and place through the whole check.
 * @typedef {Readonly<{node: HTMLElement, draw: (state: CheckState) => void,
 *   showPictures: (assetsUrl: string) => void}>} Preview
 */

/**
 * @param {{video: HTMLVideoElement, labels: Labels}} options
 * @returns {Preview}
 */
export function createPreview({ video, labels }) {
  const pause = element("div", { class: "pause", part: "pause" }, icon("pause"), icon("signal"));
  const smile = element("img", { class: "smile", alt: "", width: "64", height: "64" });
  const ring = createRing(labels);
  const target = createTarget();
  const signs = [createSign("someone", SOMEONE), video, pause, createSign("check-mark", CHECK_MARK)];
  const circle = element("div", { class: "circle" }, ...signs);
  const disc = element("div", { class: "disc" }, circle, ring.node, target.node, smile);
  const node = element("div", { class: "preview", part: "preview" }, disc);

  const draw = (/** @type {CheckState} */ state) => {
    const interruption = interruptionKey(state);
    const prompt = state.screen === "capture" ? state.prompt : null;
    setShown(pause, interruption !== null);
    setAttribute(pause, "data-lost", interruption !== null && !state.isPaused ? "" : null);
    setShown(smile, prompt !== null && prompt.action === "smile");
    setAttribute(node, "data-praised", state.screen === "capture" && state.isPraised ? "" : null);
    ring.draw(state);
    target.draw(prompt);
  };
  const showPictures = (/** @type {string} */ url) => setAttribute(smile, "src", `${url}images/Smile.svg`);
  return Object.freeze({ node, draw, showPictures });
}

/** @param {Labels} labels */
function createRing(labels) {
  const bar = drawing("circle", { class: "ring-bar", pathLength: "100", ...CIRCLE });
  const track = drawing("circle", { class: "ring-track", ...CIRCLE });
  const picture = drawing(
    "svg",
    { class: "ring", part: "ring", viewBox: "0 0 200 200", "aria-hidden": "true" },
    track,
    bar,
  );
  const node = element(
    "div",
    { class: "progress", role: "progressbar", "aria-valuemin": "0", "aria-valuemax": "100" },
    picture,
  );
  node.setAttribute("aria-label", labels.text("LIVEGATE_Progress"));
  const draw = (/** @type {CheckState} */ { screen, progress }) => {
    const isMeasured = screen === "capture" || screen === "done";
    const share = screen === "done" ? 1 : Math.min(1, Math.max(0, progress));
    setAttribute(node, "aria-valuenow", isMeasured ? String(Math.round(share * 100)) : null);
    setAttribute(bar, "data-empty", isMeasured && share === 0 ? "" : null);
    bar.style.setProperty("stroke-dashoffset", String(isMeasured ? 100 - share * 100 : 75));
  };
  return Object.freeze({ node, draw });
}

function createTarget() {
  const arc = drawing("path", { class: "target-arc", d: TARGET });
  const disc = drawing("circle", { class: "target-disc", cx: "160", cy: "100", r: "26" });
  const arrow = drawing("path", { class: "target-arrow", d: ARROW });
  const turned = drawing("g", {}, arc, drawing("g", { class: "target-sign" }, disc, arrow));
  const node = drawing("svg", { class: "target", viewBox: "0 0 200 200", "aria-hidden": "true" }, turned);
  const draw = (/** @type {CheckState["prompt"]} */ prompt) => {
    const isTurn = prompt !== null && prompt.action !== "smile";
    setShown(node, isTurn);
    setAttribute(node, "data-nudged", isTurn && prompt.isNudged ? "" : null);
    setAttribute(node, "data-action", isTurn ? prompt.action : null);
    if (isTurn) turned.setAttribute("transform", `rotate(${BEARINGS[prompt.action]} 100 100)`);
  };
  return Object.freeze({ node, draw });
}

/** @param {string} name @param {string} path */
function createSign(name, path) {
  const line = drawing("path", { d: path, pathLength: "1" });
  return drawing("svg", { class: name, viewBox: "0 0 200 200", "aria-hidden": "true" }, line);
}
