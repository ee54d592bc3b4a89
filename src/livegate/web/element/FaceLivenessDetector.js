// The liveness check as a custom element: <azure-ai-vision-face-ui>, and <livegate-check> by livegate's name.
//
// This file stands alone and may be bundled, so it holds the outside only, in ES2019. What runs a check comes
// from the folder of assets when start() is called.

/** @import {FailureReason, LivenessError as LivenessErrorName} from "./FaceLivenessDetector" */
/** @import {LivenessDetectionError, LivenessDetectionSuccess, SupportReport} from "./FaceLivenessDetector" */

const WITHOUT_TOKEN = "start() needs a session auth token, as the create call has answered it.";
const ASSETS_FOLDER = "facelivenessdetector-assets/";

export const LivenessError = names([
  ...["None", "TimedOut", "InvalidToken", "CameraPermissionDenied", "CameraStartupFailure", "NoFaceDetected"],
  ...["FaceTrackingFailed", "SmileNotPerformed", "HeadTurnNotPerformed", "ServerRequestTimedOut"],
  ...["FaceMouthRegionNotVisible", "FaceEyeRegionNotVisible", "ExcessiveImageBlurDetected"],
  ...["ExcessiveFaceBrightness", "FaceWithMaskDetected", "EnvironmentNotSupported", "UserCanceledSession"],
  ...["UserCanceledActiveMotion", "UserCanceledActiveMotionPrompt", "UnexpectedClientError"],
  ...["UnexpectedServerError", "ClientVersionNotSupported", "VerifyImageNotProvided", "Unexpected"],
]);
export const RecognitionError = names([
  ...["None", "GenericFailure", "FaceNotFrontal", "FaceEyeRegionNotVisible", "ExcessiveFaceBrightness"],
  ...["ExcessiveImageBlurDetected", "FaceNotFound", "MultipleFaceFound", "ContentDecodingError"],
  ...["ImageSizeIsTooLarge", "ImageSizeIsTooSmall", "UnsupportedMediaType", "FaceMouthRegionNotVisible"],
  ...["FaceWithMaskDetected"],
]);
export const LivenessStatus = names(["RealFace", "SpoofFace", "ResultQueryableFromService"]);
export const RecognitionStatus = names(["Recognized", "NotRecognized", "ResultQueryableFromService"]);

/** What start() rejects with. */
export class LivenessDetectionFailure extends Error {
  /** @param {Partial<LivenessDetectionError>} failure */
  constructor(failure) {
    super(failure.message);
    this.name = "LivenessDetectionFailure";
    this.livenessError = failure.livenessError || "Unexpected";
    this.recognitionError = failure.recognitionError || "None";
    this.reason = failure.reason || "unexpected";
    this.code = failure.code || null;
    this.requestId = failure.requestId || null;
    this.attemptsLeft = typeof failure.attemptsLeft === "number" ? failure.attemptsLeft : null;
    if (failure.resultId) this.resultId = failure.resultId;
  }
}

/**
 * What an app may set, as a property or as an attribute, and what holds where it sets nothing.
 * @type {Readonly<Record<string, string | boolean>>}
 */
const OPTIONS = Object.freeze({
  locale: "",
  languageDictionary: "",
  mediaInfoDeviceId: "",
  brightnessImagePath: "",
  fontSize: "1.5rem",
  fontFamily: "system-ui, sans-serif",
  buttonStyles: "",
  continueButtonStyles: "",
  feedbackMessageStyles: "",
  skipInstructions: false,
  assetsUrl: "",
  extendedTime: false,
  spokenGuidance: false,
  retryInPlace: true,
  deviceCorrelationId: "",
  userCorrelationId: "",
});

/** The option of each attribute: in kebab case, or in one word, as frameworks write properties into HTML. */
const OPTION_OF_ATTRIBUTE = new Map(
  Object.keys(OPTIONS).flatMap((name) => [
    /** @type {const} */ ([name.toLowerCase(), name]),
    /** @type {const} */ ([name.replace(/[A-Z]/g, "-$&").toLowerCase(), name]),
  ]),
);

// Where there is no document, as when a page is rendered on a server, the module can still be imported.
const ElementBase =
  typeof HTMLElement === "undefined" ? /** @type {typeof HTMLElement} */ (class {}) : HTMLElement;

