import { part } from "./elements.js";

/** Show whether the server can work. */
export async function showReadiness() {
  const place = part("readiness", HTMLElement);
  const { state, text } = await readiness();
  place.dataset.state = state;
  place.textContent = text;
}

/** @returns {Promise<{state: "ready" | "unavailable", text: string}>} */
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
