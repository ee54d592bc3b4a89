// An app that uses the element as the published samples do: imported for its effect, and again for its types.

import "@azure/ai-vision-face-ui";
import {
  FaceLivenessDetector,
  LivegateCheck,
  LivenessDetectionError,
  LivenessDetectionSuccess,
  LivenessError,
  LivenessStatus,
  RecognitionError,
  RecognitionStatus,
  isSupported,
} from "@azure/ai-vision-face-ui";
import type { FailureReason, SupportReport } from "@azure/ai-vision-face-ui/FaceLivenessDetector.js";

let shown = "";
let recognition: string;

const detector = document.createElement("azure-ai-vision-face-ui") as FaceLivenessDetector;
detector.locale = "de-AT";
detector.languageDictionary = { AZAIF_FeedbackGreat: "Super!" };
detector.languageDictionary = "{}";
detector.mediaInfoDeviceId = undefined;
detector.brightnessImagePath = "/sun.svg";
detector.fontSize = "1rem";
detector.fontFamily = "serif";
detector.buttonStyles = "color: black";
detector.continueButtonStyles = "color: black";
detector.feedbackMessageStyles = "color: black";
detector.skipInstructions = true;
document.body.append(detector);

detector
  .start("a token")
  .then((success: LivenessDetectionSuccess) => {
    shown = success.resultId + success.digest;
    const status: LivenessStatus | undefined = success.livenessStatus;
    const isRecognized = success.recognitionResult?.status === RecognitionStatus.Recognized;
    shown += `${status === LivenessStatus.RealFace} ${isRecognized}`;
  })
  .catch((error: LivenessDetectionError) => {
    shown = error.livenessError as string;
    recognition = error.recognitionError;
    const isLate = error.livenessError === LivenessError.TimedOut;
    const isCancelled = error.livenessError === "UserCanceledSession";
    const reason: FailureReason = error.reason;
    shown += `${error.message} ${reason} ${isLate} ${isCancelled} ${recognition === RecognitionError.None}`;
  });

const own: LivegateCheck = document.createElement("livegate-check");
own.assetsUrl = "/assets/face/";
own.retryInPlace = false;
own.addEventListener("livegate-statechange", ({ detail }) => {
  shown = `${detail.screen} ${detail.guidance} ${Math.round(detail.progress * 100)}`;
});

async function explain(): Promise<string[]> {
  const report: SupportReport = await isSupported();
  const again = await FaceLivenessDetector.isSupported();
  return report.isSupported && again.isSupported ? [shown] : report.reasons.map(({ message }) => message);
}

void explain();
