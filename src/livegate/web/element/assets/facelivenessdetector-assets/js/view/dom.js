/** @typedef {Readonly<Record<string, string>>} Attributes */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An HTML element with attributes and children.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {ReadonlyArray<Node | string>} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/**
 * An SVG element with attributes and children.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {ReadonlyArray<Node>} children
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function drawing(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

/**
 * Set an attribute where it differs; `null` takes it away.
 * @param {Element} node
 * @param {string} name
 * @param {string | null} value
 */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) === value) return;
  if (value === null) node.removeAttribute(name);
  else node.setAttribute(name, value);
}

/** @param {Element} node @param {boolean} isShown */
export function setShown(node, isShown) {
  setAttribute(node, "hidden", isShown ? null : "");
}

/** @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Give an element an app's own CSS declarations in place of those it had; of two that name the same property
 * the later wins. What is no declaration is passed over.
 * @param {HTMLElement} node
 * @param {ReadonlyArray<string | null>} declarations
 */
export function applyDeclarations(node, ...declarations) {
  node.style.cssText = "";
  declarations.forEach((text) => {
    const { style } = document.createElement("span");
    style.cssText = text || "";
    Array.from(style).forEach((name) => {
      node.style.setProperty(name, style.getPropertyValue(name), style.getPropertyPriority(name));
    });
  });
}

/** Line drawings on a 24 x 24 grid, two units thick. */
const OUTLINES = Object.freeze({
  camera: ["M3 8h3l2-3h8l2 3h3v11H3z", "M12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"],
  chevron: ["M7 10l5 5 5-5"],
  speaker: ["M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z", "M15.5 9a4 4 0 0 1 0 6", "M18 6.5a7.5 7.5 0 0 1 0 11"],
  speakerOff: ["M4 9.5v5h3.5L12 18.5v-13L7.5 9.5z", "M16 9.5l5 5", "M21 9.5l-5 5"],
  warning: ["M12 3.5L22 20.5H2z", "M12 10v4.5", "M12 17.4v.1"],
  pause: ["M9 6v12", "M15 6v12"],
  signal: ["M3.5 10a12 12 0 0 1 17 0", "M7 14a7 7 0 0 1 10 0", "M12 18.5v.1", "M4 3.5l16 17"],
});

/** @typedef {keyof typeof OUTLINES} IconName */

/**
 * A decorative icon in the colour of the text around it, one em high.
 * @param {IconName} name
 * @returns {SVGSVGElement}
 */
export function icon(name) {
  const lines = OUTLINES[name].map((path) => drawing("path", { d: path }));
  return drawing(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true" },
    ...lines,
  );
}
