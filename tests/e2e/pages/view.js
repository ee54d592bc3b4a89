// Shows any state of a check without a check: the view alone.
import { BROWSER_CLOCK } from "/facelivenessdetector-assets/js/page.js";
import { loadLabels } from "/facelivenessdetector-assets/js/labels/labels.js";
import { createView } from "/facelivenessdetector-assets/js/view/view.js";

const container = document.getElementById("container");
const assetsUrl = new URL("/facelivenessdetector-assets/", location.href).href;

const own = { deviceId: "own", label: "Front camera", isVirtual: false };
const second = { deviceId: "second", label: "", isVirtual: false };
const software = { deviceId: "software", label: "OBS Virtual Camera", isVirtual: true };
const capture = {
  ...{
    screen: "capture",
    mode: "PassiveActive",
    guidance: null,
    prompt: null,
    isPraised: false,
    progress: 0.4,
  },
  ...{ connection: "open", isPaused: false, camera: own, cameras: [own], extendedTime: false, failure: null },
};
const prompt = (action, isNudged = false) => ({ ...capture, prompt: { action, seconds: 10, isNudged } });
const failure = (reason, canRetry) => ({
  reason,
  canRetry,
  requestId: "0f8fad5b-d9cb-469f-a165-70867728950e",
});
const unopened = { ...capture, camera: null, cameras: [], progress: 0 };

const STATES = {
  loading: { ...unopened, screen: "loading" },
  instructions: { ...unopened, screen: "instructions" },
  permission: { ...unopened, screen: "permission" },
  good: { ...capture, guidance: "good" },
  tooDark: { ...capture, guidance: "tooDark", cameras: [own, second, software] },
  softwareCamera: {
    ...capture,
    guidance: "moveToCentre",
    camera: software,
    cameras: [own, second, software],
  },
  lookLeft: { ...prompt("lookLeft"), cameras: [own, second] },
  lookRight: prompt("lookRight"),
  lookUp: prompt("lookUp", true),
  smile: prompt("smile"),
  praise: { ...capture, isPraised: true },
  paused: { ...capture, isPaused: true },
  reconnecting: { ...capture, connection: "lost" },
  sending: { ...capture, screen: "sending", progress: 1 },
  done: { ...unopened, screen: "done", progress: 1 },
  failed: { ...unopened, screen: "failed", failure: failure("timedOut", true) },
  ended: { ...unopened, screen: "failed", failure: failure("attemptsUsed", false) },
  outcome: { ...unopened, screen: "closed", failure: failure("tokenExpired", false) },
  gone: { ...unopened, screen: "closed" },
};

function misfit(section) {
  const seen = [...section.querySelectorAll("p, h2, button, li, label")].filter((node) =>
    node.checkVisibility(),
  );
  const isCut = (node) => node.scrollWidth > node.clientWidth + 1;
  const isInside = (node) => node.getBoundingClientRect().right <= section.getBoundingClientRect().right;
  const cut = seen.filter((node) => isCut(node) || !isInside(node)).map((node) => `cut: ${node.innerText}`);
  const wide = section.scrollWidth > section.clientWidth ? ["wide"] : [];
  const beyond = section.scrollHeight - section.clientHeight;
  return [...cut, ...wide, ...(beyond > 0 ? [`long: ${beyond}`] : [])];
}

const SETTINGS = { assetsUrl, spokenGuidance: false };
let settings = SETTINGS;
let view = null;

window.screens = {
  names: Object.keys(STATES),
  events: [],

  /** Begin anew, in a locale. */
  async open(locale) {
    if (view !== null) view.close();
    const host = document.createElement("div");
    container.replaceChildren(host);
    const labels = await loadLabels({ assetsUrl, locale, fetch: (url) => fetch(url) });
    const root = host.attachShadow({ mode: "open" });
    const dispatch = (event) => window.screens.events.push(event);
    view = createView({ root, dispatch, labels, clock: BROWSER_CLOCK });
    view.update(settings);
  },

  /** Forget what was done to the page, and begin anew. */
  reset() {
    settings = SETTINGS;
    window.screens.events.splice(0);
    [document.body, container].forEach((node) => node.removeAttribute("style"));
    document.activeElement.blur();
    return window.screens.open("en");
  },

  /** Draw a state, and wait until its pictures are there. */
  async show(name) {
    view.draw(STATES[name]);
    const pictures = window.screens.root().querySelectorAll("img");
    await Promise.all([...pictures].filter((each) => each.checkVisibility()).map((each) => each.decode()));
  },

  /** Which screens, in these locales, do not fit: `cut` text, `wide` or `long` ones; where the picture `moved`. */
  async misfits(locales) {
    const found = {};
    for (const locale of locales) {
      await window.screens.open(locale);
      const places = new Set();
      for (const [name, state] of Object.entries(STATES)) {
        view.draw(state);
        const what = misfit(window.screens.root().querySelector(".check"));
        const { x, y, width } = window.screens.root().querySelector(".disc").getBoundingClientRect();
        if (width > 0 && places.add(`${x} ${y} ${width}`).size > 1) what.push("moved");
        if (what.length > 0) found[`${locale} ${name}`] = what;
      }
    }
    return found;
  },

  update(changes) {
    settings = { ...SETTINGS, ...changes };
    view.update(settings);
  },
  root: () => container.firstElementChild.shadowRoot,
};
