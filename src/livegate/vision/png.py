"""What a PNG file needs to be shown."""

# Palette, transparency, pixels and orientation. Text and colour profiles are compressed and can inflate to any size;
# animation chunks would only be skipped later.
_SHOWN_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"})
_SIGNATURE_LENGTH = 8
_CHUNK_OVERHEAD = 12


def strip_ancillary_chunks(content: bytes) -> bytes:
    """Return the PNG file ``content`` without the chunks that do not change its pixels or its orientation.

    Nothing is inflated. A chunk cut off by the end of the file is kept as it is, for the decoder to refuse.
    """
    kept = [content[:_SIGNATURE_LENGTH]]
    position = _SIGNATURE_LENGTH
    while position < len(content):
        end = position + _CHUNK_OVERHEAD + int.from_bytes(content[position : position + 4])
        kind = content[position + 4 : position + 8]
        if kind in _SHOWN_CHUNKS:
            kept.append(content[position:end])
        position = end
        if kind == b"IEND":
            break
    return b"".join(kept)
