import hmac

from hypothesis import example, given
from hypothesis import strategies as st

from livegate.storage.prepared_hmac import prepare_hmac

keys = st.binary(max_size=140)
contents = st.binary(max_size=200)


@given(key=keys, content=contents)
@example(key=b"k" * 64, content=b"")
@example(key=b"k" * 65, content=b"")
def test_is_the_hmac_of_the_standard_library(key: bytes, content: bytes) -> None:
    assert prepare_hmac(key).digest(content) == hmac.digest(key, content, "sha256")


@given(key=keys, parts=st.lists(contents, max_size=4), content=contents)
def test_a_beginning_is_hashed_with_what_follows(key: bytes, parts: list[bytes], content: bytes) -> None:
    prepared = prepare_hmac(key)
    for part in parts:
        prepared = prepared.after(part)
    assert prepared.digest(content) == hmac.digest(key, b"".join(parts) + content, "sha256")


@given(key=keys, parts=st.lists(contents, min_size=2, max_size=4))
def test_one_hash_leaves_nothing_behind_for_the_next(key: bytes, parts: list[bytes]) -> None:
    prepared = prepare_hmac(key)
    digests = [(prepared.digest(part), prepared.after(part).digest(b"")) for part in parts]
    assert digests == [(hmac.digest(key, part, "sha256"),) * 2 for part in parts]
