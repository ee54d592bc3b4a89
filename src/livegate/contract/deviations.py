"""Where livegate departs from Azure's contract, or decides what the contract leaves open. Tests cite the numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deviation:
    """One numbered decision: what callers meet, and why."""

    number: str
    what: str
    why: str


DEVIATIONS: tuple[Deviation, ...] = (
    Deviation(
        "D-01",
        "A missing, blank or too long userCorrelationId in v1.3-preview.1 is answered with 400 InvalidRequestBody.",
        "Azure's service demands the field, and its code for it is not published.",
    ),
    Deviation(
        "D-02",
        "A model version that the API version has not published is refused with 400 InvalidRequestBody; a published "
        "one is accepted and returned, and the same livegate models judge in any case.",
        "Azure's error for it is not documented; an app that pins one of Azure's versions must keep working.",
    ),
    Deviation(
        "D-03",
        "The message of InvalidLivenessOperationMode names both modes.",
        "Azure's sentence names 'Passive' alone: it is older than the second mode.",
    ),
    Deviation(
        "D-04",
        "verifyReferences[].referenceType is 'image'.",
        "Every official example says so; the enumeration in the schema (Color, Infrared, Depth) does not have it.",
    ),
    Deviation(
        "D-05",
        "In v1.3-preview.1 numberOfClientAttemptsAllowed is an integer; isAbuseMonitoringEnabled, isAbuseDetected and "
        "livenessAbuseMonitoring.enabled are booleans.",
        "The schema's type 'object' is a slip of its generator: the examples and the official SDKs use these types.",
    ),
    Deviation(
        "D-06",
        "From v1.2 on a session with verify may be created without verifyImage; the device must then send it.",
        "The schema requires the part, yet Azure's Android sample leaves it out and the tutorial describes this mode.",
    ),
    Deviation(
        "D-07",
        "From v1.2 on a form may carry its fields as JSON in a part Parameters, as in the preview versions.",
        "Azure's tutorial still shows it for v1.2. A field's own part prevails.",
    ),
    Deviation(
        "D-08",
        "DELETE answers 400 InvalidSessionId where the session id is no GUID. Any other session that does not exist is "
        "404 SessionNotFound, for every operation.",
        "One page of Azure's lists both for DELETE in almost the same words; the SDK tests prove 404 for deleted ids.",
    ),
    Deviation(
        "D-09",
        "Where an attempt failed and no face was seen, error.targets.color.faceRectangle is all zeros.",
        "The schema requires the rectangle, and typed clients fail without it.",
    ),
    Deviation(
        "D-10",
        "Sessions of the versions before v1.3-preview.1 have 3 client attempts.",
        'Their descriptions promised "up to 3 retries" until Azure removed the sentence without a replacement.',
    ),
    Deviation(
        "D-11",
        "Field names match in any letter case; booleans and numbers may come as text; in forms, the words undefined "
        "and null and an empty text count as absent.",
        "Azure's own samples send such requests, so its service coerces. What exactly it accepts is not documented.",
    ),
    Deviation(
        "D-12",
        "Fields that a version does not have are passed over, and v1.3-preview.1 takes userCorrelationId, "
        "userCorrelationIdSetInClient and expectedClientIpAddress for sessions with verify too.",
        "Azure's samples send fields ahead of the schema, and its v1.3 example has these three.",
    ),
    Deviation(
        "D-13",
        "An expectedClientIpAddress that is neither an address nor a network is refused with 400 InvalidRequestBody.",
        "What Azure does is not documented; an address that can never match would otherwise go unnoticed.",
    ),
    Deviation(
        "D-14",
        "Abuse monitoring counts attempts instead of comparing faces: spoof attempts of a device, of a user and from "
        "an address, and users of a device, within 24 hours.",
        "Comparing faces needs templates to be kept beyond their session; livegate keeps keyed hashes for a day.",
    ),
    Deviation(
        "D-15",
        "The bodies of session/start and session/attempt/end and the answers to the device are livegate's own.",
        "Azure documents the paths of the device and nothing else. An unknown reason for an end is Unexpected.",
    ),
    Deviation(
        "D-16",
        "Errors without a published code have the status as code (400, 403, 404, 405, 408, 413, 431, 503) or a name of "
        "livegate's (ClientAttemptsExhausted, SessionImageNotFound, VerifyImageNotProvided, SetVerifyImageNotAllowed).",
        "Azure documents neither. The status as code is its habit for 401 and 429; the last two are client errors.",
    ),
    Deviation(
        "D-17",
        "In v1.1-preview.1 the errors of the gateway have statusCode in place of code; 401 has the code Unspecified.",
        "Azure's older pages and captures show both forms, its current table one; the versions are told apart here.",
    ),
    Deviation(
        "D-18",
        "Messages may have a sentence more than Azure's, saying what was wrong with this request.",
        "Azure's sentences leave the cause to be guessed. Correlation ids and keys are never repeated.",
    ),
    Deviation(
        "D-19",
        "A form that sends verifyImage as an empty file is an image that is too small, not an absent one.",
        "Taken as absent, it would leave the choice of the reference face to the device.",
    ),
    Deviation(
        "D-20",
        "The device's token is valid for one of livegate's sessions only; its claims are livegate's own.",
        "Azure publishes the header and the claim 'face' of its tokens, not the rest.",
    ),
    Deviation(
        "D-21",
        "v1.2 and v1.3-preview.1 have the list of sessions and the audit entries too, under their own paths and in the "
        "shapes of v1.2-preview.1.",
        "Azure removed both with v1.2. Without a list, a session whose id the app backend lost could not be erased.",
    ),
    Deviation(
        "D-22",
        "A list of sessions begins after any start of at most 64 characters, compared as plain text. 'Start parameter "
        "is invalid' is answered for audit entries, when start is no number.",
        "Azure publishes the sentence, not which texts it refuses.",
    ),
    Deviation(
        "D-23",
        "An access token without the permission that an operation needs is answered with 403 PermissionDenied.",
        "Azure uses this code and message with 401, as for a token that is not valid at all.",
    ),
    Deviation(
        "D-24",
        "What an access token may do follows from its roles and scopes, and create, read, delete and configure are "
        "told apart. Tokens of any OpenID Connect provider are accepted.",
        "Azure looks the caller's role assignments up in Azure Resource Manager; no token carries them.",
    ),
    Deviation(
        "D-25",
        "Several resources may share a host: a key opens its own. An access token that opens more than one resource of "
        "a host is refused with 401.",
        "An access token names no resource. Azure accepts one under a resource's own subdomain alone.",
    ),
    Deviation(
        "D-26",
        "While the identity provider cannot be asked for its keys, an access token that needs them is answered with "
        "503 and Retry-After; one with a key that is known is verified for 24 hours.",
        "What Azure does is not documented. 401 would make apps take a good token for a bad one.",
    ),
    Deviation(
        "D-27",
        "Limits on calls hold where the operator sets them. They count every call that its credentials let in, those "
        "of devices and those that then fail included; the calls that a limit refuses use none of it up.",
        "Azure publishes 20 calls a minute (F0) and 10 a second (S0) for a resource, and that calls with a deleted "
        "session's token count; not what else does. Its limit of 200 calls a second for a region has no counterpart.",
    ),
    Deviation(
        "D-28",
        "Beyond the quota the answer is 403, without Retry-After. From v1.2-preview.1 on its code is 403; the days "
        "until the quota is replenished are rounded up, and the word is always 'days'.",
        "Azure's sentence stands on its older pages alone. Its Python client repeats whatever carries Retry-After.",
    ),
    Deviation(
        "D-29",
        "Answers to calls that were counted have the headers RateLimit-Policy and RateLimit, and 429 has Retry-After.",
        "Azure documents no header. The two are those of the IETF's draft, so that clients can slow down in time.",
    ),
    Deviation(
        "D-30",
        "No face id is made: without returnFaceId an answer of POST /detect has no faceId, and returnFaceId=true is "
        "answered with 403 UnsupportedFeature. recognitionModel is returned without a face id.",
        "Azure's default is true for resources that were approved, and a face id stands for a face template that it "
        "keeps for a day; livegate keeps none. The error is Azure's for resources that were not approved.",
    ),
    Deviation(
        "D-31",
        "The attributes headPose, blur, exposure, noise and qualityForRecognition are measured. glasses, occlusion, "
        "accessories, mask, age, smile, facialHair and hair are refused with 400 BadArgument.",
        "livegate has no model for the others, and does not guess. Azure publishes limits of levels, not what it "
        "measures, so that the values are livegate's own.",
    ),
    Deviation(
        "D-32",
        "POST /detect takes the id of a session image alone: a url is answered with 400 InvalidRequestBody, an image "
        "in the body with 415 BadArgument.",
        "livegate serves sessions; it does not look at pictures of other origin.",
    ),
    Deviation(
        "D-33",
        "detectionModel and recognitionModel are checked, and the same livegate models look in any case, with every "
        "measured attribute; detection_02 has neither attributes nor landmarks. At most 16 faces are returned.",
        "An app that names one of Azure's models must keep working. Azure returns up to 100 faces.",
    ),
    Deviation(
        "D-34",
        "The settings of a resource hold for the sessions that are created after a change; a session keeps what held "
        "when it was created. In a change, null counts as absent.",
        "What happens to sessions that exist is not documented. A member set to null has no meaning in the schema.",
    ),
    Deviation(
        "D-35",
        "The client assets access token is a JWT that lives 24 hours and opens nothing.",
        "Azure's apps fetch gated client packages with it; livegate's client is open to everybody.",
    ),
    Deviation(
        "D-36",
        "Device calls from an address outside expectedClientIpAddress are refused with 403 ClientIpAddressNotExpected, "
        "and cost no attempt.",
        "Azure does not say what it does with the field. An expectation that is not enforced protects nobody.",
    ),
    Deviation(
        "D-37",
        "A correlation id with 10 spoof attempts within 24 hours is flagged: creating a session with it, or starting "
        "an attempt where the device brings it, is refused with 403 CorrelationIdFlagged.",
        "Azure says that no further sessions can be created with a flagged id, not when an id is flagged or what is "
        "answered.",
    ),
    Deviation(
        "D-38",
        "abuseMonitoringResult stands beside judged attempts; otherFlaggedSessions is empty unless abuse is detected, "
        "and has at most 20 attempts of sessions that still exist.",
        "Azure's schema leaves open when either is there. What was erased must not be named any more.",
    ),
    Deviation(
        "D-39",
        "A create call that is repeated within ten minutes, and before its token has run out, gets the session that it "
        "has made: the same Repeatability-Request-ID, client-request-id or x-ms-client-request-id (the first that is "
        "sent), resource, kind, fields and verify image. An id that has not 1 to 128 visible ASCII characters counts "
        "as none.",
        "Azure documents no repetition. Its SDKs repeat a create call whose answer was lost, under the same id; the "
        "first session would stay behind with nobody knowing of it.",
    ),
    Deviation(
        "D-40",
        "DELETE passes over a body of application/json, application/x-www-form-urlencoded, text/plain or no media "
        "type; a body of any other is refused with 415 BadArgument.",
        'Azure\'s page says that only "application/json" is valid, and its own samples send the other three.',
    ),
    Deviation(
        "D-41",
        "In test mode, correlation ids that begin with livegate-test- force outcomes, and every answer has the header "
        "livegate-test-mode.",
        "Apps must be tested against decisions and failures that no camera can be asked for. Azure has no such mode.",
    ),
    Deviation(
        "D-42",
        "Outside test mode, a correlation id that begins with livegate-test- is refused as an invalid one, when a "
        "session is created and when an attempt is started.",
        "An app that is deployed with its test ids must not find out from its users.",
    ),
    Deviation(
        "D-43",
        "GET session/stream is a WebSocket in every API version, over which a device streams its capture and is guided "
        "and asked; a plain GET is answered with what keeps it from opening, or 426.",
        "Azure's own way from its client packages to its service is not published. A challenge whose answers are timed "
        "needs frames as they are taken.",
    ),
    Deviation(
        "D-44",
        "GET …/{sessionId}/explanation says in every API version why each attempt ended as it did: every measured "
        "value with its limit and its weight of evidence. All other answers are as without it.",
        "Azure gives a decision alone, and users of such services ask why somebody was refused.",
    ),
    Deviation(
        "D-45",
        "A successful DELETE has the header livegate-erasure-receipt, a signed receipt. In every API version GET "
        "erasures lists the erasures of the resource by DELETE and by expiry, and GET erasures/{receiptId} has the "
        "receipt again.",
        "Azure proves nothing about a deletion. Status and body of DELETE are as without it.",
    ),
    Deviation(
        "D-46",
        "A session lives as long as its resource's setting says, 60 seconds to 48 hours, and a create call with the "
        "header livegate-session-lifetime makes it shorter, never longer: 400 InvalidSessionLifetime. Where the token "
        "would outlive the session, it is cut to the session's life, which authTokenTimeToLiveInSeconds then tells.",
        "With Azure every session lives 48 hours. Data that nobody needs any more should not wait for them.",
    ),
    Deviation(
        "D-47",
        "One session auth token may bring 512 MiB in all to a process, over uploads and streams; what goes beyond is "
        "answered 413.",
        "Uploads that are refused before they are judged spend no attempt, and would otherwise cost their sender "
        "nothing. Azure names no bound.",
    ),
    Deviation(
        "D-48",
        "Browsers may call the device operations from pages of the origins in LIVEGATE_DEVICE_ORIGINS, otherwise of "
        "the device's own machine, and of the server itself; session/stream refuses pages of all others with 403. The "
        "app backend's operations answer no page: a preflight for them is 403.",
        "Azure does not publish which origins it answers. What opens the app backend's operations must not be in a "
        "page.",
    ),
    Deviation(
        "D-49",
        "The server's own page at / may play sessions of the default resource without a key, by a grant of an hour: on "
        "the server's own machine alone, for the user who runs it, never in production (LIVEGATE_TRY_IT).",
        "Who tries the server should see a session within a minute, and learn on the way what a key is for.",
    ),
)
