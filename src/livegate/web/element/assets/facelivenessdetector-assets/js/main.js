/** @import {CheckEvent, Ports, Settings, Success} from "./check/types.js" */
/** @import {Preferences} from "./device.js" */
/** @import {View} from "./view/view.js" */

import { createCameraPort } from "./camera/port.js";
import { createCheck } from "./check/check.js";
import { createPreferences, deviceIdentity } from "./device.js";
import { loadLabels } from "./labels/labels.js";
import { BROWSER_CLOCK, digestOf, tellStates, watchPage } from "./page.js";
import { failureOf } from "./protocol/failures.js";
import { readSettings } from "./settings.js";
import { createView } from "./view/view.js";

/** @typedef {Readonly<Record<string, unknown>>} Options by the names of the element's properties, all of them */

/**
 * A check on a page. `result` rejects with a `Failure`; after `stop`, which takes everything away, it may stay open.
 * @typedef {Readonly<{result: Promise<Success>, update: (options: Options) => void, stop: () => void}>} MountedCheck
 */

const CHOSEN_CAMERA = "camera";

/**
 * Run a check in a shadow root: join the camera, the service, the screens and their texts.
 * @param {{root: ShadowRoot, token: string, options: Options}} parts
 * @returns {MountedCheck}
 */
export function mountCheck({ root, token, options }) {
  const preferences = createPreferences(() => window.localStorage);
  const settings = withIdentity(readSettings(options), preferences);
  const ending = new AbortController();
  const view = openView(root, settings, dispatch, ending.signal);
  const check = createCheck({ token, settings, ports: openPorts(view, preferences) });
  const tell = tellStates(root.host);
  const releases = [check.stop, check.subscribe(tell), watchPage(dispatch)];
  const drawing = view.then((shown) => {
    check.subscribe(shown.draw);
    shown.draw(check.state);
  });
  drawing.catch(check.stop);
  tell(check.state);

  /** @param {CheckEvent} event */
  function dispatch(event) {
    if (event.type === "chooseCamera") preferences.write(CHOSEN_CAMERA, event.deviceId);
    check.dispatch(event);
  }

  return Object.freeze({
    result: Promise.all([check.result, drawing]).then(([success]) => success),
    update: (newest) => whenOpen(view, (shown) => shown.update(readSettings(newest))),
    stop: () => {
      ending.abort();
      releases.forEach((release) => release());
      whenOpen(view, (shown) => shown.close());
    },
  });
}

/**
 * @param {Promise<View>} view
 * @param {(view: View) => void} use
 */
function whenOpen(view, use) {
  view.then(use, () => undefined);
}

/**
 * @param {Settings} settings
 * @param {Preferences} preferences
 * @returns {Settings}
 */
function withIdentity(settings, preferences) {
  const made = () => deviceIdentity(preferences, () => crypto.getRandomValues(new Uint8Array(16)));
  return Object.freeze({ ...settings, deviceCorrelationId: settings.deviceCorrelationId || made() });
}

/**
 * @param {ShadowRoot} root
 * @param {Settings} settings
 * @param {(event: CheckEvent) => void} dispatch
 * @param {AbortSignal} stopped
 * @returns {Promise<View>} rejects with a `Failure` where there are no texts to show
 */
async function openView(root, settings, dispatch, stopped) {
  const { assetsUrl, locale, languageDictionary: overrides } = settings;
  const labels = await loadLabels({ assetsUrl, locale, overrides, fetch: (url) => fetch(url) });
  // The screens in the root may be another check's by now.
  stopped.throwIfAborted();
  if (!labels.isLoaded) {
    const message = `The texts could not be loaded: there is no ${assetsUrl}i18n/en.json.`;
    throw failureOf("assetsMissing", { message });
  }
  const view = createView({ root, dispatch, labels, clock: BROWSER_CLOCK });
  view.update(settings);
  return view;
}

/**
 * @param {Promise<View>} view
 * @param {Preferences} preferences
 * @returns {Ports}
 */
function openPorts(view, preferences) {
  const video = view.then((shown) => shown.video);
  // A check that is over before its camera opens asks for no video.
  video.catch(() => undefined);
  const camera = createCameraPort({
    video,
    clock: BROWSER_CLOCK,
    mediaDevices: navigator.mediaDevices,
    isSecureContext: window.isSecureContext,
    preferredId: () => preferences.read(CHOSEN_CAMERA),
    load: loadForCamera,
  });
  return Object.freeze({
    clock: BROWSER_CLOCK,
    fetch: fetch.bind(window),
    WebSocket,
    digest: digestOf,
    camera,
    loadStream: async () => (await loadForCamera()).CaptureStream,
  });
}

/**
 * Load what only an open camera needs: nobody waits for it before. Rejects with a `Failure`.
 */
async function loadForCamera() {
  try {
    const [{ showBest }, { CaptureStream }] = await Promise.all([
      import("./camera/opening.js"),
      import("./protocol/stream.js"),
    ]);
    return Object.freeze({ showBest, CaptureStream });
  } catch (error) {
    throw failureOf("assetsMissing", { message: `The rest of the assets could not be loaded (${error}).` });
  }
}
