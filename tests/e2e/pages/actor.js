// Stands in for the camera: a rendered person who reads the screen of the check and does what it says.
const STEPS = 6;
const STEP_MILLISECONDS = 70;
const SWAY_PIXELS = 1.5;
const ASKED = new Map([
  ["Turn your face to the left", "lookLeft"],
  ["Turn your face to the right", "lookRight"],
  ["Turn your face up", "lookUp"],
  ["Turn your face down", "lookDown"],
  ["Smile to confirm you’re human", "smile"],
]);

const actions = [...ASKED.values()];
const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
const picture = canvas.getContext("2d");

/** Everything that was read so far, in order: each line under the picture, and where the arrow pointed with it. */
window.read = [];

/** What the line under the picture asks for now, if anything. */
function whatIsAsked() {
  const element = document.querySelector("azure-ai-vision-face-ui");
  const find = (selector) => element && element.shadowRoot.querySelector(selector);
  const [line, arrow] = [find("[part~=feedback]"), find("[data-action]")];
  const text = line ? line.textContent : "";
  const last = read[read.length - 1];
  if (last === undefined || last.text !== text) read.push({ text, arrow: arrow ? arrow.dataset.action : null });
  return ASKED.get(text);
}

async function loadPictures() {
  const load = async (name) => createImageBitmap(await (await fetch(`/actor/${name}.jpg`)).blob());
  const pictures = new Map();
  for (const action of actions) {
    pictures.set(action, await Promise.all(Array.from({ length: STEPS + 1 }, (_, step) => load(`${action}-${step}`))));
  }
  return pictures;
}

async function act() {
  const pictures = await loadPictures();
  let [action] = actions;
  let step = 0;
  let movedAt = 0;
  const draw = (time) => {
    const asked = whatIsAsked();
    if (time - movedAt > STEP_MILLISECONDS) {
      movedAt = time;
      if (asked !== undefined && step === 0) action = asked;
      step = asked === action ? Math.min(step + 1, STEPS) : Math.max(step - 1, 0);
    }
    const sway = [Math.sin(time / 500), Math.cos(time / 700)].map((share) => share * SWAY_PIXELS);
    picture.drawImage(pictures.get(action)[step], ...sway);
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
}

const acting = act();
navigator.mediaDevices.getUserMedia = async () => {
  await acting;
  return canvas.captureStream(30);
};
