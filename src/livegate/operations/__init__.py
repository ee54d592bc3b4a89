"""Keeping it running: logs, health, the expiry sweep, an identity provider's documents, production's rules.

May import ``sessions``, ``access`` and ``settings``; never ``http`` or a concrete store.
"""
