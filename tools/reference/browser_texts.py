"""The page on the browser element's texts, from its English dictionary."""

import json

from livegate.app import WEB_DIRECTORY
from tools.reference.markdown import code, page, table

DICTIONARIES = WEB_DIRECTORY / "element" / "assets" / "facelivenessdetector-assets" / "i18n"

INTRODUCTION = """\
Everything that the [browser element](../how-to/translate-the-element.md) writes and says. An app replaces single texts
with the property `languageDictionary`, by these keys. Those that begin with `AZAIF_` are the keys of Azure's component,
the others are livegate's own. `{camera}`, `{number}` and `{reference}` are filled in."""

UNDER_THE_PICTURE = "under the picture"
FLASHING = "never: nothing flashes, so the brightness of the screen need not be confirmed"

PLACES: dict[str, str] = {
    "AZAIF_ActivePromptClose": "never: `AZAIF_CancelPrompt` is on that button",
    "AZAIF_ActivePromptHeader": "never: the mode decides whether there are prompts, not the light",
    "AZAIF_ActivePromptSubHeader": "instructions",
    "AZAIF_BrightnessContinue": "never: `AZAIF_ContinuePrompt` is on that button",
    "AZAIF_CancelPrompt": "button on every screen until the check is over",
    "AZAIF_ClosePrompt": "button where the check has failed",
    "AZAIF_ContinuePrompt": "button of the instructions",
    "AZAIF_FeedbackEmpty": "under the picture, where there is nothing to say",
    "AZAIF_FeedbackLookDownLeft": "never: prompts are left, right, up and down",
    "AZAIF_FeedbackLookDownRight": "never: prompts are left, right, up and down",
    "AZAIF_FeedbackLookUpLeft": "never: prompts are left, right, up and down",
    "AZAIF_FeedbackLookUpRight": "never: prompts are left, right, up and down",
    "AZAIF_Header": "above the picture, where it is not empty",
    "AZAIF_HeaderComplete": "above the picture, when the check is done",
    "AZAIF_HeaderNoRetention": "never: only the app's backend knows whether an image is kept",
    "AZAIF_IncreaseBrightness": "below a picture that is too dark; instructions, where there is room",
    "AZAIF_IncreaseBrightnessHighestSetting": FLASHING,
    "AZAIF_IncreaseBrightnessToMax": FLASHING,
    "AZAIF_IncreaseBrightnessTurnedUp": FLASHING,
    "LIVEGATE_Region": "heard only: the name of the whole",
    "LIVEGATE_Video": "heard only: the name of the picture",
    "LIVEGATE_Progress": "heard only: the name of the ring",
    "LIVEGATE_PermissionHeader": "under the picture, while the browser asks for the camera",
    "LIVEGATE_PermissionText": "below that",
    "LIVEGATE_InstructionsHeader": "instructions",
    "LIVEGATE_MoreTime": "box in the instructions",
    "LIVEGATE_Camera": "heard only: the name of the choice of cameras",
    "LIVEGATE_UnnamedCamera": "choice of cameras, where the browser tells no name",
    "LIVEGATE_VirtualCamera": "choice of cameras",
    "LIVEGATE_VirtualCameraNote": "below the picture of such a camera",
    "LIVEGATE_SpokenGuidance": "button above the picture",
    "LIVEGATE_TryAgain": "button where the check has failed and may be repeated",
    "LIVEGATE_TryAgainWithMoreTime": "button where more time may help",
    "LIVEGATE_Reference": "where the check has failed: what the server's log knows it as",
}
"""Where a text is shown, or why it never is."""

PREFIXES: dict[str, str] = {
    "AZAIF_BrightnessTip": "instructions",
    "AZAIF_Feedback": UNDER_THE_PICTURE,
    "LIVEGATE_Guidance": UNDER_THE_PICTURE,
    "LIVEGATE_Reconnecting": UNDER_THE_PICTURE,
    "LIVEGATE_Paused": UNDER_THE_PICTURE,
    "LIVEGATE_Failure_": "where the check has failed, and what is left of it",
    "LIVEGATE_Advice_": "below that",
}
"""The same for all other keys that begin so."""


def browser_texts_page() -> str:
    """Return the page."""
    english: dict[str, str] = json.loads((DICTIONARIES / "en.json").read_text(encoding="utf-8"))
    locales = ", ".join(code(path.stem) for path in sorted(DICTIONARIES.glob("*.json")))
    return page(
        "Texts of the browser element",
        "src/livegate/web/element/assets/facelivenessdetector-assets/i18n/en.json and tools/reference/browser_texts.py",
        INTRODUCTION,
        f"Dictionaries: {locales}.",
        table(("Key", "English", "Shown"), ((code(key), text, place_of(key)) for key, text in english.items())),
    )


def place_of(key: str) -> str:
    """Return where the text of ``key`` is shown; raise ``KeyError`` where that is not written down here."""
    for prefix, place in PREFIXES.items():
        if key not in PLACES and key.startswith(prefix):
            return place
    return PLACES[key]
