"""What stands in for a person in a scripted session: a picture, where its face would be, and a reference."""

import struct
import zlib
from hashlib import sha256

from livegate.liveness.observation import EMBEDDING_LENGTH, FaceRectangle
from livegate.liveness.verdict import RecognitionQuality
from livegate.sessions.session import VerifyReference

PICTURE_WIDTH, PICTURE_HEIGHT = 480, 640
FACE = FaceRectangle(top=160, left=120, width=240, height=300)
"""Within the picture, so that an app that draws it finds it there."""

MID_GREY = 0x80
EMBEDDING_BYTES = EMBEDDING_LENGTH * 4


def picture() -> bytes:
    """Return a plain grey portrait format PNG (W3C PNG, section 11: header, one compressed image, end)."""
    header = struct.pack(">IIBBBBB", PICTURE_WIDTH, PICTURE_HEIGHT, 8, 0, 0, 0, 0)
    rows = (b"\0" + bytes([MID_GREY]) * PICTURE_WIDTH) * PICTURE_HEIGHT
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def reference(image: bytes) -> VerifyReference:
    """Return a good reference for any bytes; its template, all zeros, matches no face that is really compared."""
    return VerifyReference(
        face_rectangle=FACE,
        quality=RecognitionQuality.HIGH,
        embedding=bytes(EMBEDDING_BYTES),
        image_hash=sha256(image).hexdigest().upper(),
    )


class StandInReferences:
    """Takes any bytes for a verify image; implements ``References``."""

    async def read(self, image: bytes) -> VerifyReference:
        """Return a reference."""
        return reference(image)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
