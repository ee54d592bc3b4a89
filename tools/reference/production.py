"""The page on production mode, from its rules."""

from livegate.operations.production_rules import PRODUCTION_RULES
from tools.reference.markdown import code, page, table

INTRODUCTION = (
    "With `LIVEGATE_PRODUCTION=true`, `livegate serve` starts only where all of this holds; otherwise it ends with "
    "status 1 and names every rule that is broken. `livegate doctor` shows each rule, kept or not. "
    "[Run in production](../how-to/run-in-production.md) says what no program can check."
)


def production_page() -> str:
    """Return the page."""
    return page(
        "Production mode",
        "the rules in src/livegate/operations/production_rules.py",
        INTRODUCTION,
        table(
            ("What", "What must hold", "Where it does not"),
            ((_subject(rule.subject), rule.requirement, rule.remedy) for rule in PRODUCTION_RULES),
        ),
    )


def _subject(subject: str) -> str:
    return code(subject) if subject.isupper() else subject
