"""The page on settings, from the fields of ``Settings``."""

from annotated_types import Ge, Gt, Le
from pydantic.fields import FieldInfo

from livegate.settings import Settings
from tools.reference.markdown import code, page, table

INTRODUCTION = (
    "Settings are environment variables. Names match in any letter case. Options of `livegate serve` "
    "prevail over them. A value that does not hold stops the command with a sentence that names the variable."
)


def settings_page() -> str:
    """Return the page."""
    prefix = Settings.model_config["env_prefix"]
    rows = (
        (code(f"{prefix}{name.upper()}"), _default(field), _range(field), field.description or "")
        for name, field in Settings.model_fields.items()
    )
    listed = table(("Variable", "Default", "Allowed", "Meaning"), rows)
    return page("Settings", "the fields in src/livegate/settings.py", INTRODUCTION, listed)


def _default(field: FieldInfo) -> str:
    # What a factory makes differs between machines; the description says what it is.
    return "" if field.default is None or field.default_factory is not None else code(field.default)


def _range(field: FieldInfo) -> str:
    lowest = next((f"{limit.ge}" for limit in field.metadata if isinstance(limit, Ge)), "")
    above = next((f"above {limit.gt}" for limit in field.metadata if isinstance(limit, Gt)), "")
    highest = next((f"{limit.le}" for limit in field.metadata if isinstance(limit, Le)), "")
    return " to ".join(bound for bound in (lowest or above, highest) if bound)
