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

/**
 * @param {Element} node
 * @param {boolean} isShown
 */
export function setShown(node, isShown) {
  setAttribute(node, "hidden", isShown ? null : "");
}

/**
 * @param {Node} node
 * @param {string} text
 */
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
