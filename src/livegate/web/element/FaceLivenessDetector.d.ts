/**
 * The liveness check as a custom element: `<azure-ai-vision-face-ui>`, and `<livegate-check>` under livegate's own name.
 */

/** What went wrong with the liveness check; each value is its own name. */
export declare const LivenessError: {
  readonly None: "None";
  readonly TimedOut: "TimedOut";
  readonly InvalidToken: "InvalidToken";
  readonly CameraPermissionDenied: "CameraPermissionDenied";
  readonly CameraStartupFailure: "CameraStartupFailure";
  readonly NoFaceDetected: "NoFaceDetected";
  readonly FaceTrackingFailed: "FaceTrackingFailed";
  readonly SmileNotPerformed: "SmileNotPerformed";
  readonly HeadTurnNotPerformed: "HeadTurnNotPerformed";
  readonly ServerRequestTimedOut: "ServerRequestTimedOut";
  readonly FaceMouthRegionNotVisible: "FaceMouthRegionNotVisible";
  readonly FaceEyeRegionNotVisible: "FaceEyeRegionNotVisible";
  readonly ExcessiveImageBlurDetected: "ExcessiveImageBlurDetected";
  readonly ExcessiveFaceBrightness: "ExcessiveFaceBrightness";
  readonly FaceWithMaskDetected: "FaceWithMaskDetected";
  readonly EnvironmentNotSupported: "EnvironmentNotSupported";
  readonly UserCanceledSession: "UserCanceledSession";
  readonly UserCanceledActiveMotion: "UserCanceledActiveMotion";
  readonly UserCanceledActiveMotionPrompt: "UserCanceledActiveMotionPrompt";
  readonly UnexpectedClientError: "UnexpectedClientError";
  readonly UnexpectedServerError: "UnexpectedServerError";
  readonly ClientVersionNotSupported: "ClientVersionNotSupported";
  readonly VerifyImageNotProvided: "VerifyImageNotProvided";
  readonly Unexpected: "Unexpected";
};
export type LivenessError = typeof LivenessError[keyof typeof LivenessError];

/** What went wrong with the comparison with a photo; each value is its own name. */
export declare const RecognitionError: {
  readonly None: "None";
  readonly GenericFailure: "GenericFailure";
  readonly FaceNotFrontal: "FaceNotFrontal";
  readonly FaceEyeRegionNotVisible: "FaceEyeRegionNotVisible";
  readonly ExcessiveFaceBrightness: "ExcessiveFaceBrightness";
  readonly ExcessiveImageBlurDetected: "ExcessiveImageBlurDetected";
  readonly FaceNotFound: "FaceNotFound";
  readonly MultipleFaceFound: "MultipleFaceFound";
  readonly ContentDecodingError: "ContentDecodingError";
  readonly ImageSizeIsTooLarge: "ImageSizeIsTooLarge";
  readonly ImageSizeIsTooSmall: "ImageSizeIsTooSmall";
  readonly UnsupportedMediaType: "UnsupportedMediaType";
  readonly FaceMouthRegionNotVisible: "FaceMouthRegionNotVisible";
  readonly FaceWithMaskDetected: "FaceWithMaskDetected";
};
export type RecognitionError = typeof RecognitionError[keyof typeof RecognitionError];

export declare const LivenessStatus: {
  readonly RealFace: "RealFace";
  readonly SpoofFace: "SpoofFace";
  readonly ResultQueryableFromService: "ResultQueryableFromService";
};
export type LivenessStatus = typeof LivenessStatus[keyof typeof LivenessStatus];

export declare const RecognitionStatus: {
  readonly Recognized: "Recognized";
  readonly NotRecognized: "NotRecognized";
  readonly ResultQueryableFromService: "ResultQueryableFromService";
};
export type RecognitionStatus = typeof RecognitionStatus[keyof typeof RecognitionStatus];

/** What went wrong, as finely as the person's advice depends on it. */
export type FailureReason =
  | "timedOut"
  | "tokenMissing"
  | "tokenMalformed"
  | "tokenExpired"
  | "sessionEnded"
  | "attemptsUsed"
  | "cameraDenied"
  | "cameraMissing"
  | "cameraBusy"
  | "insecurePage"
  | "unsupportedBrowser"
  | "noFace"
  | "severalFaces"
  | "faceLost"
  | "smileMissing"
  | "turnMissing"
  | "mouthHidden"
  | "eyesHidden"
  | "blurred"
  | "tooBright"
  | "badLight"
  | "interrupted"
  | "cancelled"
  | "serverUnreachable"
  | "originRefused"
  | "serverBusy"
  | "serverFailed"
  | "refused"
  | "verifyImageMissing"
  | "clientTooOld"
  | "assetsMissing"
  | "unexpected";

