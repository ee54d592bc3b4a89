"""The page as a whole."""

from collections.abc import Iterator
from html import escape
from importlib.resources import files

from livegate.evaluation.report import Measured, Report
from livegate.evaluation.report_page.attack_section import attack_section, photo_section
from livegate.evaluation.report_page.elements import (
    Markup,
    joined,
    listing,
    number,
    paragraph,
    percent,
    section,
    table,
)
from livegate.evaluation.report_page.recognition_section import recognition_section
from livegate.evaluation.timing import Timing

MEGABYTE = 1_000_000

WORDS = (
    ("APCER", "Attack presentation classification error rate: the share of one species' attacks that were accepted."),
    ("BPCER", "Bona fide presentation classification error rate: the share of living people that were not accepted."),
    ("APNRR, BPNRR", "Non-response rates: the shares that a quality gate or the decoder refused to judge."),
    ("ACER", "Mean of the worst APCER and BPCER. The standard has dropped it; many papers still report it."),
    ("FMR, FNMR", "False match and false non-match rate: two people taken for one, one person for two."),
    ("GFAR, GFRR", "The same with failures to enrol counted as rejections (ISO/IEC 19795-1)."),
    ("Equal error rate", "Where the share of accepted attacks, or impostors, equals that of the rejected others."),
)


def render_page(report: Report) -> str:
    """Return the whole HTML page."""
    title = f"Evaluation of {report.data_set.name}"
    style = files(__package__).joinpath("style.css").read_text(encoding="utf-8")
    body = joined([_head(report, title), *_sections(report)])
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title>\n<style>\n{style}</style></head>\n<body><main>\n{body}\n</main></body></html>\n"
    )


def _sections(report: Report) -> Iterator[Markup]:
    if report.attack_detection is not None:
        yield attack_section(report.attack_detection, report.outcomes)
    if report.photo_texture is not None:
        yield photo_section(report.photo_texture)
    if report.recognition:
        yield recognition_section(report.recognition, report.wrong_comparisons)
    yield _speed(report.timing)
    yield _product(report)
    yield section("Words", _definitions())


def _head(report: Report, title: str) -> Markup:
    data_set, product = report.data_set, report.product
    facts = (
        f"{report.created_at:%Y-%m-%d %H:%M} UTC · livegate {product.version} · operating point "
        f"{product.operating_point} · layout {data_set.layout} · {_counts(data_set)}"
    )
    missing = len(data_set.missing)
    return joined(
        [
            Markup(f"<header><h1>{escape(title)}</h1>"),
            paragraph(facts, kind="facts"),
            paragraph(report.notice, kind="notice"),
            *([paragraph(f"{missing} files are missing, and in no figure below.", kind="warning")] if missing else []),
            listing(f"Missing files: {missing}", data_set.missing),
            _key_figures(report),
            Markup("</header>"),
        ]
    )


def _counts(data_set: Measured) -> str:
    counts = {"clips": data_set.clips, "photos": data_set.photos, "comparisons": data_set.comparisons}
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    return told if data_set.limit is None else f"{told} (at most {data_set.limit} of each kind)"


def _key_figures(report: Report) -> Markup:
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}<small>{escape(note)}</small></dd></div>"
        for name, value, note in _figures(report)
    )
    return Markup(f'<dl class="figures">{rows}</dl>' if rows else "")


def _figures(report: Report) -> Iterator[tuple[str, str, str]]:
    found = report.attack_detection
    if found is not None and found.worst is not None:
        error = found.worst.classification_error
        note = f"{found.worst.kind}; {error.count} of {error.total}; up to {percent(error.high)}"
        yield "Worst APCER", percent(error.value), note
    if found is not None and found.bona_fide is not None:
        error = found.bona_fide.classification_error
        yield "BPCER", percent(error.value), f"{error.count} of {error.total}; up to {percent(error.high)}"
    if found is not None and found.average_error is not None:
        yield "ACER", percent(found.average_error), f"equal error rate {percent(found.equal_error_rate)}"
    largest = max(report.recognition, key=lambda group: group.genuine + group.impostor, default=None)
    if largest is not None:
        for name, rate in (("FMR", largest.false_match), ("FNMR", largest.false_non_match)):
            if rate is not None:
                note = f"{largest.group}; {rate.count} of {rate.total}; up to {percent(rate.high)}"
                yield name, percent(rate.value), note


def _speed(timing: Timing) -> Markup:
    seconds = {
        "Whole run": timing.total_seconds,
        "Decode and look at one clip, median": timing.look_median,
        "Decode and look at one clip, longest": timing.look_longest,
        "Judge one clip, median": timing.judge_median,
        "Processor time a file": timing.processor_seconds,
    }
    rows = [(name, f"{value:.3g} s") for name, value in seconds.items() if value is not None]
    if timing.frames_per_second is not None:
        rows.append(("Frames of clips a second", number(timing.frames_per_second, 0)))
    rows.append(("Peak memory", f"{timing.peak_memory / MEGABYTE:.0f} MB"))
    return section("Speed", table(f"{timing.files} files, {timing.at_once} at once", ("Figure", "Value"), rows))


def _product(report: Report) -> Markup:
    return section(
        "Models",
        table(
            "Model files of this installation's manifest",
            ("Task", "Model", "SHA-256"),
            ((model.task, model.name, model.sha256) for model in report.product.models),
        ),
    )


def _definitions() -> Markup:
    rows = "".join(f"<dt>{escape(word)}</dt><dd>{escape(meaning)}</dd>" for word, meaning in WORDS)
    return Markup(f'<dl class="words">{rows}</dl>')
