// The liveness check as a custom element: <azure-ai-vision-face-ui>, and <livegate-check> under livegate's own name.
//
// This file stands alone and may be bundled, so it holds the outside only, in ES2019. What runs a check is loaded
// from the folder of assets when start() is called.

/**
 * @typedef {import("./assets/facelivenessdetector-assets/js/check/types.js").CheckState} CheckState
 * @typedef {import("./FaceLivenessDetector").LivenessDetectionError} LivenessDetectionError
 * @typedef {import("./FaceLivenessDetector").LivenessDetectionSuccess} LivenessDetectionSuccess
 * @typedef {import("./FaceLivenessDetector").SupportReport} SupportReport
 * @typedef {SupportReport["reasons"][number]} Obstacle
 */

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

/** The option of each attribute: in kebab case, and in one word, as frameworks write a property's name into HTML. */
const OPTION_OF_ATTRIBUTE = new Map([
  ...Object.keys(OPTIONS).map((name) => /** @type {[string, string]} */ ([kebab(name), name])),
  ...Object.keys(OPTIONS).map((name) => /** @type {[string, string]} */ ([name.toLowerCase(), name])),
]);

// Where there is no document, as when a page is rendered on a server, the module can still be imported.
const ElementBase =
  typeof HTMLElement === "undefined" ? /** @type {typeof HTMLElement} */ (class {}) : HTMLElement;

/**
 * What an element keeps to itself: the options that were set, and its newest check.
 * @typedef {{chosen: Record<string, unknown>, run: Run | null}} Inside
 */

/** @type {WeakMap<FaceLivenessDetector, Inside>} */
const INSIDES = new WeakMap();

class FaceLivenessDetector extends ElementBase {
  static get observedAttributes() {
    return Array.from(OPTION_OF_ATTRIBUTE.keys());
  }

  /** @returns {Promise<SupportReport>} */
  static isSupported() {
    return isSupported();
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
    if (name !== undefined) setOption(this, name, value);
  }

