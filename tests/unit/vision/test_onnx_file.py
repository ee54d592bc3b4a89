from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.vision.onnx_file import with_needed_inputs


def with_length(number: int, value: bytes) -> bytes:
    """Encode a field of text, bytes or another message."""
    length = bytes([len(value)]) if len(value) < 128 else bytes([len(value) % 128 | 128, len(value) // 128])
    return bytes([number << 3 | 2]) + length + value


def model(*, inputs: Iterable[bytes], weights: Iterable[bytes], read: Iterable[bytes]) -> bytes:
    """Encode a model of one node, with fields of every kind around the graph."""
    node = b"".join(with_length(1, name) for name in read) + with_length(2, b"out")
    # Of a weight, the name comes after its data, which is no message.
    tensors = (with_length(5, with_length(9, b"\xff" * 200) + with_length(8, name)) for name in weights)
    graph = with_length(1, node) + b"".join(tensors)
    graph += b"".join(with_length(11, with_length(1, name)) for name in inputs) + with_length(12, b"\n\x03out")
    return b"\x08\x06" + b"\x11" + b"8 bytes " + with_length(7, graph) + b"\x1d" + b"four"


def test_weights_are_no_inputs() -> None:
    listed = model(inputs=[b"data", b"kernel", b"bias"], weights=[b"kernel", b"bias"], read=[b"data", b"kernel"])

    assert with_needed_inputs(listed) == model(
        inputs=[b"data"], weights=[b"kernel", b"bias"], read=[b"data", b"kernel"]
    )


def test_what_no_node_reads_is_no_input() -> None:
    left_over = model(inputs=[b"kernel", b"data"], weights=[b"kernel_bytes"], read=[b"data", b"kernel_bytes"])

    assert with_needed_inputs(left_over) == model(
        inputs=[b"data"], weights=[b"kernel_bytes"], read=[b"data", b"kernel_bytes"]
    )


def test_a_model_whose_inputs_are_all_needed_stays_as_it_is() -> None:
    plain = model(inputs=[b"data", b"size"], weights=[b"kernel"], read=[b"data", b"kernel", b"size"])

    assert with_needed_inputs(plain) == plain


@pytest.mark.parametrize("cut", [1, 2, 4, 30], ids=lambda cut: f"{cut} bytes short")
def test_a_file_that_is_cut_off_is_refused(cut: int) -> None:
    whole = model(inputs=[b"data"], weights=[], read=[b"data"])

    with pytest.raises(ValueError, match="message"):
        with_needed_inputs(whole[:-cut])


@given(st.binary(max_size=60))
def test_other_bytes_are_refused_or_left_alone_but_for_a_graph(content: bytes) -> None:
    try:
        given_back = with_needed_inputs(content)
    except ValueError:
        return
    assert len(given_back) <= len(content)
