import { BASE } from "./base.js";
import { CONTROLS } from "./controls.js";
import { LAYOUT } from "./layout.js";
import { PANELS } from "./panels.js";
import { PREVIEW } from "./preview.js";

/** The element's whole style sheet; nothing of it reaches the page, and nothing of the page's reaches it. */
export const STYLES = [BASE, LAYOUT, PREVIEW, CONTROLS, PANELS].join("\n");
