"""Keeping it running: logs, health, the expiry sweep, an identity provider's documents.

May import ``sessions`` and ``access``; never ``http`` or a concrete store.
"""
