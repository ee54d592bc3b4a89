"""Who may come in and how often: resources, keys, session tokens, access tokens, permissions, limits on calls.

May import cryptography, joserfc, limits and the standard library, no other room.
"""
