"""What a frame shows: decoding, faces, landmarks, presentation-attack score, embedding, quality.

The only room that knows a model runtime or a decoder. It reports in the values of ``liveness.observation`` and may
import that room, numpy, OpenCV, Pillow, simplejpeg, PyAV, ONNX Runtime and LiteRT; no other room.
"""
