"""Where things are kept: sessions in SQLite, objects in a file or object store, keys in the vault.

Implements the Protocols of ``sessions.ports`` and may import that room; it sees sealed bytes, never a plaintext.
"""
