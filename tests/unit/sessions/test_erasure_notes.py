import pytest

from livegate.sessions.erasure_notes import ErasureNotes
from livegate.sessions.ports import SessionKey
from livegate.sessions.session import SessionKind
from tests.support.keys import hashing_vault

VAULT = hashing_vault(b"k" * 32)
NOTES = ErasureNotes(VAULT, version="0.0.1")


@pytest.mark.parametrize("kind", SessionKind)
def test_a_session_is_hashed_as_the_tombstones_of_earlier_versions_have_it(kind: SessionKind) -> None:
    content = f"face/{kind.value}/the-id".encode()
    expected = VAULT.keyed_hash(content, purpose="erased session")
    assert NOTES.session_hash(SessionKey("face", kind, "the-id")) == expected
