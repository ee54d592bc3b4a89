"""What an ONNX file says its inputs are, put right where the runtime would refuse it.

Exporters list weights among the inputs, so that a caller could replace them. Quantised files keep the names of weights
that are no longer there, and then want a value for each. Field numbers are those of ``onnx.proto``, the encoding is
protobuf's (https://protobuf.dev/programming-guides/encoding).
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

_GRAPH: Final = 7  # of ModelProto
_NODE, _INITIALIZER, _INPUT = 1, 5, 11  # of GraphProto
_NODE_INPUT, _INITIALIZER_NAME, _INPUT_NAME = 1, 8, 1

_VARINT, _EIGHT_BYTES, _WITH_LENGTH, _FOUR_BYTES = 0, 1, 2, 5
_MORE: Final = 0x80
"""Set in each byte of a number but the last; the other seven bits are the number's, the lowest first."""


class _Field(NamedTuple):
    number: int
    value: bytes
    """Empty for numbers, of which none is asked for."""
    whole: bytes
    """With number and length, as it stands in the message."""


def with_needed_inputs(model: bytes) -> bytes:
    """Return the model without the inputs that no node reads or that have a value of their own.

    Raises ``ValueError`` for bytes that are no protobuf message.
    """
    return b"".join(_replaced(field) if field.number == _GRAPH else field.whole for field in _fields(model))


def _replaced(graph: _Field) -> bytes:
    fields = tuple(_fields(graph.value))
    given = {_text(field, _INITIALIZER_NAME) for field in fields if field.number == _INITIALIZER}
    read = {
        part.value
        for field in fields
        if field.number == _NODE
        for part in _fields(field.value)
        if part.number == _NODE_INPUT
    }
    needed = read - given
    kept = b"".join(field.whole for field in fields if field.number != _INPUT or _text(field, _INPUT_NAME) in needed)
    return _varint(_GRAPH << 3 | _WITH_LENGTH) + _varint(len(kept)) + kept


def _text(message: _Field, number: int) -> bytes:
    return next((field.value for field in _fields(message.value) if field.number == number), b"")


def _fields(message: bytes) -> Iterator[_Field]:
    place = 0
    while place < len(message):
        start = place
        key, place = _read_varint(message, place)
        length = 0
        if key & 7 == _VARINT:
            _, place = _read_varint(message, place)
        elif key & 7 == _WITH_LENGTH:
            length, place = _read_varint(message, place)
        elif key & 7 in {_EIGHT_BYTES, _FOUR_BYTES}:
            place += 8 if key & 7 == _EIGHT_BYTES else 4
        else:
            raise ValueError("The bytes are no protobuf message.")
        end = place + length
        if end > len(message):
            raise ValueError("The message ends within a field.")
        yield _Field(key >> 3, message[place:end], message[start:end])
        place = end


def _read_varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(message):
        byte = message[place]
        value |= (byte & ~_MORE) << shift
        place, shift = place + 1, shift + 7
        if not byte & _MORE:
            return value, place
    raise ValueError("The message ends within a number.")


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value >= _MORE:
        encoded.append(value % _MORE | _MORE)
        value //= _MORE
    encoded.append(value)
    return bytes(encoded)
