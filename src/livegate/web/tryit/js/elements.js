/** @typedef {Node | string | null} Child what stands in an element; null stands for nothing */

/**
 * Make an element. Text stays text, so that nothing that a server says becomes part of the page.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Readonly<Record<string, string | boolean>>} attributes `true` is an attribute without a value
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(attribute, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * Return the element of the page that has this id.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {{new (): Kind, prototype: Kind}} kind
 * @returns {Kind}
 */
export function part(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`The page has no ${kind.name} "${id}".`);
  return element;
}

/**
 * Make a button that copies a text; null where the browser gives pages no clipboard.
 * @param {() => string} text
 * @param {string} named what it copies, for who does not see where the button stands
 */
export function copyButton(text, named) {
  if (!navigator.clipboard) return null;
  const label = make("span", {}, "Copy");
  const button = make(
    "button",
    { type: "button", class: "copy" },
    label,
    make("span", { class: "quiet" }, ` ${named}`),
  );
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text());
    label.textContent = "Copied";
  });
  button.addEventListener("blur", () => (label.textContent = "Copy"));
  return button;
}

/**
 * Make a block of text to be copied.
 * @param {string} text
 * @param {string} named
 */
export function copyBlock(text, named) {
  const block = make("pre", { tabindex: "0", "aria-label": named }, make("code", {}, text));
  return make(
    "div",
    { class: "block" },
    block,
    copyButton(() => text, named),
  );
}
