"""Who may come in: subscription keys and session tokens.

May import cryptography, joserfc and the standard library, no other room.
"""
