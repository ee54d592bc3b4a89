"""The model files: which ones, where they are kept, how they get there.

Weights are dependencies, not source. The manifest pins each to one file of one package version by its SHA-256; the
installer fetches it, the store finds and checks it. Imports nothing but the standard library.
"""
