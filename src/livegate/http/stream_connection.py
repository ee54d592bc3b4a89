"""One connection to a device that streams, from hello to the close code."""

import asyncio

from starlette.websockets import WebSocketDisconnect

from livegate.contract import error_catalogue as catalogue
from livegate.contract.client_errors import ClientError
from livegate.contract.errors import ServiceError
from livegate.contract.stream_messages import BinaryMessage, Cancel, Finish
from livegate.http.calls import StreamCall
from livegate.http.failures import service_error
from livegate.http.rendering.stream import welcome
from livegate.http.stream_inbox import StreamInbox
from livegate.http.stream_outbox import NORMAL, StreamOutbox
from livegate.sessions.capture_streams import CaptureStreams
from livegate.sessions.errors import SessionError, SessionNotFoundError
from livegate.sessions.received_frames import StreamedFrame
from livegate.sessions.running_capture import Closure, RunningCapture, Stop
from livegate.sessions.session import Exchange

SERVICE_RESTART = 1012
"""What uvicorn closes connections with when the server stops (IANA's registry of close codes)."""


class StreamConnection:
    """Serves an accepted WebSocket until it is closed."""

    def __init__(self, call: StreamCall, exchange: Exchange, streams: CaptureStreams) -> None:
        self._call = call
        self._exchange = exchange
        self._streams = streams
        self._inbox = StreamInbox(call.websocket, streams.limits)
        self._outbox = StreamOutbox(call.match.version)

    async def serve(self) -> None:
        """Serve it; a defect is told as an error and raised."""
        writing = asyncio.create_task(self._outbox.write_to(self._call.websocket))
        try:
            await self._serve(writing)
            await writing
        except WebSocketDisconnect:
            return
        finally:
            writing.cancel()
            await asyncio.gather(writing, return_exceptions=True)
            # The task keeps its error, whose traceback leads here.
            del writing

    async def _serve(self, writing: asyncio.Task[None]) -> None:
        try:
            capture = await self._open()
            if capture is not None:
                await self._converse(capture, writing)
        except WebSocketDisconnect:
            raise
        except SessionNotFoundError:
            self._outbox.closed(Closure.SESSION_GONE)
        except Exception as error:
            if not self._tell(error):
                await writing
                raise

    def _tell(self, error: Exception) -> bool:
        """Tell the device, and return whether the error is expected."""
        expected = service_error(error)
        self._outbox.fail(expected or ServiceError(catalogue.INTERNAL_SERVER_ERROR))
        return expected is not None

    async def _open(self) -> RunningCapture | None:
        """Return the capture that hello asks for; None where it ended before it began, which the device is told."""
        key, hello = self._call.session_key, await self._inbox.hello()
        if hello.resume_token is not None:
            return await self._streams.resume(key, self._exchange, hello.resume_token)
        verify_image = await self._inbox.verify_image() if hello.brings_verify_image else None
        opened = await self._streams.open(
            key, self._exchange, verify_image=verify_image, camera_name=hello.camera_label
        )
        if isinstance(opened, RunningCapture):
            return opened
        self._outbox.ended(opened, None)
        return None

    async def _converse(self, capture: RunningCapture, writing: asyncio.Task[None]) -> None:
        """Pass messages both ways until either side is done. Raises what is to be told where a rule was broken."""
        self._outbox.put(welcome(capture, self._streams.limits))
        capture.attach(self._outbox)
        reading = asyncio.create_task(self._read(capture))
        try:
            await asyncio.wait({reading, writing}, return_when=asyncio.FIRST_COMPLETED)
            if not writing.done():
                await reading
        except WebSocketDisconnect as disconnect:
            _leave(capture, disconnect.code)
            raise
        except (ServiceError, SessionError) as error:
            is_late = isinstance(error, ServiceError) and error.entry is catalogue.REQUEST_TIMEOUT
            reason = ClientError.TIMED_OUT if is_late else ClientError.UNEXPECTED_CLIENT_ERROR
            capture.refuse(reason, str(error), Closure.RULE_BROKEN)
            # First the store, then the device: it may begin anew as soon as it is told.
            await capture.wait_until_over()
            raise
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            self._streams.let_go(capture, self._outbox)
            del reading  # as ``serve`` does with ``writing``

    async def _read(self, capture: RunningCapture) -> None:
        while True:
            match await self._inbox.next():
                case BinaryMessage() as frame:
                    capture.take(StreamedFrame(frame.sequence, frame.captured_at, frame.content))
                case Finish():
                    capture.finish()
                case Cancel(reason):
                    capture.cancel(reason, reason.message)


def _leave(capture: RunningCapture, code: int) -> None:
    """Act on a close: the device's own normal one gives up, and whatever else breaks a connection may be resumed."""
    if code == SERVICE_RESTART:
        capture.stop(Stop(None, Closure.STOPPING))
    elif code == NORMAL:
        capture.cancel(ClientError.USER_CANCELED_SESSION, ClientError.USER_CANCELED_SESSION.message)
