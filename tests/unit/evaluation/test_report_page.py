import json
from dataclasses import dataclass
from datetime import UTC, datetime
from html.parser import HTMLParser

import jsonschema
import msgspec
import pytest

from livegate.evaluation.outcomes import ComparisonOutcome, Outcome, Response
from livegate.evaluation.photo_texture import measure_photo_texture
from livegate.evaluation.presentation_attacks import measure_attack_detection
from livegate.evaluation.recognition import measure_recognition
from livegate.evaluation.report import NOTICE, Measured, MeasuredModel, Product, Report, encode_report
from livegate.evaluation.report_page.elements import percent
from livegate.evaluation.report_page.page import render_page
from livegate.evaluation.timing import Timing
from livegate.liveness.verdict import Decision

HOSTILE = '<script>alert("&")</script>.mp4'
VOID = frozenset({"meta", "line", "rect", "polyline"})


def report_of(outcomes: list[Outcome], photos: list[Outcome], comparisons: list[ComparisonOutcome]) -> Report:
    return Report(
        schema_version=1,
        notice=NOTICE,
        created_at=datetime(2026, 5, 4, 10, 30, tzinfo=UTC),
        product=Product("1.2.3", "balanced", (MeasuredModel("recognition", "Net", "ab" * 32),)),
        data_set=Measured("faces <b>", "folders", None, len(outcomes), len(photos), len(comparisons), (HOSTILE,)),
        attack_detection=measure_attack_detection(outcomes),
        photo_texture=measure_photo_texture(photos),
        recognition=measure_recognition(comparisons, {}),
        timing=Timing(3, 2, 1.5, 0.2, 0.3, 0.001, 0.4, 90.0, 300_000_000),
        outcomes=(*outcomes, *photos),
        wrong_comparisons=tuple(comparisons),
    )


@pytest.fixture
def report() -> Report:
    clips = [
        Outcome(HOSTILE, "phone", None, Response.JUDGED, Decision.UNCERTAIN, 0.5),
        Outcome("b.mp4", "phone", "print", Response.JUDGED, Decision.REAL_FACE, 0.7),
        Outcome("c.mp4", "phone", "print", Response.REFUSED, refusal="NoFaceDetected"),
    ]
    photos = [
        Outcome("d.jpg", "set", None, Response.JUDGED, score=0.9),
        Outcome("e.jpg", "set", "replay", Response.JUDGED, score=0.2),
    ]
    pairs = [
        ComparisonOutcome("f.jpg", "g.jpg", "lfw", genuine=True, response=Response.JUDGED, confidence=0.3),
        ComparisonOutcome("f.jpg", "h.jpg", "lfw", genuine=False, response=Response.JUDGED, confidence=0.6),
    ]
    return report_of(clips, photos, pairs)


@dataclass(frozen=True)
class Element:
    tag: str
    attributes: dict[str, str | None]


class Page(HTMLParser):
    """Reads a page and fails where an element is not closed in its turn."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(content)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_well_formed_and_needs_nothing_from_elsewhere(report: Report) -> None:
    content = render_page(report)
    page = Page(content)
    tags = {element.tag for element in page.elements}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "base", "form", "image", "use"})
    assert not any(
        attribute in {"src", "href", "style"} for element in page.elements for attribute in element.attributes
    )
    assert "://" not in content
    assert "url(" not in content
    assert "@import" not in content


def test_what_comes_from_the_data_set_is_text_and_never_markup(report: Report) -> None:
    content = render_page(report)
    assert HOSTILE not in content
    assert Page(content).text.count(HOSTILE) == 2


def test_the_page_names_what_was_measured_and_what_it_is_not(report: Report) -> None:
    text = Page(render_page(report)).text
    for told in ("livegate 1.2.3", "operating point balanced", "2026-05-04 10:30 UTC", "ab" * 32, "no laboratory test"):
        assert told in text
    for heading in ("Attack detection", "Single photos", "Verification", "Speed", "Models"):
        assert heading in text


def test_drawings_and_tables_are_told_to_those_who_cannot_see_them(report: Report) -> None:
    page = Page(render_page(report))
    drawings = [element for element in page.elements if element.tag == "svg"]
    assert len(drawings) == 7
    assert all(element.attributes["role"] == "img" and element.attributes["aria-label"] for element in drawings)
    tables = sum(element.tag == "table" for element in page.elements)
    assert tables == sum(element.tag == "caption" for element in page.elements) > 0
    assert all(element.attributes.get("scope") for element in page.elements if element.tag == "th")


def test_a_page_shows_only_the_sections_that_there_is_something_for() -> None:
    text = Page(render_page(report_of([], [], []))).text
    assert "Speed" in text
    assert not {"Attack detection", "Single photos", "Verification"} & set(text.splitlines())


def test_the_json_keeps_to_its_schema_and_comes_back_equal(report: Report) -> None:
    encoded = encode_report(report)
    jsonschema.validate(json.loads(encoded), msgspec.json.schema(Report))
    assert json.loads(encoded)["schemaVersion"] == 1
    assert msgspec.json.decode(encoded, type=Report) == report


@pytest.mark.parametrize(
    ("share", "told"), [(0.0, "0.0"), (0.5, "50.0"), (0.0123, "1.2"), (0.0012, "0.12"), (0.00012, "0.012")]
)
def test_shares_are_told_with_the_digits_that_count(share: float, told: str) -> None:
    assert percent(share) == f"{told}\N{NO-BREAK SPACE}%"
