"""The words in which data sets say what is a living person and what is an attack."""

BONA_FIDE_WORDS = frozenset({"bona_fide", "bonafide", "genuine", "live", "real"})

ATTACK_WORDS = frozenset({"attack", "attacks", "fake", "spoof", "spoofing"})
"""They say that it is an attack, and not of which species."""

SPECIES_WORDS = frozenset(
    {
        "3d_mask",
        "cut",
        "deepfake",
        "display",
        "injection",
        "makeup",
        "mannequin",
        "mask",
        "masks",
        "paper",
        "paper_mask",
        "photo",
        "print",
        "printed",
        "replay",
        "screen",
        "silicone",
        "tablet",
        "video",
        "warped",
    }
)


def normalised(word: str) -> str:
    """Return a label as the word lists have it: lower case, with underscores."""
    return word.strip().lower().replace("-", "_").replace(" ", "_")


def species_of(label: str) -> str | None:
    """Return None for a bona fide label, and for every other the word itself as the species."""
    word = normalised(label)
    return None if word in BONA_FIDE_WORDS else word


def is_label(word: str) -> bool:
    """Tell whether a folder of this name says what is in it."""
    return normalised(word) in BONA_FIDE_WORDS | ATTACK_WORDS | SPECIES_WORDS
