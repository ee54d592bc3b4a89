"""Paths as the versions have them."""

PREVIEWS = ("v1.1-preview.1", "v1.2-preview.1")


def collection(version: str, *, verify: bool = False) -> str:
    """Return the path of all sessions of one kind."""
    name = "detectLivenessWithVerify" if verify else "detectLiveness"
    return f"/face/{version}/{name}" + ("/singleModal/sessions" if version in PREVIEWS else "-sessions")
