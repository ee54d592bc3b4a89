/** @import {CheckEvent, CheckState} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

import { element, setAttribute } from "./dom.js";

const TIPS = Object.freeze([
  { title: "AZAIF_BrightnessTip1Title", text: "AZAIF_BrightnessTip1", picture: "Centre" },
  { title: "AZAIF_BrightnessTip2Title", text: "AZAIF_BrightnessTip2", picture: "Smile" },
  { title: "AZAIF_BrightnessTip3Title", text: "AZAIF_BrightnessTip3", picture: "Turn" },
]);

/**
 * What the person is told before a check with prompts.
 * @param {{labels: Labels, dispatch: (event: CheckEvent) => void}} options
 */
export function createInstructions({ labels, dispatch }) {
  const heading = element(
    "h2",
    { class: "title", part: "header", tabindex: "-1" },
    labels.text("LIVEGATE_InstructionsHeader"),
  );
  const intro = element("p", { class: "intro" }, labels.text("AZAIF_ActivePromptSubHeader"));
  const pictures = TIPS.map(() => createPicture());
  const light = createPicture();
  const items = TIPS.map(({ title, text }, index) =>
    createTip(pictures[index], labels.text(text), labels.text(title)),
  );
  const lightItem = createTip(light, labels.text("AZAIF_IncreaseBrightness"), "");
  lightItem.classList.add("tip-light");
  const tips = element("ol", { class: "tips", role: "list" }, ...items, lightItem);
  const box = element("input", { type: "checkbox", part: "more-time" });
  box.addEventListener("change", () => dispatch({ type: "extendTime", isExtended: box.checked }));
  const moreTime = element("label", { class: "more-time" }, box, labels.text("LIVEGATE_MoreTime"));
  const onward = element("button", { class: "main", part: "button continue-button", type: "button" });
  onward.append(labels.text("AZAIF_ContinuePrompt"));
  onward.addEventListener("click", () => dispatch({ type: "continue" }));
  const text = element("div", { class: "panel-text" }, heading, intro, tips);
  const node = element("div", { class: "panel instructions", part: "instructions" }, text, moreTime, onward);

  const draw = (/** @type {CheckState} */ { extendedTime }) => {
    if (box.checked !== extendedTime) box.checked = extendedTime;
  };
  const showPictures = (/** @type {string} */ assetsUrl, /** @type {string} */ brightness) => {
    TIPS.forEach(({ picture }, index) =>
      setAttribute(pictures[index], "src", `${assetsUrl}images/${picture}.svg`),
    );
    setAttribute(light, "src", brightness);
  };
  return Object.freeze({ node, heading, onward, draw, showPictures });
}

function createPicture() {
  return element("img", { class: "picture", alt: "", width: "64", height: "64" });
}

/**
 * @param {Node} picture
 * @param {string} text
 * @param {string} title
 */
function createTip(picture, text, title) {
  const words = title === "" ? [] : [element("strong", { class: "tip-title" }, title), " "];
  return element("li", { class: "tip" }, picture, element("p", {}, ...words, text));
}
