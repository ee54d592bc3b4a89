// What the pages of the sample apps ask their backend for, in the words they send.

/** Create a session, with a photo if there is one; returns what the backend was answered. */
export async function createSession(mode, photo = null) {
  const parameters = {
    livenessOperationMode: mode,
    deviceCorrelationId: new URLSearchParams(location.search).get("device") || (await cameraId()),
    userCorrelationId: "A1b2C3d4E5",
    enableSessionImage: true,
  };
  const asked =
    photo === null
      ? { body: JSON.stringify(parameters), headers: { "Content-Type": "application/json" } }
      : { body: formOf({ verifyImage: photo, ...parameters }) };
  return (await fetch(`/api/${actionOf(photo)}-sessions`, { method: "POST", ...asked })).json();
}

/** Read the words for the newest attempt of a session: they are for people. */
export async function readResult(sessionId, photo = null) {
  // A GET without a body that names the type of one.
  const headers = { "Content-Type": "application/json" };
  const session = await (await fetch(`/api/${actionOf(photo)}-sessions/${sessionId}`, { headers })).json();
  const { livenessDecision, verifyResult } = session.results.attempts[0].result;
  const liveness = livenessDecision === "realface" ? "Real Person" : "Spoof";
  if (photo === null) return liveness;
  return `${liveness}, ${verifyResult.isIdentical ? "Same Person" : "Not the same person"}`;
}

function actionOf(photo) {
  return photo === null ? "detectLiveness" : "detectLivenessWithVerify";
}

function formOf(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

/** 64 hexadecimal digits; before the camera was opened there is none in some browsers, and `undefined` is sent. */
async function cameraId() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const named = devices.find(({ deviceId }) => deviceId !== "");
  return named && named.deviceId;
}