/**
 * What an element keeps to itself: the options that were set, and its newest check.
 * @typedef {{chosen: Record<string, unknown>, run: Run | null}} Inside
 * @type {WeakMap<FaceLivenessDetector, Inside>}
 */
const INSIDES = new WeakMap();

class FaceLivenessDetector extends ElementBase {
  static get observedAttributes() {
    return Array.from(OPTION_OF_ATTRIBUTE.keys());
  }

  /** @param {{assetsUrl?: string}} [options] */
  static isSupported(options = {}) {
    return isSupported(options);
  }

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    INSIDES.set(this, { chosen: {}, run: null });
  }

  connectedCallback() {
    for (const name of Object.keys(OPTIONS)) adoptProperty(this, name);
  }

  disconnectedCallback() {
    // Who moves an element takes it out and puts it in again within one task.
    Promise.resolve().then(() => this.isConnected || stopRun(this));
  }

  /** @param {string} attribute @param {string | null} _ @param {string | null} value */
  attributeChangedCallback(attribute, _, value) {
    const name = OPTION_OF_ATTRIBUTE.get(attribute);
    if (name === undefined) return;
    // A flag's attribute says yes by being there, unless its text is `false`, as frameworks write it.
    const isFlag = value !== null && typeof OPTIONS[name] === "boolean";
    setOption(this, name, isFlag ? value !== "false" : value);
  }

  /**
   * Run one check. While one runs, the same token gets the same promise, and another token ends it first.
   * @param {string} sessionAuthorizationToken
   * @returns {Promise<LivenessDetectionSuccess>}
   */
  start(sessionAuthorizationToken) {
    const token = typeof sessionAuthorizationToken === "string" ? sessionAuthorizationToken.trim() : "";
    if (token === "") return quiet(Promise.reject(failureOf("InvalidToken", "tokenMissing", WITHOUT_TOKEN)));
    const inside = insideOf(this);
    if (inside.run !== null && inside.run.isOpen() && inside.run.token === token) return inside.run.result;
    stopRun(this);
    inside.run = beginRun(this, token);
    return inside.run.result;
  }
}

for (const name of Object.keys(OPTIONS)) {
  Object.defineProperty(FaceLivenessDetector.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      const { chosen } = insideOf(this);
      return name in chosen ? chosen[name] : OPTIONS[name];
    },
    set(value) {
      setOption(this, name, value);
    },
  });
}

class LivegateCheck extends FaceLivenessDetector {}

const DefinedDetector = defined("azure-ai-vision-face-ui", FaceLivenessDetector);
const DefinedCheck = defined("livegate-check", LivegateCheck);
export { DefinedDetector as FaceLivenessDetector, DefinedCheck as LivegateCheck };

/**
 * Tell whether this page could run a check. Opens no camera and asks the person nothing.
 * @param {{assetsUrl?: string}} [options] as the element's property of that name
 * @returns {Promise<SupportReport>}
 */
export async function isSupported({ assetsUrl } = {}) {
  if (typeof document === "undefined")
    return reportOf([{ reason: "unsupportedBrowser", message: "No browser." }]);
  const looked = load(absolute(assetsUrl), "js/support.js").then(({ findObstacles }) => findObstacles());
  return looked.then(reportOf, ({ reason, message }) => reportOf([{ reason, message }]));
}

/** @param {SupportReport["reasons"]} reasons @returns {SupportReport} */
function reportOf(reasons) {
  return Object.freeze({ isSupported: reasons.length === 0, reasons: Object.freeze(reasons) });
}

/**
 * Load what runs a check, and let it run in the element.
 * @typedef {Readonly<{token: string, result: Promise<LivenessDetectionSuccess>, isOpen: () => boolean,
 *   update: () => void, stop: () => void}>} Run
 * @param {FaceLivenessDetector} element @param {string} token
 * @returns {Run}
 */
