import secrets
import uuid

from livegate.operations.system import GUIDS_AT_ONCE, RandomChallenges, RandomIdentifiers


def test_ids_are_random_guids_and_never_come_twice() -> None:
    identifiers = RandomIdentifiers()
    ids = [identifiers.session_id() for _ in range(GUIDS_AT_ONCE * 2)] + [identifiers.request_id()]
    assert len(set(ids)) == len(ids)
    for text in ids:
        parsed = uuid.UUID(text)
        assert (str(parsed), parsed.version, parsed.variant) == (text, 4, uuid.RFC_4122)


def test_image_ids_are_44_url_safe_characters() -> None:
    image_id = RandomIdentifiers().image_id()
    assert len(image_id) == 44
    assert image_id.replace("-", "").replace("_", "").isalnum()


def test_challenges_differ_and_take_as_long_as_asked() -> None:
    challenges = RandomChallenges(secrets.SystemRandom())
    drawn = [challenges.draw(time_factor=2.0) for _ in range(20)]
    assert len(set(drawn)) == 20
    assert {challenge.window for challenge in drawn} == {8.0}
