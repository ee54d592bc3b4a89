/** @import {CheckState, Reason} from "../check/types.js" */
/** @import {Labels} from "../labels/labels.js" */

const OF_GUIDANCE = Object.freeze({
  noFace: "AZAIF_FeedbackLookAtCamera",
  severalFaces: "LIVEGATE_GuidanceSeveralFaces",
  tooDark: "LIVEGATE_GuidanceTooDark",
  tooBright: "LIVEGATE_GuidanceTooBright",
  moveCloser: "AZAIF_FeedbackMoveCloser",
  moveFarther: "AZAIF_FeedbackMoveBack",
  moveToCentre: "AZAIF_FeedbackFaceNotCentered",
  holdStill: "AZAIF_FeedbackTooMuchMovement",
  lookStraight: "LIVEGATE_GuidanceLookStraight",
  good: "AZAIF_FeedbackHoldStill",
});
const OF_ACTION = Object.freeze({
  smile: "AZAIF_FeedbackSmile",
  lookLeft: "AZAIF_FeedbackLookLeft",
  lookRight: "AZAIF_FeedbackLookRight",
  lookUp: "AZAIF_FeedbackLookUp",
  lookDown: "AZAIF_FeedbackLookDown",
});
const OF_SCREEN = Object.freeze({
  loading: "AZAIF_FeedbackStarting",
  permission: "LIVEGATE_PermissionHeader",
  sending: "AZAIF_FeedbackAttentionNotNeeded",
  done: "AZAIF_FeedbackFinalCompletion",
});
/** Reasons that differ for a developer and are one to the person. */
const TOLD_AS = Object.freeze(
  /** @type {Partial<Record<Reason, string>>} */ ({
    tokenMissing: "checkOver",
    tokenMalformed: "checkOver",
    tokenExpired: "checkOver",
    sessionEnded: "checkOver",
    originRefused: "refused",
    assetsMissing: "unexpected",
  }),
);
const MENDED_BY_TIME = Object.freeze(/** @type {Reason[]} */ (["timedOut", "smileMissing", "turnMissing"]));

/**
 * The key of the line under the picture.
 * @param {CheckState} state
 * @param {boolean} isLasting whether the same guidance has been there for a while
 * @returns {string}
 */
export function feedbackKey(state, isLasting) {
  const { screen } = state;
  const interruption = interruptionKey(state);
  if (interruption !== null) return interruption;
  if (screen === "capture") return captureKey(state, isLasting);
  return screen === "instructions" || screen === "failed" || screen === "closed"
    ? "AZAIF_FeedbackEmpty"
    : OF_SCREEN[screen];
}

/**
 * @param {CheckState} state
 * @param {boolean} isLasting
 */
function captureKey({ prompt, isPraised, guidance }, isLasting) {
  if (isPraised) return "AZAIF_FeedbackGreat";
  if (prompt !== null && !prompt.isNudged) return OF_ACTION[prompt.action];
  if (prompt !== null)
    return prompt.action === "smile" ? "AZAIF_FeedbackSmileNudge" : "AZAIF_FeedbackLookNudge";
  if (guidance === "moveCloser" && isLasting) return "AZAIF_FeedbackContinueToMoveCloser";
  return guidance === null ? "AZAIF_FeedbackLookAtCamera" : OF_GUIDANCE[guidance];
}

/**
 * The key of the smaller line below it; `null` for none.
 * @param {CheckState} state
 * @returns {string | null}
 */
export function hintKey(state) {
  const { screen, guidance, prompt, camera } = state;
  if (screen === "permission") return "LIVEGATE_PermissionText";
  if (screen !== "capture" || interruptionKey(state) !== null) return null;
  if (guidance === "tooDark" && prompt === null) return "AZAIF_IncreaseBrightness";
  return camera !== null && camera.isVirtual ? "LIVEGATE_VirtualCameraNote" : null;
}

/**
 * The key of why the capture stands still; `null` while it goes on.
 * @param {CheckState} state
 * @returns {string | null}
 */
export function interruptionKey({ screen, isPaused, connection }) {
  if (screen !== "capture" && screen !== "sending") return null;
  if (isPaused) return "LIVEGATE_Paused";
  return connection === "lost" ? "LIVEGATE_Reconnecting" : null;
}

/**
 * @param {Reason} reason
 * @returns {Readonly<{title: string, advice: string}>}
 */
export function failureKeys(reason) {
  const told = TOLD_AS[reason] || reason;
  return Object.freeze({ title: `LIVEGATE_Failure_${told}`, advice: `LIVEGATE_Advice_${told}` });
}

/**
 * Whether more time may mend it.
 * @param {CheckState} state
 * @returns {boolean}
 */
export function isMendedByTime({ failure, extendedTime }) {
  return failure !== null && failure.canRetry && !extendedTime && MENDED_BY_TIME.includes(failure.reason);
}

/**
 * What is said for those who do not see the screen: the line under the picture, made whole where it rests on
 * what is drawn. Empty where there is nothing new to say.
 * @param {CheckState} state
 * @param {boolean} isLasting
 * @param {Labels} labels
 * @returns {string}
 */
export function announcement(state, isLasting, labels) {
  const keys = announcedKeys(state, isLasting);
  const sentences = keys.map((key) => labels.text(key)).filter((sentence) => sentence !== "");
  return sentences.map((each) => (/[\p{L}\p{N}]$/u.test(each) ? `${each}.` : each)).join(" ");
}

/**
 * @param {CheckState} state
 * @param {boolean} isLasting
 * @returns {string[]}
 */
function announcedKeys(state, isLasting) {
  const { screen, prompt, isPraised, failure } = state;
  if (screen === "instructions") return ["LIVEGATE_InstructionsHeader", "AZAIF_ActivePromptSubHeader"];
  if ((screen === "failed" || screen === "closed") && failure !== null) {
    return Object.values(failureKeys(failure.reason));
  }
  const keys = [feedbackKey(state, isLasting)];
  if (interruptionKey(state) !== null) return keys;
  if (screen === "capture" && isPraised) keys.push("LIVEGATE_GuidanceLookStraight");
  else if (screen === "capture" && prompt !== null && prompt.isNudged) keys.push(OF_ACTION[prompt.action]);
  const hint = hintKey(state);
  return hint === null ? keys : [...keys, hint];
}
