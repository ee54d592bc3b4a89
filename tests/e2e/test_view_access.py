"""What the person hears and operates, by keyboard and screen reader, and what must not move."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.conftest import OpenContext
from tests.support.axe import Axe
from tests.support.host_pages import STRICT_POLICY, HostPages
from tests.support.page_watch import Artifacts
from tests.support.screens import PHONE, Screens


async def open_screens(open_context: OpenContext, host_pages: HostPages, **options: Any) -> Screens:
    host_pages.headers = {"Content-Security-Policy": STRICT_POLICY}
    context = await open_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options})
    page = await context.new_page()
    await page.goto(f"{host_pages.origin}/view.html")
    screens = Screens(page)
    await screens.open()
    return screens


@pytest.mark.parametrize(("scheme", "locale"), [("light", "en"), ("dark", "ar")])
async def test_no_screen_breaks_an_accessibility_rule(
    open_context: OpenContext, host_pages: HostPages, artifacts: Artifacts, axe: Axe, scheme: str, locale: str
) -> None:
    screens = await open_screens(open_context, host_pages, color_scheme=scheme)
    await screens.open(locale)

    broken = {}
    for name in await screens.names():
        await screens.show(name)
        await artifacts.picture(screens.page, f"view-{scheme}-{locale}-{name}")
        broken[name] = await axe.violations(screens.page)

    assert {name: rules for name, rules in broken.items() if rules} == {}


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("instructions", ["I need more time", "Continue", "Cancel"]),
        ("lookLeft", ["Camera", "Spoken guidance", "Cancel"]),
        ("failed", ["Try again", "Try again with more time", "Close"]),
        ("ended", ["Close"]),
    ],
)
async def test_the_keyboard_reaches_everything_in_the_order_of_the_screen(
    screens: Screens, name: str, order: list[str]
) -> None:
    await screens.show(name)

    reached = []
    for _ in order:
        await screens.press("Tab")
        reached.append(await screens.focused())
        await expect(screens.page.locator(":focus-visible").last).to_have_css("outline-style", "solid")

    assert reached == order


async def test_everything_can_be_done_with_the_keyboard(screens: Screens) -> None:
    await screens.show("instructions")
    await screens.press("Tab", "Space", "Tab", "Enter", "Tab", "Enter")
    assert await screens.events() == [
        {"type": "extendTime", "isExtended": True},
        {"type": "continue"},
        {"type": "cancel"},
    ]

    await screens.show("lookLeft")
    await screens.part("camera-select").focus()
    await screens.press("ArrowDown")
    assert await screens.events() == [{"type": "chooseCamera", "deviceId": "second"}]

    await screens.show("failed")
    await screens.press("Tab", "Enter", "Tab", "Enter", "Tab", "Enter")
    assert await screens.events() == [
        {"type": "retry"},
        {"type": "extendTime", "isExtended": True},
        {"type": "retry"},
        {"type": "close"},
    ]


async def test_escape_cancels_while_the_check_runs_and_closes_where_it_has_failed(screens: Screens) -> None:
    for name in ("loading", "instructions", "lookLeft", "sending", "failed", "outcome"):
        await screens.show(name)
        await screens.press("Escape")

    assert [event["type"] for event in await screens.events()] == ["cancel"] * 4 + ["close"]


async def test_escape_in_another_field_of_the_page_is_not_ours(screens: Screens) -> None:
    await screens.show("lookLeft")
    await screens.page.locator("#other").focus()
    await screens.press("Escape")

    assert await screens.events() == []


async def test_the_focus_goes_to_what_went_wrong(screens: Screens) -> None:
    await screens.show("lookLeft")
    await screens.part("cancel-button").focus()
    await screens.show("failed")

    assert await screens.focused() == "Time ran out"
    await expect(screens.page.get_by_role("alertdialog", name="Time ran out")).to_have_accessible_description(
        "Take your time. You can try again, and ask for more time."
    )


async def test_a_focus_elsewhere_on_the_page_stays_there_while_the_check_goes_on(screens: Screens) -> None:
    await screens.page.locator("#other").focus()
    for name in ("loading", "permission", "good", "sending", "done"):
        await screens.show(name)

    await expect(screens.page.locator("#other")).to_be_focused()


async def test_the_focus_is_not_lost_with_the_button_that_had_it(screens: Screens) -> None:
    await screens.show("instructions")
    await screens.part("continue-button").focus()
    await screens.show("permission")

    await expect(screens.part("check")).to_be_focused()


async def test_prompts_are_told_to_screen_readers_at_once_and_guidance_when_there_is_time(screens: Screens) -> None:
    live = screens.page.get_by_role("status")
    await screens.show("permission")
    await screens.show("lookLeft")
    await expect(live).to_have_text("Turn your face to the left.")
    await screens.show("praise")
    await expect(live).to_have_text("Great! Look straight at the camera.")
    await screens.show("tooDark")
    await screens.show("good")
    await expect(live).to_have_text("Hold still.")


async def test_spoken_guidance_is_off_until_the_person_or_the_app_turns_it_on(screens: Screens) -> None:
    await screens.show("good")
    button = screens.page.get_by_role("button", name="Spoken guidance")
    await expect(button).to_have_attribute("aria-pressed", "false")
    await button.click()
    await expect(button).to_have_attribute("aria-pressed", "true")

    await screens.update(fontSize="1rem")
    await expect(button).to_have_attribute("aria-pressed", "true")
    await screens.open()
    await screens.update(spokenGuidance=True)
    await expect(button).to_have_attribute("aria-pressed", "true")


async def test_the_progress_is_told_where_it_is_measured(screens: Screens) -> None:
    bar = screens.page.get_by_role("progressbar", name="Progress")
    await screens.show("loading")
    assert await bar.get_attribute("aria-valuenow") is None
    await screens.show("good")
    await expect(bar).to_have_attribute("aria-valuenow", "40")
    await screens.show("done")
    await expect(bar).to_have_attribute("aria-valuenow", "100")


async def test_nothing_moves_for_who_prefers_that(open_context: OpenContext, host_pages: HostPages) -> None:
    moving = {}
    for preference in ("reduce", "no-preference"):
        screens = await open_screens(open_context, host_pages, reduced_motion=preference)
        moving[preference] = 0
        for name in await screens.names():
            await screens.show(name)
            moving[preference] += await screens.page.evaluate("screens.root().getAnimations().length")

    assert moving["reduce"] == 0
    assert moving["no-preference"] > 0
