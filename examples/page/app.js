// The app's page: it gets a token from its own backend, runs the check, and asks its backend for the verdict.

async function check() {
  const { sessionId, authToken, endpoint } = await (await fetch("/sessions", { method: "POST" })).json();
  await import(`${endpoint}/FaceLivenessDetector.js`);
  const component = document.createElement("azure-ai-vision-face-ui");
  component.assetsUrl = `${endpoint}/facelivenessdetector-assets/`;
  document.getElementById("place").replaceChildren(component);
  const verdict = document.getElementById("verdict");
  try {
    await component.start(authToken);
    const { livenessDecision } = await (await fetch(`/sessions/${sessionId}`)).json();
    verdict.textContent = livenessDecision;
  } catch ({ livenessError, message }) {
    verdict.textContent = `${livenessError}: ${message}`;
  }
}

document.getElementById("check").addEventListener("click", check);
