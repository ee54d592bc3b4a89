"""What a frame shows: decoding, faces, landmarks, presentation-attack score, embedding, quality.

The only room that knows a model runtime or a decoder. It reports in the values of ``liveness.observation`` and may
import that room, numpy, OpenCV, Pillow, simplejpeg, PyAV, ONNX Runtime and LiteRT; no other room.
"""

import os

# OpenBLAS, which numpy brings along, spins on every core for products that one finishes in a millisecond, and takes
# them from the threads that look at frames. It reads this when numpy is first loaded; an operator's choice stands.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
