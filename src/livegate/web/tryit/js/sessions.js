import { contentOrRefusal } from "./api.js";

/**
 * @typedef {import("./api.js").Api} Api
 * @typedef {import("./types.js").Attempt} Attempt
 * @typedef {import("./types.js").Choices} Choices
 * @typedef {import("./types.js").ExplainedAttempt} ExplainedAttempt
 * @typedef {import("./types.js").Session} Session
 */

const ROOT = "/face/v1.2";

/**
 * Create a session as an app's backend does.
 * @param {Api} api
 * @param {Choices} choices
 * @returns {Promise<Session>}
 */
export async function createSession(api, choices) {
  const fields = {
    livenessOperationMode: choices.mode,
    deviceCorrelationId: choices.correlationId,
    enableSessionImage: choices.keepsImage,
  };
  const kind = choices.verifyImage === null ? "detectLiveness" : "detectLivenessWithVerify";
  const path = `${ROOT}/${kind}-sessions`;
  const content =
    choices.verifyImage === null
      ? { json: fields }
      : { form: formOf({ ...fields, verifyImage: choices.verifyImage }) };
  const { sessionId, authToken } = await contentOrRefusal(await api("POST", path, content));
  return Object.freeze({ id: sessionId, path: `${path}/${sessionId}`, token: authToken });
}

/**
 * Hand a recording in as a device would that films first and sends afterwards.
 * @param {Api} api
 * @param {Session} session
 * @param {File} recording
 */
export async function uploadRecording(api, session, recording) {
  const kind = session.path.includes("WithVerify") ? "detectLivenessWithVerify" : "detectLiveness";
  const headers = { Authorization: `Bearer ${session.token}` };
  const form = formOf({ Content: recording });
  await contentOrRefusal(await api("POST", `${ROOT}/${kind}/singleModal`, { form, headers }));
}

/**
 * Read the newest attempt, and why it ended as it did.
 * @param {Api} api
 * @param {Session} session
 * @returns {Promise<{attempt: Attempt | null, explained: ExplainedAttempt | null}>}
 */
export async function readOutcome(api, session) {
  const read = await contentOrRefusal(await api("GET", session.path));
  const explanation = await contentOrRefusal(await api("GET", `${session.path}/explanation`));
  return { attempt: read.results.attempts[0] || null, explained: explanation.attempts[0] || null };
}

/**
 * Read the session image.
 * @param {Api} api
 * @param {string} imageId
 * @returns {Promise<Blob>}
 */
export async function readImage(api, imageId) {
  return (await api("GET", `${ROOT}/sessionImages/${imageId}`)).blob();
}

/**
 * Erase a session, and ask for it once more. The receipt is null where the server gave none.
 * @param {Api} api
 * @param {Session} session
 * @returns {Promise<{receipt: string | null, statusAfterwards: number}>}
 */
export async function eraseSession(api, session) {
  const answer = await api("DELETE", session.path);
  await contentOrRefusal(answer);
  const again = await api("GET", session.path);
  return { receipt: answer.headers.get("livegate-erasure-receipt"), statusAfterwards: again.status };
}

/** @param {Readonly<Record<string, string | boolean | File>>} fields */
function formOf(fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields))
    form.append(name, value instanceof File ? value : `${value}`);
  return form;
}
