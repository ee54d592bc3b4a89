"""The page on token attacks, from the table that the tests play against a running server."""

from collections.abc import Iterable

from tests.attacks.token_attacks import TOKEN_ATTACKS
from tests.attacks.tokens.attack import Door, TokenAttack
from tests.attacks.tokens.places import HARMLESS
from tools.reference.markdown import page, table

MEANING = (
    "401 without more says nothing about why, so that nobody learns from refusals; the log has no token. 403 tells the "
    "holder of a genuine credential that this is not its door: a session auth token does not read sessions, and a "
    "subscription key does not act for a device. 431 is the bound on all headers together. An empty cell: the "
    'credential is not tried there. Rows "signed by the server\'s key" can come from nobody; they show that a '
    "signature alone opens nothing."
)
HARMLESS_MEANING = "These open the device's doors of the session, and none of the app backend's."


def token_attacks_page() -> str:
    """Return the page."""
    count = sum(map(len, TOKEN_ATTACKS.values()))
    introduction = (
        f"{count} credentials that open nothing. [`test_token_attacks.py`](../../tests/attacks/test_token_attacks.py) "
        "presents each to a running server, at the doors named, and finds the status below. The "
        "[threat model](../explanation/threat-model.md) says what else holds."
    )
    sections = (part for family, rows in TOKEN_ATTACKS.items() for part in (f"## {family}", _table(rows)))
    return page(
        "Token attacks",
        "the table in tests/attacks",
        introduction,
        MEANING,
        *sections,
        "## Odd, and harmless",
        HARMLESS_MEANING,
        table(("Presented", "Why it is accepted"), ((name, reason) for name, (_, reason) in HARMLESS.items())),
    )


def _table(rows: Iterable[TokenAttack]) -> str:
    return table(
        ("Presented", *(door.capitalize() for door in Door)),
        ((row.name, *(str(row.refusals[door][0]) if door in row.refusals else "" for door in Door)) for row in rows),
    )
