"""Keeping it running: logs, health, the expiry sweep.

May import ``sessions``; never ``http`` or a concrete store.
"""
