/**
 * The shapes that the element's modules hand each other. There is nothing here at run time.
 *
 * @module
 */

/** @import {Started} from "../protocol/calls.js" */
/** @import {Decision} from "../protocol/messages.js" */
/** @import {CaptureStream, StreamEvent} from "../protocol/stream.js" */

/**
 * Why a check failed, as finely as the person's advice depends on it.
 *
 * @typedef {"timedOut" | "tokenMissing" | "tokenMalformed" | "tokenExpired" | "sessionEnded" | "attemptsUsed"
 *   | "cameraDenied" | "cameraMissing" | "cameraBusy" | "insecurePage" | "unsupportedBrowser"
 *   | "noFace" | "severalFaces" | "faceLost" | "smileMissing" | "turnMissing" | "mouthHidden" | "eyesHidden"
 *   | "blurred" | "tooBright" | "badLight" | "interrupted" | "cancelled"
 *   | "serverUnreachable" | "originRefused" | "serverBusy" | "serverFailed" | "refused"
 *   | "verifyImageMissing" | "clientTooOld" | "assetsMissing" | "unexpected"} Reason
 */

/**
 * Azure's names of what can go wrong with the liveness check.
 *
 * @typedef {"None" | "TimedOut" | "InvalidToken" | "CameraPermissionDenied" | "CameraStartupFailure"
 *   | "NoFaceDetected" | "FaceTrackingFailed" | "SmileNotPerformed" | "HeadTurnNotPerformed"
 *   | "ServerRequestTimedOut" | "FaceMouthRegionNotVisible" | "FaceEyeRegionNotVisible"
 *   | "ExcessiveImageBlurDetected" | "ExcessiveFaceBrightness" | "FaceWithMaskDetected"
 *   | "EnvironmentNotSupported" | "UserCanceledSession" | "UserCanceledActiveMotion"
 *   | "UserCanceledActiveMotionPrompt" | "UnexpectedClientError" | "UnexpectedServerError"
 *   | "ClientVersionNotSupported" | "VerifyImageNotProvided" | "Unexpected"} LivenessErrorName
 */

/**
 * Azure's names of what can go wrong with the comparison.
 *
 * @typedef {"None" | "GenericFailure" | "FaceNotFrontal" | "FaceEyeRegionNotVisible"
 *   | "ExcessiveFaceBrightness" | "ExcessiveImageBlurDetected" | "FaceNotFound" | "MultipleFaceFound"
 *   | "ContentDecodingError" | "ImageSizeIsTooLarge" | "ImageSizeIsTooSmall" | "UnsupportedMediaType"
 *   | "FaceMouthRegionNotVisible" | "FaceWithMaskDetected"} RecognitionErrorName
 */

/**
 * What a check rejects with. `message` is for developers, `code` the server's word, `requestId` what the
 * server's log knows the call as, and `attemptsLeft` how many attempts the session still allows; null where
 * it is not known.
 *
 * @typedef {Readonly<{
 *   livenessError: LivenessErrorName,
 *   recognitionError: RecognitionErrorName,
 *   message: string,
 *   reason: Reason,
 *   code: string | null,
 *   requestId: string | null,
 *   attemptsLeft: number | null,
 * }>} Failure
 */

/** @typedef {Readonly<Failure & {canRetry: boolean}>} ShownFailure */

/**
 * What a check resolves with.
 *
 * @typedef {Readonly<{resultId: string, digest: string} & Decision>} Success
 */

/** @typedef {Readonly<{deviceId: string, label: string, isVirtual: boolean}>} Camera */

/** @typedef {"Passive" | "PassiveActive"} Mode */

/**
 * What the server tells about the picture.
 *
 * @typedef {"noFace" | "severalFaces" | "tooDark" | "tooBright" | "moveCloser" | "moveFarther"
 *   | "moveToCentre" | "holdStill" | "lookStraight" | "good"} GuidanceWord
 */

