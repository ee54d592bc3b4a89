// The page on connecting an app: fills in the endpoint, shows readiness and offers to copy the examples.

import { showReadiness } from "./js/readiness.js";

const COPIED_MILLISECONDS = 2_000;

/**
 * Copy what a button stands for, and say so on the button.
 * @param {HTMLButtonElement} button
 */
async function copy(button) {
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
  const label = button.firstChild;
  label.textContent = "Copied";
  setTimeout(() => (label.textContent = "Copy"), COPIED_MILLISECONDS);
}

for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;

// Browsers give the clipboard to secure origins only: https, or this machine.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

showReadiness();
