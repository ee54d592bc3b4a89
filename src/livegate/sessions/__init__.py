"""What a session is: its states and transitions (pure), its attempts, and the use cases over them.

Everything outside is reached through the Protocols of ``ports``: store, objects, vault, observer, clock.
May import ``liveness`` and msgspec, no other room and no adapter.
"""