/**
 * What the server asks for; left and right are the person's own.
 *
 * @typedef {"smile" | "lookLeft" | "lookRight" | "lookUp" | "lookDown"} Action
 */

/** @typedef {Readonly<{action: Action, seconds: number, isNudged: boolean}>} Prompt */

/**
 * @typedef {"loading" | "instructions" | "permission" | "capture" | "sending" | "done" | "failed"
 *   | "closed"} Screen
 */

/** @typedef {"connecting" | "open" | "lost"} Connection */

/**
 * What the view draws. `progress` is 0 to 1; `cameras` are those that the person may choose from now.
 *
 * @typedef {Readonly<{
 *   screen: Screen,
 *   mode: Mode,
 *   guidance: GuidanceWord | null,
 *   prompt: Prompt | null,
 *   isPraised: boolean,
 *   progress: number,
 *   connection: Connection,
 *   isPaused: boolean,
 *   camera: Camera | null,
 *   cameras: readonly Camera[],
 *   extendedTime: boolean,
 *   failure: ShownFailure | null,
 * }>} CheckState
 */

/**
 * What the person does on the screen, and what becomes of the page.
 *
 * @typedef {Readonly<{type: "continue" | "cancel" | "close" | "retry" | "hidden" | "visible"}>
 *   | Readonly<{type: "chooseCamera", deviceId: string}>
 *   | Readonly<{type: "extendTime", isExtended: boolean}>} CheckEvent
 */

/**
 * The element's properties. `assetsUrl` is absolute and ends with a slash.
 *
 * @typedef {Readonly<{
 *   locale: string | null,
 *   languageDictionary: Readonly<Record<string, string>> | null,
 *   mediaInfoDeviceId: string | null,
 *   brightnessImagePath: string | null,
 *   fontSize: string | null,
 *   fontFamily: string | null,
 *   buttonStyles: string | null,
 *   continueButtonStyles: string | null,
 *   feedbackMessageStyles: string | null,
 *   skipInstructions: boolean,
 *   extendedTime: boolean,
 *   spokenGuidance: boolean,
 *   retryInPlace: boolean,
 *   deviceCorrelationId: string | null,
 *   userCorrelationId: string | null,
 *   assetsUrl: string,
 * }>} Settings
 */

/**
 * A picture of the camera, and when it was taken: microseconds of a steady clock.
 *
 * @typedef {Readonly<{jpeg: Blob, capturedAt: number}>} Frame
 */

/**
 * `setRate` takes frames a second.
 *
 * @typedef {Readonly<{
 *   start: (onFrame: (frame: Frame) => void) => void,
 *   setRate: (rate: number) => void,
 *   stop: () => void,
 * }>} FrameSource
 */

/**
 * `onEnded` and `onMuted` tell what the system does to the camera, not what `close` does.
 *
 * @typedef {Readonly<{
 *   camera: Camera,
 *   cameras: readonly Camera[],
 *   frames: FrameSource,
 *   onEnded: (callback: () => void) => void,
 *   onMuted: (muted: () => void, unmuted: () => void) => void,
 *   close: () => void,
 * }>} OpenCamera
 */

/**
 * `open` rejects with a `{reason}`; without a `deviceId` it chooses itself.
 *
 * @typedef {Readonly<{open: (wanted: {deviceId: string | null}) => Promise<OpenCamera>}>} CameraPort
 */

/**
 * Milliseconds: `now` since 1970, steadily growing, as `performance.timeOrigin + performance.now()`; `after`
 * calls back once and returns how to prevent it.
 *
 * @typedef {Readonly<{
 *   now: () => number,
 *   after: (milliseconds: number, callback: () => void) => () => void,
 * }>} Clock
 */

