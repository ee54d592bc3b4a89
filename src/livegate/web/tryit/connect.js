// The page on connecting an app: fills in the endpoint, shows readiness and offers to copy the examples.

const POLL_MILLISECONDS = 15_000;
const COPIED_MILLISECONDS = 2_000;

/**
 * Ask the server whether it can work.
 * @returns {Promise<{state: string, text: string}>}
 */
async function readiness() {
  try {
    const answer = await fetch("/readyz");
    if (answer.ok) return { state: "ready", text: "Ready" };
    const { failures } = await answer.json();
    return { state: "unavailable", text: `Not ready: ${Object.keys(failures).join(", ")}` };
  } catch {
    return { state: "unavailable", text: "No answer" };
  }
}

/** Show readiness; the text changes only with the state, so that screen readers say it once. */
async function showReadiness() {
  const place = document.getElementById("readiness");
  const { state, text } = await readiness();
  if (place.textContent === text) return;
  place.dataset.state = state;
  place.textContent = text;
}

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
setInterval(showReadiness, POLL_MILLISECONDS);