  /**
   * Run one check. While one runs, the same token gets the same promise, and another token ends it first.
   * @param {string} sessionAuthorizationToken
   * @returns {Promise<LivenessDetectionSuccess>}
   */
  start(sessionAuthorizationToken) {
    const token = typeof sessionAuthorizationToken === "string" ? sessionAuthorizationToken.trim() : "";
    if (token === "") return quiet(Promise.reject(withoutToken()));
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
      return optionsOf(this)[name];
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
 * @returns {Promise<SupportReport>}
 */
export async function isSupported() {
  const reasons = [...lackingFeatures(), ...(await lackingCamera())];
  return Object.freeze({ isSupported: reasons.length === 0, reasons: Object.freeze(reasons) });
}

/** @returns {Obstacle[]} what the browser or the page lacks */
function lackingFeatures() {
  if (typeof window === "undefined") return [obstacle("unsupportedBrowser", "There is no browser here.")];
  if (!window.isSecureContext) {
    return [obstacle("insecurePage", "Browsers give the camera to https pages only, and to localhost.")];
  }
  /** @type {[boolean, string][]} */
  const features = [
    [
      Boolean(navigator.mediaDevices && navigator.mediaDevices.getUserMedia),
      "cameras (mediaDevices.getUserMedia)",
    ],
    [typeof WebSocket === "function", "WebSocket"],
    [Boolean(window.crypto && crypto.subtle), "crypto.subtle"],
    ["replaceSync" in (window.CSSStyleSheet || Object).prototype, "constructable style sheets"],
    [
      document.createElement("canvas").toDataURL("image/jpeg").startsWith("data:image/jpeg"),
      "JPEG from a canvas",
    ],
  ];
  return features
    .filter(([isThere]) => !isThere)
    .map(([, feature]) => obstacle("unsupportedBrowser", `This browser, or web view, has no ${feature}.`));
}

/** @returns {Promise<Obstacle[]>} what keeps the camera from this page */
async function lackingCamera() {
  if (typeof navigator === "undefined" || !navigator.mediaDevices) return [];
  const policy =
    /** @type {any} */ (document).permissionsPolicy || /** @type {any} */ (document).featurePolicy;
  if (policy && !policy.allowsFeature("camera")) {
    return [
      obstacle("cameraDenied", 'A policy keeps the camera from this page; an iframe needs allow="camera".'),
    ];
  }
  if ((await permissionState()) === "denied") {
    return [obstacle("cameraDenied", "The person, or the browser's settings, denied this page the camera.")];
  }
  const devices = await navigator.mediaDevices.enumerateDevices();
  const isThere = devices.some(({ kind }) => kind === "videoinput");
  return isThere ? [] : [obstacle("cameraMissing", "This device has no camera.")];
}

/** @param {Obstacle["reason"]} reason @param {string} message @returns {Obstacle} */
function obstacle(reason, message) {
  return Object.freeze({ reason, message });
}

/** @returns {Promise<string>} `granted`, `denied` or `prompt`; `unknown` where the browser does not tell */
async function permissionState() {
  try {
    return (await navigator.permissions.query({ name: /** @type {PermissionName} */ ("camera") })).state;
  } catch {
    return "unknown";
  }
}

/**
 * @typedef {Readonly<{token: string, result: Promise<LivenessDetectionSuccess>, isOpen: () => boolean,
 *   update: () => void, stop: () => void}>} Run
 */

/**
 * Load what runs a check, and let it run in the element.
 * @param {FaceLivenessDetector} element
 * @param {string} token
 * @returns {Run}
 */
function beginRun(element, token) {
  let isOpen = true;
  /** @type {import("./assets/facelivenessdetector-assets/js/main.js").MountedCheck | null} */
  let check = null;
  /** @type {(failure: object) => void} */
  let fail = () => undefined;
  const stopped = new Promise((_, reject) => (fail = reject));
  const checked = loadMain(assetsOf(element)).then((main) => {
    if (!isOpen) return stopped;
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    check = main.mountCheck({ root, token, options: checkOptionsOf(element), onState: tellStates(element) });
    return check.result;
  });
  const result = Promise.race([checked, stopped]).catch((failure) => {
    throw new LivenessDetectionFailure(failure);
  });
  const close = () => (isOpen = false);
  result.then(close, close);
  return Object.freeze({
    token,
    result,
    isOpen: () => isOpen,
    update: () => check && check.update(checkOptionsOf(element)),
    stop() {
      quiet(result);
      close();
      if (check !== null) check.stop();
      fail({
        livenessError: "UserCanceledSession",
        reason: "cancelled",
        message: "The element was removed, or started anew.",
      });
    },
  });
}

/**
 * @param {string} assetsUrl
 * @returns {Promise<typeof import("./assets/facelivenessdetector-assets/js/main.js")>}
 */
async function loadMain(assetsUrl) {
  const url = new URL("js/main.js", assetsUrl).href;
  try {
    return await import(/* webpackIgnore: true */ /* @vite-ignore */ url);
  } catch (error) {
    const message =
      `The assets could not be loaded: ${url} ${await answerOf(url)} (${error}). Serve the folder ${ASSETS_FOLDER} of ` +
      "@azure-ai-vision-face/ui-assets there, or set assetsUrl to where it is.";
    throw { livenessError: "Unexpected", reason: "assetsMissing", message };
  }
}

/**
 * Say how a server answers where an import failed: it may be missing, or a page served in its place.
 * @param {string} url
 */
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
 * @param {FaceLivenessDetector} element
 * @param {string} name
 */
function adoptProperty(element, name) {
  const own = Object.getOwnPropertyDescriptor(element, name);
  if (own === undefined || !delete (/** @type {any} */ (element)[name])) return;
  setOption(element, name, own.value);
}

/**
 * @param {FaceLivenessDetector} element
 * @param {string} name
 * @param {unknown} value null and undefined take the choice back
 */
function setOption(element, name, value) {
  const isFlag = typeof OPTIONS[name] === "boolean";
  // An attribute that is there says yes, unless its text is `false`, as frameworks write it.
  const read = isFlag ? value !== "false" && (value === "" || Boolean(value)) : value;
  const { chosen, run } = insideOf(element);
  if (value === undefined || value === null) delete chosen[name];
  else chosen[name] = read;
  if (run !== null) run.update();
}

/** @param {FaceLivenessDetector} element @returns {Readonly<Record<string, unknown>>} */
function optionsOf(element) {
  return Object.freeze({ ...OPTIONS, ...insideOf(element).chosen });
}

/** @param {FaceLivenessDetector} element */
function checkOptionsOf(element) {
  return Object.freeze({ ...optionsOf(element), assetsUrl: assetsOf(element) });
}

/** @param {FaceLivenessDetector} element @returns {string} absolute, with a slash at the end */
function assetsOf(element) {
  const { assetsUrl } = optionsOf(element);
  return new URL(`${assetsUrl || ASSETS_FOLDER}`.replace(/\/*$/, "/"), document.baseURI).href;
}

/** @param {FaceLivenessDetector} element */
function insideOf(element) {
  return /** @type {Inside} */ (INSIDES.get(element));
}

/**
 * Tell the page of what is on the screen, once for each change.
 * @param {FaceLivenessDetector} element
 * @returns {(state: CheckState) => void}
 */
function tellStates(element) {
  let told = "";
  return ({ screen, guidance, progress }) => {
    const detail = Object.freeze({ screen, guidance, progress });
    const text = JSON.stringify(detail);
    if (text === told) return;
    told = text;
    element.dispatchEvent(new CustomEvent("livegate-statechange", { bubbles: true, composed: true, detail }));
  };
}

function withoutToken() {
  const message = "start() needs a session auth token, as the create call has answered it.";
  return new LivenessDetectionFailure({ livenessError: "InvalidToken", reason: "tokenMissing", message });
}

/**
 * Keep a browser from reporting the rejection of a promise that nobody may be waiting for.
 * @template {Promise<any>} T
 * @param {T} promise
 */
function quiet(promise) {
  promise.catch(() => undefined);
  return promise;
}

/**
 * Define an element unless its name is taken, as by a second copy of this module, and return what the name stands for.
 * @param {string} name
 * @param {typeof FaceLivenessDetector} element
 * @returns {typeof FaceLivenessDetector}
 */
function defined(name, element) {
  if (typeof customElements === "undefined") return element;
  if (customElements.get(name) === undefined) customElements.define(name, element);
  return /** @type {typeof FaceLivenessDetector} */ (customElements.get(name));
}

/**
 * @template {string} Name
 * @param {readonly Name[]} list
 * @returns {Readonly<{[K in Name]: K}>}
 */
function names(list) {
  return Object.freeze(/** @type {any} */ (Object.fromEntries(list.map((name) => [name, name]))));
}

/** @param {string} name */
function kebab(name) {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
