"""What devices say of themselves, before the audit repeats it to people."""

REPLACEMENT = "\ufffd"


def printable(text: str, *, longest: int) -> str:
    """Return the first ``longest`` characters; what a terminal would obey in place of showing it is replaced."""
    return "".join(character if character.isprintable() else REPLACEMENT for character in text[:longest])
