// What is in the frame: the module is loaded when a check begins, from the root of the site, and the outcome is told.
const container = document.getElementById("container");

async function check(token) {
  await import("/FaceLivenessDetector.js");
  const element = document.createElement("azure-ai-vision-face-ui");
  container.appendChild(element);
  try {
    parent.postMessage({ type: "success", result: JSON.stringify(await element.start(token)) }, "*");
  } catch (error) {
    const { livenessError, recognitionError } = error;
    parent.postMessage({ type: "error", error: { livenessError, recognitionError } }, "*");
  }
}

window.addEventListener("message", ({ data }) => data.type === "start" && check(data.token));
parent.postMessage({ type: "ready" }, "*");
