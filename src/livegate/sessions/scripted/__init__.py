"""Test mode: sessions whose correlation id says how they end. ``app`` puts these parts in place only there.

May import what the sessions may; nothing of the sessions imports it.
"""
