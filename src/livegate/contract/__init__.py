"""What Azure promises, as data: versions, operations, wire types, the error catalogue, numbered deviations.

Nothing here does I/O or knows that a server exists. May import msgspec and the standard library, no other room.
"""
