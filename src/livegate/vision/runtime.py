"""The two model runtimes, each behind one small class with one ``run``."""

import os
from collections.abc import Mapping
from pathlib import Path

# From 1.29 on, importing ONNX Runtime writes a device identifier and reports to its maker; only this prevents all of it
# (its Privacy.md), and only before the import.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # ships no types
from ai_edge_litert.interpreter import Interpreter  # type: ignore[import-untyped]  # ships no types
from numpy.typing import NDArray

from livegate.vision.onnx_file import with_needed_inputs

FloatArray = NDArray[np.float32]


class OnnxNetwork:
    """An ONNX model with one input and one output, on the CPU. ``run`` may be called from several threads at once."""

    def __init__(self, path: Path) -> None:
        """Load ``path``. Spinning is off: idle threads would steal the cores from each other (see the model card).

        Weights that are kept as bytes are turned to floats now, not at every run. Raises ``OSError``, ``ValueError``.
        """
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        content = with_needed_inputs(path.read_bytes())
        self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        self._input = self._session.get_inputs()[0].name

    def run(self, values: FloatArray) -> FloatArray:
        """Return the output for one batch."""
        output: FloatArray = self._session.run(None, {self._input: values})[0]
        return output


class LiteRtNetwork:
    """A LiteRT model with one input, on one CPU thread. Not thread-safe: every worker has its own."""

    def __init__(self, content: bytes) -> None:
        self._interpreter = Interpreter(model_content=content, num_threads=1)
        self._interpreter.allocate_tensors()
        self._input = self._interpreter.get_input_details()[0]["index"]
        self._outputs: Mapping[str, int] = {
            detail["name"]: detail["index"] for detail in self._interpreter.get_output_details()
        }

    def run(self, values: FloatArray) -> Mapping[str, FloatArray]:
        """Return all outputs by their names in the model file."""
        self._interpreter.set_tensor(self._input, values)
        self._interpreter.invoke()
        return {name: self._interpreter.get_tensor(index) for name, index in self._outputs.items()}
