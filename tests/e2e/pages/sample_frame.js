// The habits of the sample whose own runtime needs the page for itself: the check runs in a frame, and both talk.
import { createSession, readResult } from "/sample_calls.js";

const result = document.getElementById("result");
const frame = document.createElement("iframe");
frame.src = "/sample_framed.html";
frame.title = "Check";
frame.allow = "camera";
const session = await createSession("Passive");

window.addEventListener("message", async ({ data }) => {
  if (data.type === "ready") frame.contentWindow.postMessage({ type: "start", token: session.authToken }, "*");
  if (data.type === "success") result.textContent = `${await readResult(session.sessionId)} ${data.result}`;
  if (data.type === "error") result.textContent = data.error.livenessError;
});
document.getElementById("container").appendChild(frame);
