"""Is it a living person: from observations to cues to a verdict with reasons.

Pure functions over frozen values. May import numpy and the standard library, nothing else.
"""
