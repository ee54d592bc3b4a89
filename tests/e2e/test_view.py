"""What the person sees, hears and operates, in every state: under the strictest policy, and without a check."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ViewportSize, expect

from tests.e2e.conftest import FAILED, PATIENCE_MILLISECONDS, OpenContext
from tests.support.axe import Axe
from tests.support.host_pages import STRICT_POLICY, HostPages
from tests.support.page_watch import Artifacts, PageProblems
from tests.support.screens import Screens

PHONE: ViewportSize = {"width": 390, "height": 844}
SMALL: ViewportSize = {"width": 320, "height": 480}
LOW: ViewportSize = {"width": 667, "height": 375}
DESKTOP: ViewportSize = {"width": 1280, "height": 800}


async def open_screens(open_context: OpenContext, host_pages: HostPages, **options: Any) -> Screens:
    host_pages.headers = {"Content-Security-Policy": STRICT_POLICY}
    context = await open_context(**{"viewport": PHONE, "reduced_motion": "reduce", **options})
    page = await context.new_page()
    await page.goto(f"{host_pages.origin}/view.html")
    screens = Screens(page)
    await screens.open()
    return screens


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shared_screens(chromium: Browser, shared_host_pages: HostPages) -> AsyncIterator[Screens]:
    """One page for most tests: to open another takes longer than what they look at."""
    context = await chromium.new_context(reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    shared_host_pages.headers = {"Content-Security-Policy": STRICT_POLICY}
    page = await context.new_page()
    await page.goto(f"{shared_host_pages.origin}/view.html")
    shared_host_pages.headers = {}
    yield Screens(page)
    await context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def screens(
    shared_screens: Screens,
    host_pages: HostPages,
    problems: PageProblems,
    artifacts: Artifacts,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Screens]:
    """The page on a phone, in English, with nothing moving."""
    page = shared_screens.page
    problems.watch(page.context)
    await page.set_viewport_size(PHONE)
    await page.emulate_media(color_scheme="light")
    await shared_screens.reset()
    yield shared_screens
    if request.node.stash.get(FAILED, False):
        await artifacts.picture(page, f"failed-{request.node.name}")
    problems.leave(page.context)
    assert problems.unexpected == []


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


@pytest.mark.parametrize("viewport", [PHONE, SMALL, LOW, DESKTOP], ids=["phone", "small", "low", "desktop"])
async def test_the_picture_keeps_its_place_and_shape_through_the_check(
    screens: Screens, viewport: ViewportSize
) -> None:
    await screens.page.set_viewport_size(viewport)

    places = []
    for name in ("permission", "good", "tooDark", "lookLeft", "smile", "praise", "paused", "sending", "done"):
        await screens.show(name)
        places.append(await screens.part("ring").bounding_box())

    assert places == [places[0]] * len(places)
    assert places[0] is not None
    assert places[0]["width"] == pytest.approx(places[0]["height"])
    assert places[0]["width"] > 150


async def test_an_arrow_points_to_the_persons_own_side_in_every_direction_of_writing(screens: Screens) -> None:
    for locale in ("en", "ar"):
        await screens.open(locale)
        await screens.show("lookLeft")
        left = await screens.page.locator(".target-disc").bounding_box()
        await screens.show("lookRight")
        right = await screens.page.locator(".target-disc").bounding_box()

        assert left is not None
        assert right is not None
        assert left["x"] + left["width"] < PHONE["width"] / 2 < right["x"]


@pytest.mark.parametrize("viewport", [SMALL, LOW], ids=["small", "low"])
async def test_every_screen_fits_the_window_in_every_language(screens: Screens, viewport: ViewportSize) -> None:
    await screens.page.set_viewport_size(viewport)
    misfits = await screens.page.evaluate(
        "import('/facelivenessdetector-assets/js/labels/locales.js').then(({LOCALES}) => screens.misfits(LOCALES))"
    )

    assert misfits == {}


async def test_text_of_twice_the_size_is_not_cut_on_the_smallest_screen(screens: Screens) -> None:
    await screens.page.set_viewport_size(SMALL)
    await screens.update(fontSize="3rem")
    misfits = await screens.page.evaluate("screens.misfits(['en', 'de', 'ar'])")

    assert [text for what in misfits.values() for text in what if text.startswith(("cut", "wide"))] == []


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


async def test_drawing_the_same_state_again_touches_nothing(screens: Screens) -> None:
    for name in await screens.names():
        await screens.show(name)
        await screens.page.evaluate(
            "() => { window.watcher = new MutationObserver(() => {}); watcher.observe(screens.root(),"
            " {subtree: true, childList: true, attributes: true, characterData: true}); }"
        )
        await screens.show(name)
        assert await screens.page.evaluate("watcher.takeRecords().length") == 0, name


async def test_looks_that_an_app_sets_are_taken_and_nonsense_is_passed_over(screens: Screens) -> None:
    await screens.show("instructions")
    await screens.update(
        fontSize="20px",
        fontFamily="serif",
        buttonStyles="border-radius: 4px; color: rgb(1, 2, 3)",
        continueButtonStyles="color: red; background-color: rgb(4, 5, 6)",
        feedbackMessageStyles="} nonsense { color: ; text-transform: uppercase",
    )
    onward = screens.part("continue-button")
    await expect(screens.part("check")).to_have_css("font-size", "20px")
    await expect(screens.part("check")).to_have_css("font-family", "serif")
    await expect(screens.part("cancel-button")).to_have_css("border-radius", "4px")
    await expect(onward).to_have_css("color", "rgb(1, 2, 3)")
    await expect(onward).to_have_css("background-color", "rgb(4, 5, 6)")

    await screens.update(fontSize="much", fontFamily=None, buttonStyles="} color", continueButtonStyles="{")
    await expect(screens.part("check")).to_have_css("font-size", "24px")
    await expect(screens.part("cancel-button")).not_to_have_css("border-radius", "4px")
    await expect(onward).not_to_have_css("background-color", "rgb(4, 5, 6)")


async def test_the_pages_colour_scheme_decides_between_light_and_dark(screens: Screens) -> None:
    await screens.show("good")
    await screens.page.emulate_media(color_scheme="dark")
    await expect(screens.part("check")).to_have_css("background-color", "rgb(20, 26, 34)")

    await screens.page.evaluate("document.getElementById('container').style.colorScheme = 'light'")
    await expect(screens.part("check")).to_have_css("background-color", "rgb(255, 255, 255)")


async def test_custom_properties_set_on_the_element_theme_it(screens: Screens) -> None:
    await screens.show("instructions")
    await screens.page.evaluate(
        "() => { const { style } = screens.root().host; style.setProperty('--livegate-accent', 'rgb(90, 20, 120)');"
        " style.setProperty('--livegate-height', '500px'); }"
    )

    await expect(screens.part("continue-button")).to_have_css("background-color", "rgb(90, 20, 120)")
    await expect(screens.part("check")).to_have_css("height", "500px")


async def test_a_camera_made_by_software_is_named_as_such(screens: Screens) -> None:
    await screens.show("softwareCamera")

    assert await screens.part("camera-select").locator("option").all_inner_texts() == [
        "Front camera",
        "Camera 2",
        "OBS Virtual Camera (not a real camera)",
    ]
    await expect(screens.part("camera-select")).to_have_value("software")
    await expect(screens.part("hint")).to_have_text(
        "This camera is made by software. Choose the camera of your device."
    )


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


async def test_what_is_left_of_a_check_is_a_sentence_or_nothing(screens: Screens) -> None:
    height = "screens.root().host.getBoundingClientRect().height"
    await screens.show("outcome")
    await expect(screens.part("outcome")).to_contain_text("This check is no longer open")
    assert await screens.page.get_by_role("button").count() == 0
    assert await screens.page.evaluate(height) < 100

    await screens.show("gone")
    assert await screens.page.evaluate(height) == 0


async def test_the_progress_is_told_where_it_is_measured(screens: Screens) -> None:
    bar = screens.page.get_by_role("progressbar", name="Progress")
    await screens.show("loading")
    assert await bar.get_attribute("aria-valuenow") is None
    await screens.show("good")
    await expect(bar).to_have_attribute("aria-valuenow", "40")
    await screens.show("done")
    await expect(bar).to_have_attribute("aria-valuenow", "100")


async def test_an_apps_picture_takes_the_place_of_the_one_on_brightness(screens: Screens) -> None:
    await screens.show("tooDark")
    await screens.update(brightnessImagePath="/icon.svg")

    await expect(screens.part("hint").locator("img")).to_have_attribute("src", "/icon.svg")


@pytest.mark.parametrize(("above", "height"), [(0, 480), (100, 380), (400, 480)])
async def test_the_screens_take_the_height_that_the_window_has_left_for_them(
    screens: Screens, above: int, height: int
) -> None:
    await screens.page.set_viewport_size(SMALL)
    await screens.page.evaluate("(above) => { document.body.style.paddingTop = `${above}px`; }", above)
    await screens.open()
    await screens.show("good")

    await expect(screens.part("check")).to_have_css("height", f"{height}px")
