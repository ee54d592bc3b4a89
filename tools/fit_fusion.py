"""Fit the weights of evidence to observed captures, and say what they decide on captures that were left out.

Usage: ``python -m tools.fit_fusion OBSERVATIONS [--write]``. OBSERVATIONS is a folder that ``bench.attacks`` has filled
with observed captures of living people and of rendered and filmed attacks. With ``--write`` the coefficients go into
``src/livegate/liveness/fitted.py``.

``tools.fusion.weighing_fit`` says how. The errors that are printed are those of captures whose clip was left out.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from livegate.liveness.weighings import FITTED_CODES
from tools.fusion.held_out import error_lines, held_out_totals, total_lines
from tools.fusion.samples import load_samples
from tools.fusion.weighing_fit import LIVE, Sample, fit_weighing

TARGET = Path("src/livegate/liveness/fitted.py")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print coefficients and errors; write the former where asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("observations", type=Path)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    samples = list(load_samples(asked.observations))
    content = fitted_module(samples)
    sys.stdout.write(content)
    totals = held_out_totals(samples)
    sys.stdout.writelines(f"{line}\n" for line in (*total_lines(totals), *error_lines(totals)))
    if asked.write:
        TARGET.write_text(content, encoding="utf-8")


def fitted_module(samples: Sequence[Sample]) -> str:
    """Return the module that holds the coefficients."""
    clips = {sample.clip for sample in samples if sample.attack == LIVE}
    attacks = {sample.attack for sample in samples} - {LIVE}
    captures = sum(sample.attack != LIVE for sample in samples)
    lines = [
        '"""The weighings that were fitted to development data. Made by ``python -m tools.fit_fusion``.',
        "",
        f"Fitted to {len(clips)} clips of living people and {captures} attacks of {len(attacks)} types, nearly all of",
        "them rendered from these clips. Run that again instead of changing a number.",
        '"""',
        "",
        "from livegate.liveness.weighing import Knot, Weighing",
        "",
        "FITTED_WEIGHINGS = {",
    ]
    for code, kind in FITTED_CODES.items():
        weighing = fit_weighing(samples, code, kind)
        knots = "".join(f"Knot({knot.value:.4g}, {knot.weight:.3g}), " for knot in weighing.knots)
        lines.append(f'    "{code}": Weighing(({knots.rstrip()})),')
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    main()
