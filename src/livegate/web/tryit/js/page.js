// The try-it page: plays an app's backend and shows what it learns; the component beside it plays the device.

import { createAccess, isLoopbackName, KeyNeededError } from "./access.js";
import { contentOrRefusal, createApi, RefusedError } from "./api.js";
import { make, part } from "./elements.js";
import { erasureView } from "./erasure_view.js";
import { exchangeView } from "./exchange_view.js";
import { outcomeView } from "./outcome_view.js";
import { showReadiness } from "./readiness.js";
import { readReceipt } from "./receipt.js";
import { createSession, eraseSession, readImage, readOutcome, uploadRecording } from "./sessions.js";
import { preferRecording, readChoices, watchSetup } from "./setup.js";
import { issuerOrigin } from "./token.js";

/**
 * @typedef {import("./types.js").Choices} Choices
 * @typedef {import("./types.js").Exchange} Exchange
 * @typedef {import("./types.js").Session} Session
 */

const KEYS_PATH = "/.well-known/livegate-keys";
const UNAUTHORIZED = 401;

const form = part("setup", HTMLFormElement);
const fetchHere = window.fetch.bind(window);
const access = createAccess({ fetch: fetchHere, now: () => Date.now() });
const api = createApi({ fetch: fetchHere, now: () => performance.now(), access, tell: showExchange });

/**
 * Let nothing else be started until this is done.
 * @param {() => Promise<void>} task
 */
async function alone(task) {
  /** @type {NodeListOf<HTMLButtonElement>} */
  const buttons = document.querySelectorAll("#setup button[type=submit], #result-card .actions button");
  const allow = (/** @type {boolean} */ isAllowed) =>
    buttons.forEach((button) => (button.disabled = !isAllowed));
  allow(false);
  await task().finally(() => allow(true));
}

/** Play one session, from its creation to what the app's backend learns. */
async function run() {
  const choices = readChoices(form);
  access.useKey(part("key", HTMLInputElement).value);
  say("setup-error", "");
  say("erase-error", "");
  part("exchanges", HTMLElement).replaceChildren();
  part("exchanges-part", HTMLElement).hidden = true;
  try {
    const session = await createSession(api, choices);
    showStage("check");
    const failure = await playDevice(session, choices);
    showStage("reading");
    await showOutcome(session, failure);
  } catch (error) {
    showStage("setup");
    showError(error);
  }
}

/**
 * @param {Session} session
 * @param {Choices} choices
 * @returns {Promise<Error | null>} why nothing was captured; null where something was
 */
async function playDevice(session, choices) {
  try {
    await (choices.recording === null
      ? checkHere(session)
      : uploadRecording(api, session, choices.recording));
    return null;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}

/** @param {Session} session */
async function checkHere(session) {
  const issuer = issuerOrigin(session.token);
  // The page's policy lets it call no other address than its own.
  if (issuer !== location.origin)
    throw new Error(`This server's sessions are played at ${issuer}. Open the page there.`);
  const check = /** @type {HTMLElement & {start(token: string): Promise<unknown>}} */ (
    document.createElement("livegate-check")
  );
  part("place", HTMLElement).replaceChildren(check);
  await check.start(session.token);
}

/** @param {Session} session @param {Error | null} failure */
async function showOutcome(session, failure) {
  const { attempt, explained } = await readOutcome(api, session);
  const imageId = attempt?.result?.sessionImageId;
  const image = imageId === undefined ? null : await readImage(api, imageId);
  part("outcome", HTMLElement).replaceChildren(
    ...(await outcomeView({ attempt, explained, failure, image })),
  );
  const erase = part("erase", HTMLButtonElement);
  erase.hidden = false;
  erase.onclick = () => alone(() => showErasure(session));
  showStage("result");
}

/** @param {Session} session */
async function showErasure(session) {
  try {
    const { receipt: text, statusAfterwards } = await eraseSession(api, session);
    if (text === null) throw new Error("The server gave no receipt.");
    const published = await contentOrRefusal(await fetchHere(KEYS_PATH));
    const receipt = await readReceipt(text, published, crypto.subtle);
    part("erased", HTMLElement).replaceChildren(
      ...erasureView({ text, receipt, sessionId: session.id, statusAfterwards }),
    );
    part("outcome", HTMLElement).replaceChildren();
    part("erase", HTMLButtonElement).hidden = true;
    showStage("erased");
  } catch (error) {
    say("erase-error", messageOf(error));
  }
}

/** @param {"setup" | "check" | "reading" | "result" | "erased"} stage */
function showStage(stage) {
  const isOver = stage === "result" || stage === "erased";
  // Room for the whole component, which is as high as the window lets it be.
  part("lead", HTMLElement).hidden = stage === "check";
  part("setup-card", HTMLElement).hidden = stage !== "setup";
  part("check-card", HTMLElement).hidden = stage !== "check" && stage !== "reading";
  part("result-card", HTMLElement).hidden = !isOver;
  part("result-heading", HTMLElement).hidden = stage === "erased";
  part("erased-part", HTMLElement).hidden = stage !== "erased";
  if (stage === "reading") {
    part("place", HTMLElement).replaceChildren(make("p", {}, "Reading the verdict…"));
  }
  if (stage === "result") part("erased", HTMLElement).replaceChildren();
  const headings = {
    setup: "setup-heading",
    check: "check-heading",
    result: "result-heading",
    erased: "erased-heading",
  };
  if (stage !== "reading") part(headings[stage], HTMLElement).focus();
}

/** @param {unknown} error */
function showError(error) {
  const isKeyAsked =
    error instanceof KeyNeededError || (error instanceof RefusedError && error.status === UNAUTHORIZED);
  if (isKeyAsked) askForKey();
  say("setup-error", messageOf(error));
}

function askForKey() {
  part("key-field", HTMLElement).hidden = false;
  part("key", HTMLInputElement).required = true;
  part("key", HTMLInputElement).focus();
}

/** @param {Exchange} exchange */
function showExchange(exchange) {
  part("exchanges", HTMLElement).append(exchangeView(exchange));
  part("exchanges-part", HTMLElement).hidden = false;
}

/** @param {string} id @param {string} text */
function say(id, text) {
  part(id, HTMLElement).textContent = text;
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : `${error}`;
}

/** Say what keeps this device from playing a session with its camera. */
async function showSupport() {
  await customElements.whenDefined("livegate-check");
  const component = /** @type {{isSupported(): Promise<{reasons: {message: string}[]}>}} */ (
    /** @type {unknown} */ (customElements.get("livegate-check"))
  );
  const { reasons } = await component.isSupported();
  part("support", HTMLElement).hidden = reasons.length === 0;
  if (reasons.length > 0) preferRecording(form);
  part("obstacles", HTMLElement).replaceChildren(...reasons.map(({ message }) => make("li", {}, message)));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  alone(run);
});
part("again", HTMLButtonElement).addEventListener("click", () => alone(run));
part("change", HTMLButtonElement).addEventListener("click", () => showStage("setup"));
watchSetup(form);
if (!isLoopbackName(location.hostname)) {
  part("key-field", HTMLElement).hidden = false;
  part("key", HTMLInputElement).required = true;
}
showReadiness();
showSupport();
