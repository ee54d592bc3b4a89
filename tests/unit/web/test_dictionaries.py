"""The texts of the browser element: each dictionary says all that the English one says."""

import json
import re
import unicodedata
from functools import cache

import pytest

from livegate.app import WEB_DIRECTORY
from tools.reference.browser_texts import place_of

ASSETS = WEB_DIRECTORY / "element" / "assets" / "facelivenessdetector-assets"
DICTIONARIES = sorted((ASSETS / "i18n").glob("*.json"))
LOCALES = [path.stem for path in DICTIONARIES]
ENGLISH = json.loads((ASSETS / "i18n" / "en.json").read_text(encoding="utf-8"))

PLACEHOLDER = re.compile(r"\{\w*\}")
TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
LATIN_NAMES = re.compile("Chrome|Edge|Firefox|Safari|https")
"""What stands as it is in every script."""

OF_FAILURES = ("LIVEGATE_Failure_", "LIVEGATE_Advice_")
"""How the keys begin that are made of a reason."""

ALPHABETS = {
    "ARABIC": ("ar", "fa", "ur"),
    "CYRILLIC": ("bg", "ru", "uk"),
    "GREEK": ("el",),
    "HEBREW": ("he",),
    "DEVANAGARI": ("hi",),
    "HIRAGANA KATAKANA CJK KATAKANA-HIRAGANA": ("ja",),
    "HANGUL": ("ko",),
    "THAI": ("th",),
    "CJK": ("zh-CN", "zh-TW"),
}
"""How the Unicode names of the letters begin that a language is written in; all others are written in Latin ones."""

each_dictionary = pytest.mark.parametrize("locale", LOCALES)


@cache
def texts_of(locale: str) -> dict[str, str]:
    texts: dict[str, str] = json.loads((ASSETS / "i18n" / f"{locale}.json").read_text(encoding="utf-8"))
    return texts


def letters_of(text: str) -> set[str]:
    """Return the scripts of a text's letters, leaving out placeholders and names."""
    own = LATIN_NAMES.sub("", PLACEHOLDER.sub("", text))
    return {unicodedata.name(letter).split()[0] for letter in own if letter.isalpha()}


def test_the_check_speaks_at_least_31_languages() -> None:
    assert len({locale.partition("-")[0] for locale in LOCALES}) >= 31
    assert {"ar", "fa", "he", "ur"} <= set(LOCALES)


def test_the_index_names_every_dictionary() -> None:
    index = (ASSETS / "js" / "labels" / "locales.js").read_text(encoding="utf-8")

    _, _, named = index.partition("LOCALES = Object.freeze([")
    assert re.findall(r'"([^"]+)"', named.partition("]")[0]) == LOCALES


@each_dictionary
def test_a_dictionary_is_named_by_a_language_tag(locale: str) -> None:
    assert TAG.fullmatch(locale)


@each_dictionary
def test_a_dictionary_has_the_keys_of_the_english_one_in_its_order(locale: str) -> None:
    assert list(texts_of(locale)) == list(ENGLISH)


@each_dictionary
def test_a_text_is_empty_where_the_english_one_is_and_nowhere_else(locale: str) -> None:
    assert {key for key, text in texts_of(locale).items() if not text.strip()} == {
        key for key, text in ENGLISH.items() if not text
    }


@each_dictionary
def test_a_text_has_the_placeholders_of_the_english_one(locale: str) -> None:
    found = {key: sorted(PLACEHOLDER.findall(text)) for key, text in texts_of(locale).items()}

    assert found == {key: sorted(PLACEHOLDER.findall(text)) for key, text in ENGLISH.items()}


@each_dictionary
def test_a_dictionary_is_written_in_the_letters_of_its_language(locale: str) -> None:
    allowed = next((set(names.split()) for names, users in ALPHABETS.items() if locale in users), {"LATIN"})
    foreign = {key: text for key, text in texts_of(locale).items() if not letters_of(text) <= allowed}

    assert foreign == {}


@each_dictionary
def test_a_text_has_no_stray_spaces_or_invisible_controls(locale: str) -> None:
    for key, text in texts_of(locale).items():
        assert text == text.strip(), key
        assert "  " not in text, key
        assert unicodedata.normalize("NFC", text) == text, key
        assert not {"\u200b", "\ufeff", "\n", "\t"} & set(text), key


@each_dictionary
def test_no_two_failures_are_told_in_the_same_words(locale: str) -> None:
    titles = [text for key, text in texts_of(locale).items() if key.startswith("LIVEGATE_Failure_")]

    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("key", [key for key in ENGLISH if not key.startswith(OF_FAILURES)])
def test_the_reference_page_says_which_texts_are_shown(key: str) -> None:
    is_shown = any(f'"{key}"' in path.read_text(encoding="utf-8") for path in (ASSETS / "js" / "view").rglob("*.js"))

    assert place_of(key).startswith("never") != is_shown