function beginRun(element, token) {
  let isOpen = true;
  /** @type {import("./assets/facelivenessdetector-assets/js/main.js").MountedCheck | null} */
  let check = null;
  /** @type {(failure: object) => void} */
  let fail = () => undefined;
  const stopped = new Promise((_, reject) => (fail = reject));
  const checked = load(optionsOf(element).assetsUrl, "js/main.js").then(({ mountCheck }) => {
    if (!isOpen) return stopped;
    const mounted = mountCheck({ root: element.shadowRoot, token, options: optionsOf(element) });
    check = mounted;
    return mounted.result;
  });
  const result = Promise.race([checked, stopped])
    .catch((failure) => {
      throw new LivenessDetectionFailure(failure);
    })
    .finally(() => (isOpen = false));
  const update = () => check !== null && check.update(optionsOf(element));
  const stop = () => {
    quiet(result);
    isOpen = false;
    if (check !== null) check.stop();
    fail(failureOf("UserCanceledSession", "cancelled", "The element was removed, or started anew."));
  };
  return Object.freeze({ token, result, isOpen: () => isOpen, update, stop });
}

/** @param {string} assetsUrl @param {string} path @returns {Promise<any>} the module's exports */
async function load(assetsUrl, path) {
  const url = assetsUrl + path;
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
  } catch (error) {
    const message =
      `${url} could not be loaded: it ${await answerOf(url)} (${error}). Serve the folder ${ASSETS_FOLDER} ` +
      "of the package @azure-ai-vision-face/ui-assets there, or set assetsUrl to where it is.";
    throw failureOf("Unexpected", "assetsMissing", message);
  }
}

/** @param {string} url of a failed import: it may be missing, or a page served in its place */
async function answerOf(url) {
  try {
    const { status, headers } = await fetch(url);
    return `was answered ${status} with the type ${headers.get("content-type")}`;
  } catch {
    return "was not answered";
  }
}

/** @param {FaceLivenessDetector} element */
function stopRun(element) {
  const inside = insideOf(element);
  if (inside.run !== null) inside.run.stop();
  inside.run = null;
}

/**
 * Take over a property that was set before the element was defined, and now hides its accessor.
 * @param {FaceLivenessDetector} element @param {string} name
 */
function adoptProperty(element, name) {
  const own = Object.getOwnPropertyDescriptor(element, name);
  if (own === undefined || !delete (/** @type {any} */ (element)[name])) return;
  setOption(element, name, own.value);
}

/** @param {FaceLivenessDetector} element @param {string} name @param {unknown} value null takes the choice back */
function setOption(element, name, value) {
  const { chosen, run } = insideOf(element);
  if (value === undefined || value === null) delete chosen[name];
  else chosen[name] = typeof OPTIONS[name] === "boolean" ? Boolean(value) : value;
  if (run !== null) run.update();
}

/** @param {FaceLivenessDetector} element */
function optionsOf(element) {
  const { chosen } = insideOf(element);
  return Object.freeze({ ...OPTIONS, ...chosen, assetsUrl: absolute(chosen.assetsUrl) });
}

/** @param {unknown} assetsUrl @returns {string} absolute, with a slash at the end */
function absolute(assetsUrl) {
  return new URL(`${assetsUrl || ASSETS_FOLDER}`.replace(/\/*$/, "/"), document.baseURI).href;
}

/** @param {FaceLivenessDetector} element */
function insideOf(element) {
  return /** @type {Inside} */ (INSIDES.get(element));
}

/** @param {LivenessErrorName} livenessError @param {FailureReason} reason @param {string} message */
function failureOf(livenessError, reason, message) {
  return new LivenessDetectionFailure({ livenessError, reason, message });
}

/** @param {Promise<any>} promise whose rejection a browser is not to report: nobody may be waiting for it */
function quiet(promise) {
  promise.catch(() => undefined);
  return promise;
}

/**
 * Define an element, unless its name is taken as by a second copy of this module; returns what the name has.
 * @param {string} name @param {typeof FaceLivenessDetector} element
 * @returns {typeof FaceLivenessDetector}
 */
function defined(name, element) {
  if (typeof customElements === "undefined") return element;
  if (customElements.get(name) === undefined) customElements.define(name, element);
  return /** @type {typeof FaceLivenessDetector} */ (customElements.get(name));
}

/** @template {string} Name @param {readonly Name[]} list @returns {Readonly<{[K in Name]: K}>} */
function names(list) {
  return Object.freeze(/** @type {any} */ (Object.fromEntries(list.map((name) => [name, name]))));
}
