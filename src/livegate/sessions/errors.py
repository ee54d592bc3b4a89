"""Why a use case cannot go on; the doors turn each into an answer of the contract."""

from livegate.liveness.observation import MediaFault


class SessionError(Exception):
    """Base of all refusals of this room."""


class SessionNotFoundError(SessionError):
    """No such session under this resource and kind, or it has expired or was deleted."""


class ImageNotFoundError(SessionError):
    """No such session image under this resource, or its session is gone."""


class DeviceCorrelationIdMissingError(SessionError):
    """The device must bring the device correlation id and did not."""


class UserCorrelationIdMissingError(SessionError):
    """The device must bring the user correlation id and did not."""

    def __init__(self) -> None:
        super().__init__("userCorrelationId must be sent with session start.")


class FlaggedCorrelationIdError(SessionError):
    """Too many spoof attempts were made under a correlation id of the call; the message says which id it is."""


class UnexpectedClientAddressError(SessionError):
    """The device calls from another address than the app backend expects."""


class DeviceCorrelationIdRefusedError(SessionError):
    """The device correlation id is one of test mode's, and cannot be used so; the message says why."""


class UserCorrelationIdRefusedError(SessionError):
    """The user correlation id is one of test mode's, and cannot be used so; the message says why."""


class ScriptedRefusalError(SessionError):
    """Test mode forces this call to be refused."""

    def __init__(self, refusal: str) -> None:
        """Keep which error the doors are to answer with."""
        super().__init__(refusal)
        self.refusal = refusal


class AttemptsExhaustedError(SessionError):
    """Every attempt that the session allows has been made."""


class AttemptConflictError(SessionError):
    """Another call is working on this session's attempt."""


class StreamNotResumableError(SessionError):
    """A device wants to go on with a streamed capture that this process does not run for it."""


class FramesDisorderedError(SessionError):
    """The sequence numbers or capture times of streamed frames do not grow; the message says which."""


class CaptureTooLargeError(SessionError):
    """A streamed frame, or the capture with it, is larger than the limits; the message says by which."""


class FramesTooFastError(SessionError):
    """Frames are streamed faster than they are taken; the message says how fast that is."""


class VerifyImageNotProvidedError(SessionError):
    """The session compares with a verify image, and neither the app backend nor the device has sent one."""


class VerifyImageNotAllowedError(SessionError):
    """The device sent a verify image where the app backend has set one, or where nothing is compared."""


class VerifyImageRefusedError(SessionError):
    """The verify image cannot serve as a reference."""

    def __init__(self, fault: MediaFault | None, message: str, client_error: str) -> None:
        """Keep the media fault (None: the picture is readable, its face is not usable) and the device's error name."""
        super().__init__(message)
        self.fault = fault
        self.message = message
        self.client_error = client_error
