/**
 * Today's keys of the texts that 0.17 and 0.18 of Microsoft's component named without a prefix; apps written
 * then still bring them.
 * @type {Readonly<Record<string, ReadonlyArray<string>>>}
 */
export const FORMER_KEYS = Object.freeze({
  None: ["AZAIF_FeedbackEmpty"],
  LookAtCamera: ["AZAIF_FeedbackLookAtCamera"],
  FaceNotCentered: ["AZAIF_FeedbackFaceNotCentered"],
  MoveCloser: ["AZAIF_FeedbackMoveCloser"],
  ContinueToMoveCloser: ["AZAIF_FeedbackContinueToMoveCloser"],
  MoveBack: ["AZAIF_FeedbackMoveBack"],
  TooMuchMovement: ["AZAIF_FeedbackTooMuchMovement"],
  AttentionNotNeeded: ["AZAIF_FeedbackAttentionNotNeeded"],
  Smile: ["AZAIF_FeedbackSmile"],
  LookInFront: ["LIVEGATE_GuidanceLookStraight"],
  LookUp: ["AZAIF_FeedbackLookUp"],
  LookUpRight: ["AZAIF_FeedbackLookUpRight"],
  LookUpLeft: ["AZAIF_FeedbackLookUpLeft"],
  LookRight: ["AZAIF_FeedbackLookRight"],
  LookLeft: ["AZAIF_FeedbackLookLeft"],
  LookDown: ["AZAIF_FeedbackLookDown"],
  LookDownRight: ["AZAIF_FeedbackLookDownRight"],
  LookDownLeft: ["AZAIF_FeedbackLookDownLeft"],
  TimedOut: ["LIVEGATE_Failure_timedOut"],
  EnvironmentNotSupported: ["LIVEGATE_Failure_badLight"],
  FaceTrackingFailed: ["LIVEGATE_Failure_faceLost"],
  IncreaseBrightnessToMax: ["AZAIF_IncreaseBrightnessToMax"],
  Tip1Title: ["AZAIF_BrightnessTip1Title"],
  Tip2Title: ["AZAIF_BrightnessTip2Title"],
  Tip3Title: ["AZAIF_BrightnessTip3Title"],
  Tip1: ["AZAIF_BrightnessTip1"],
  Tip2: ["AZAIF_BrightnessTip2"],
  Tip3: ["AZAIF_BrightnessTip3"],
  Continue: ["AZAIF_BrightnessContinue", "AZAIF_ContinuePrompt"],
});

/**
 * The texts that an app brings, under today's keys. What is no text is left out; today's key wins over a
 * former one.
 * @param {unknown} overrides a `languageDictionary`
 * @returns {Readonly<Record<string, string>>}
 */
export function readOverrides(overrides) {
  const isDictionary = typeof overrides === "object" && overrides !== null;
  const texts = isDictionary ? Object.entries(overrides).filter(([, text]) => typeof text === "string") : [];
  const former = texts.flatMap(([key, text]) =>
    Object.prototype.hasOwnProperty.call(FORMER_KEYS, key)
      ? FORMER_KEYS[key].map((today) => [today, text])
      : [],
  );
  return Object.freeze(Object.fromEntries([...former, ...texts]));
}
