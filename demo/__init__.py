"""``make demo``: one liveness session, played with Azure's official SDK, and a rendered clip for want of a camera.

May import every room of livegate; nothing imports it but tests and benches.
"""
