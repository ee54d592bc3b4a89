/**
 * What a call of this page was and how it was answered; texts are as the page shows them, without secrets.
 * @typedef {Readonly<{method: string, path: string, status: number, milliseconds: number, content: unknown,
 *   headers: Headers}>} Exchange
 */

/**
 * What a person has chosen for a session. Without a recording the camera is used.
 * @typedef {Readonly<{mode: "Passive" | "PassiveActive", verifyImage: File | null, recording: File | null,
 *   keepsImage: boolean, correlationId: string}>} Choices
 */

/**
 * A session that was created: its own path, and all that a device gets.
 * @typedef {Readonly<{id: string, path: string, token: string}>} Session
 */

/**
 * What the service says of an attempt in `v1.2`; one of `result` and `error` is there once it is over.
 * @typedef {Readonly<{attemptId: number, attemptStatus: string,
 *   result?: {livenessDecision: string, digest: string, sessionImageId?: string,
 *     verifyResult?: {matchConfidence: number, isIdentical: boolean}},
 *   error?: {code: string, message: string}}>} Attempt
 */

/**
 * One measured value of an explanation.
 * @typedef {Readonly<{code: string, cue?: string, value: number, limit: number, quality?: number,
 *   weight?: number, description: string}>} Reason
 */

/**
 * Why an attempt ended as it did.
 * @typedef {Readonly<{attemptId: number, reasons: readonly Reason[],
 *   weighing?: {operatingPoint: string, total: number, acceptFrom: number, rejectBelow: number},
 *   models?: readonly string[]}>} ExplainedAttempt
 */

export {};
