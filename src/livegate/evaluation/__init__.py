"""How well livegate decides, measured on an operator's own data set, in the words of ISO/IEC 30107-3 and 19795-1.

What looks and judges is the product's own: the observer of ``sessions.ports``, the judge and the matching of
``liveness``. May import ``sessions``, ``liveness``, numpy, msgspec and the standard library, no other room.
"""
