import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.receipts import hash_in_receipt_id, receipt_id, receipt_of, tombstone_of
from livegate.sessions.tombstones import ErasureChainError
from tests.support.erasures import chain_of


def test_a_receipt_tells_the_whole_tombstone() -> None:
    for tombstone in chain_of(3):
        assert tombstone_of(msgspec.json.encode(receipt_of(tombstone))) == tombstone


def test_a_receipt_answers_what_a_certificate_of_sanitization_states() -> None:
    told = msgspec.to_builtins(receipt_of(chain_of(1)[0]))
    assert {name: told[name] for name in ("resource", "cause", "tool", "version", "result", "verification")} == {
        "resource": "face",
        "cause": "deleted",
        "tool": "livegate",
        "version": "0.0.1",
        "result": "erased",
        "verification": "livegate erasure verify",
    }
    assert told["method"].startswith("data key destroyed")
    assert told["iat"] == 1767225600


@pytest.mark.parametrize("member", ["sequence", "resource", "sessionHash", "cause", "rowCount", "previous", "hash"])
def test_a_receipt_whose_members_do_not_give_its_hash_is_refused(member: str) -> None:
    told = msgspec.to_builtins(receipt_of(chain_of(1)[0]))
    others = {"sequence": 9, "resource": "other", "cause": "expired", "rowCount": 9}
    with pytest.raises(ErasureChainError, match="does not have the hash"):
        tombstone_of(msgspec.json.encode(told | {member: others.get(member, "11" * 32)}))


def test_another_payload_is_refused() -> None:
    for payload in (
        b"",
        b"{}",
        b"[]",
        msgspec.json.encode(msgspec.to_builtins(receipt_of(chain_of(1)[0])) | {"previous": "x"}),
    ):
        with pytest.raises(ErasureChainError):
            tombstone_of(payload)


def test_an_id_stands_for_one_session_hash() -> None:
    tombstone = chain_of(1, first=5)[0]
    assert hash_in_receipt_id(receipt_id(tombstone)) == tombstone.session_hash


@given(st.text(max_size=60) | st.text("ABCabc012-_=+/", min_size=42, max_size=44))
def test_no_other_text_is_an_id(text: str) -> None:
    found = hash_in_receipt_id(text)
    assert found is None or len(found) == 32
