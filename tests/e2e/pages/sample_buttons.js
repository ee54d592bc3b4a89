// The habits of the sample without a framework: one element that stays, no scrolling, and retries with the same token.
import "/js/azure-ai-vision-face-ui/FaceLivenessDetector.js";
import { createSession, readResult } from "/sample_calls.js";

const [container, choices, after, result, photo] = ["container", "choices", "after", "result", "photo"].map((id) =>
  document.getElementById(id),
);
let session = null;

// Meant against zooming; `scale` is undefined in most browsers, so that nothing scrolls.
for (const name of ["wheel", "touchmove"]) {
  window.addEventListener(name, (event) => event.scale !== 1 && event.preventDefault(), { passive: false });
}

function showAfterwards(text) {
  result.textContent = text;
  result.hidden = false;
  after.hidden = false;
}

async function check() {
  result.hidden = true;
  choices.hidden = true;
  let element = document.querySelector("azure-ai-vision-face-ui");
  if (element === null) {
    element = document.createElement("azure-ai-vision-face-ui");
    container.appendChild(element);
  }
  try {
    await element.start(session.authToken);
    showAfterwards(await readResult(session.sessionId, photo.files[0]));
  } catch (failure) {
    showAfterwards(`${failure.livenessError}, ${failure.recognitionError}`);
  }
}

for (const button of choices.querySelectorAll("button")) {
  button.addEventListener("click", async () => {
    session = await createSession(button.dataset.mode, photo.files[0]);
    await check();
  });
}

document.getElementById("retry").addEventListener("click", async () => {
  after.hidden = true;
  container.removeChild(document.querySelector("azure-ai-vision-face-ui"));
  await check();
});
