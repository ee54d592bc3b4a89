from pathlib import Path

import pytest

from livegate.vision.models.manifest import ModelEntry, Task, load_manifest

CARDS = Path(__file__).parents[4] / "docs" / "models"


def test_has_one_entry_a_task() -> None:
    assert [entry.task for entry in load_manifest()] == list(Task)


@pytest.mark.parametrize("entry", load_manifest(), ids=lambda entry: str(entry.task))
def test_every_model_has_a_card_that_agrees(entry: ModelEntry) -> None:
    cards = [path.read_text(encoding="utf-8") for path in CARDS.glob("*.md") if path.name != "README.md"]
    (card,) = (text for text in cards if f"`{entry.task}`" in text)
    for fact in (entry.name, entry.package, entry.version, entry.member, entry.sha256, entry.licence, entry.file_name):
        assert fact in card


def test_the_index_links_every_card() -> None:
    index = (CARDS / "README.md").read_text(encoding="utf-8")
    for card in CARDS.glob("*.md"):
        assert card.name == "README.md" or f"({card.name})" in index
