// The habits of a component whose effect runs at mount and again when its state changes: it puts up an element and
// starts it, with a token or before there is one, and takes it away before the next run.
import "/js/azure-ai-vision-face-ui/FaceLivenessDetector.js";
import { createSession, readResult } from "/sample_calls.js";

const main = document.querySelector("main");
const container = main.appendChild(document.createElement("div"));

/** What each start came to, in order. */
window.heard = [];

function effect(session) {
  let element = document.querySelector("azure-ai-vision-face-ui");
  if (element === null) {
    element = document.createElement("azure-ai-vision-face-ui");
    container.appendChild(element);
  }
  element.start(session && session.authToken).then(
    async () => {
      heard.push("success");
      // The view with the result takes the place of the component.
      cleanUp();
      main.textContent = await readResult(session.sessionId);
    },
    (failure) => heard.push(failure.livenessError),
  );
  const cleanUp = () => container.contains(element) && container.removeChild(element);
  return cleanUp;
}

// In development, frameworks mount twice to find effects that do not clean up.
effect(undefined)();
const cleanUp = effect(undefined);
const session = await createSession("Passive");
cleanUp();
effect(session);
