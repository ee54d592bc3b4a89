"""What callers present in place of the one token that opens a session, and how each door refuses it.

A row holds one credential, and where it is put. Rows that are signed by the server's own key show that a signature
alone opens nothing. The reference page of token attacks is made from this table.
"""

from collections.abc import Mapping
from types import MappingProxyType

from tests.attacks.tokens.attack import TokenAttack
from tests.attacks.tokens.contents import CLAIMS, SHAPES
from tests.attacks.tokens.places import GRANTS, OTHER_CREDENTIALS, PLACES, REPLAYS
from tests.attacks.tokens.signatures import ALGORITHMS, HEADERS, KEY_IDS, SIGNATURES

TOKEN_ATTACKS: Mapping[str, tuple[TokenAttack, ...]] = MappingProxyType(
    {
        "Algorithm": ALGORITHMS,
        "Signature": SIGNATURES,
        "Key id": KEY_IDS,
        "Header": HEADERS,
        "Claims": CLAIMS,
        "Shape": SHAPES,
        "Replay": REPLAYS,
        "Place": PLACES,
        "Other credentials": OTHER_CREDENTIALS,
        "The try-it page's grant": GRANTS,
    }
)