/**
 * All that a check needs of its surroundings. `digest` is the SHA-256 of all blobs in their order, in
 * hexadecimal; `loadStream`, called once the camera is open, rejects with a `{reason}`.
 *
 * @typedef {Readonly<{
 *   clock: Clock,
 *   fetch: typeof globalThis.fetch,
 *   WebSocket: typeof globalThis.WebSocket,
 *   digest: (blobs: readonly Blob[]) => Promise<string>,
 *   camera: CameraPort,
 *   loadStream: () => Promise<typeof CaptureStream>,
 * }>} Ports
 */

/**
 * A running check. `result` rejects with a `Failure`; `subscribe` returns how to end it.
 *
 * @typedef {Readonly<{
 *   readonly state: CheckState,
 *   result: Promise<Success>,
 *   subscribe: (listener: (state: CheckState) => void) => () => void,
 *   dispatch: (event: CheckEvent) => void,
 *   stop: () => void,
 * }>} Check
 */

/**
 * `shown` is what the view draws. `strictCamera` is the app's wish and `wantedCamera` that or the person's.
 * `isStarted` and `isAttemptOpen` tell of the attempt: the former that session/start was answered in this
 * try, the latter that it has not been spent since. `isStreaming` tells whether a stream is open or opening,
 * `isSending` whether it has been welcomed; `known` are the cameras of this device. Times are milliseconds;
 * `pausedAt` is null while nothing is away.
 *
 * @typedef {Readonly<{
 *   shown: CheckState,
 *   isRetryAllowed: boolean,
 *   strictCamera: string | null,
 *   wantedCamera: string | null,
 *   known: readonly Camera[],
 *   isStarted: boolean,
 *   isAttemptOpen: boolean,
 *   attemptsLeft: number | null,
 *   requestId: string | null,
 *   isStreaming: boolean,
 *   isSending: boolean,
 *   hasPrompted: boolean,
 *   promptedAt: number,
 *   idle: number,
 *   isHidden: boolean,
 *   isMuted: boolean,
 *   isCameraLost: boolean,
 *   pausedAt: number | null,
 * }>} Machine
 */

/** @typedef {"permission" | "nudge" | "praise" | "pause" | "farewell"} TimerName */

/**
 * @typedef {Readonly<{type: "startSession", extendedTime: boolean}>
 *   | Readonly<{type: "openCamera", deviceId: string | null}>
 *   | Readonly<{type: "closeCamera"}>
 *   | Readonly<{type: "openStream", cameraLabel: string}>
 *   | Readonly<{type: "cancelStream", reason: LivenessErrorName}>
 *   | Readonly<{type: "sendFrames"}>
 *   | Readonly<{type: "setRate", rate: number}>
 *   | Readonly<{type: "endAttempt", reason: LivenessErrorName}>
 *   | Readonly<{type: "setTimer", name: TimerName, milliseconds: number}>
 *   | Readonly<{type: "clearTimer", name: TimerName}>
 *   | Readonly<{type: "release"}>
 *   | Readonly<{type: "resolve", success: Success}>
 *   | Readonly<{type: "reject", failure: Failure}>} Effect  `release` closes and stops everything
 */

/**
 * What the ports tell.
 *
 * @typedef {Readonly<{type: "begin", skipsInstructions: boolean}>
 *   | Readonly<{type: "stop" | "cameraEnded" | "cameraMuted" | "cameraUnmuted"}>
 *   | Readonly<{type: "started"}> & Started
 *   | Readonly<{type: "startFailed", failure: Failure}>
 *   | Readonly<{type: "cameraOpened", camera: Camera, cameras: readonly Camera[]}>
 *   | Readonly<{type: "cameraRefused", reason: Reason, message: string | null}>
 *   | Readonly<{type: "timer", name: TimerName}>
 *   | StreamEvent} PortEvent
 */

/** @typedef {(CheckEvent | PortEvent) & Readonly<{at: number}>} MachineEvent  milliseconds of the clock */

/** @typedef {Readonly<{machine: Machine, effects: readonly Effect[]}>} Step */

export {};