/** What `start()` resolves with, whatever the decision; the app's backend reads that from the service. */
export interface LivenessDetectionSuccess {
  /** By which the service knows the result. */
  readonly resultId: string;
  /** SHA-256 of what was sent, in upper-case hexadecimal: the `digest` that the service reports. */
  readonly digest: string;
  /** Only for sessions of a preview version that were created with `sendResultsToClient`. */
  readonly livenessStatus?: LivenessStatus;
  /** The same, in sessions with a photo to compare with. */
  readonly recognitionResult?: { readonly status: RecognitionStatus };
}

/** What `start()` rejects with. */
export interface LivenessDetectionError extends Error {
  readonly livenessError: LivenessError;
  readonly recognitionError: RecognitionError;
  readonly reason: FailureReason;
  /** The service's own word, where it gave one. */
  readonly code: string | null;
  /** By which the service's log knows the call that failed. */
  readonly requestId: string | null;
  /** How many attempts the session still allows; null where that is not known. */
  readonly attemptsLeft: number | null;
  readonly resultId?: string;
}

export declare class LivenessDetectionFailure extends Error {
  constructor(failure: Partial<LivenessDetectionError>);
}
export interface LivenessDetectionFailure extends LivenessDetectionError {}

export interface SupportReport {
  readonly isSupported: boolean;
  /** What stands in the way; `message` is for developers. */
  readonly reasons: ReadonlyArray<{ readonly reason: FailureReason; readonly message: string }>;
}

/** Tell whether this page could run a check. Opens no camera and asks the person nothing. */
export declare function isSupported(options?: SupportOptions): Promise<SupportReport>;

export interface SupportOptions {
  /** As the element's property of that name. */
  readonly assetsUrl?: string;
}

/** The `detail` of the event `livegate-statechange`. */
export interface CheckStateDetail {
  readonly screen: "loading" | "instructions" | "permission" | "capture" | "sending" | "done" | "failed" | "closed";
  /** What the service says of the picture. */
  readonly guidance: string | null;
  /** 0 to 1. */
  readonly progress: number;
}

type Setting = string | null | undefined;
type Choice = boolean | null | undefined;

/** `<azure-ai-vision-face-ui>` */
export declare class FaceLivenessDetector extends HTMLElement {
  static isSupported(options?: SupportOptions): Promise<SupportReport>;

  /** Run one check. While one runs, the same token gets the same promise, and another token ends it first. */
  start(sessionAuthorizationToken: string): Promise<LivenessDetectionSuccess>;

  /** BCP 47; otherwise the page's language. */
  get locale(): string;
  set locale(value: Setting);
  /** Texts in place of the element's own, by their keys: an object, or its JSON text. */
  get languageDictionary(): any;
  set languageDictionary(value: any);
  /** The only camera to use. */
  get mediaInfoDeviceId(): string;
  set mediaInfoDeviceId(value: Setting);
  /** The address of another picture for the advice on brightness. */
  get brightnessImagePath(): string;
  set brightnessImagePath(value: Setting);
  /** A CSS length; `1.5rem` otherwise. */
  get fontSize(): string;
  set fontSize(value: Setting);
  get fontFamily(): string;
  set fontFamily(value: Setting);
  /** CSS declarations for all buttons. */
  get buttonStyles(): string;
  set buttonStyles(value: Setting);
  /** The older name of `buttonStyles`, for the Continue button alone; `buttonStyles` wins. */
  get continueButtonStyles(): string;
  set continueButtonStyles(value: Setting);
  /** CSS declarations for the line that guides the person. */
  get feedbackMessageStyles(): string;
  set feedbackMessageStyles(value: Setting);
  /** Leave out what is said before the camera opens. */
  get skipInstructions(): boolean;
  set skipInstructions(value: Choice);

  /** Where the folder of assets is; otherwise `facelivenessdetector-assets/` beside the page. */
  get assetsUrl(): string;
  set assetsUrl(value: Setting);
  /** Twice the time for smile and turns; the person may choose it too. */
  get extendedTime(): boolean;
  set extendedTime(value: Choice);
  /** Begin with the guidance spoken; the person may switch it on and off. */
  get spokenGuidance(): boolean;
  set spokenGuidance(value: Choice);
  /** Whether the person is offered another attempt here; true otherwise. */
  get retryInPlace(): boolean;
  set retryInPlace(value: Choice);
  /** For sessions that leave it to the device; otherwise a random one is made and kept. */
  get deviceCorrelationId(): string;
  set deviceCorrelationId(value: Setting);
  /** For sessions that leave it to the device. */
  get userCorrelationId(): string;
  set userCorrelationId(value: Setting);
}

/** `<livegate-check>`: the same under livegate's own name. */
export declare class LivegateCheck extends FaceLivenessDetector {}

declare global {
  interface HTMLElementTagNameMap {
    "azure-ai-vision-face-ui": FaceLivenessDetector;
    "livegate-check": LivegateCheck;
  }
  interface HTMLElementEventMap {
    "livegate-statechange": CustomEvent<CheckStateDetail>;
  }
}
