from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from livegate.sessions.abuse import SubjectKind
from livegate.sessions.subjects import Participants, hashed_subjects
from livegate.storage.vault import AesGcmVault
from tests.support.keys import hashing_vault

VAULT = hashing_vault(bytes(range(32)))
TODAY, TOMORROW = date(2026, 1, 2), date(2026, 1, 3)
WHO = Participants("face", device_id="same", user_id="same", address="192.0.2.1")


def hashes(participants: Participants, day: date = TODAY, vault: AesGcmVault = VAULT) -> set[bytes]:
    subjects = hashed_subjects(participants, vault, day).values()
    users = {subject.user_on_device for subject in subjects if subject.user_on_device is not None}
    return users | {subject.hashed for subject in subjects}


def test_the_same_participants_are_the_same_subjects_for_a_day() -> None:
    assert hashed_subjects(WHO, VAULT, TODAY) == hashed_subjects(WHO, VAULT, TODAY)


def test_no_hash_is_found_under_another_kind_resource_day_or_key() -> None:
    other_vault = hashing_vault(bytes(32))
    variants = [
        hashes(WHO),
        hashes(WHO, TOMORROW),
        hashes(replace(WHO, resource="other")),
        hashes(WHO, vault=other_vault),
    ]
    assert len(set.union(*variants)) == 4 * len(variants)


ids = st.text(min_size=1, max_size=3)


@given(ids, ids, ids, ids)
def test_users_are_told_apart_on_their_device_only(device: str, user: str, other_device: str, other_user: str) -> None:
    one, other = (
        hashed_subjects(Participants("face", *names), VAULT, TODAY)
        for names in ((device, user), (other_device, other_user))
    )
    same_pair = (device, user) == (other_device, other_user)
    assert (one[SubjectKind.DEVICE].user_on_device == other[SubjectKind.DEVICE].user_on_device) == same_pair
    assert one[SubjectKind.DEVICE].user_on_device != one[SubjectKind.USER].hashed


def test_only_what_is_known_is_a_subject() -> None:
    assert hashed_subjects(Participants("face", None, None, "unknown"), VAULT, TODAY) == {}
    (device,) = hashed_subjects(Participants("face", "device", None), VAULT, TODAY).values()
    assert device.user_on_device is None
