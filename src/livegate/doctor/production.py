"""Looks at whether real people may depend on this server, rule by rule."""

import os
from collections.abc import Iterator
from typing import Final

from livegate.doctor.findings import Finding, broken, fine
from livegate.operations.installation import look_at_installation
from livegate.operations.production_rules import PRODUCTION_RULES
from livegate.served_resources import open_resources
from livegate.settings import Settings

PART: Final = "production"


def check_production_rules(settings: Settings) -> Iterator[Finding]:
    """Yield how each rule is kept where ``LIVEGATE_PRODUCTION`` is set; elsewhere none is held to them."""
    if not settings.production:
        return
    installation = look_at_installation(settings, open_resources(settings), os.environ)
    for rule in PRODUCTION_RULES:
        if rule.holds(installation):
            yield fine(PART, f"{rule.subject}: {rule.requirement}")
        else:
            yield broken(PART, f"{rule.subject}: it does not hold that {rule.requirement}", rule.remedy)
