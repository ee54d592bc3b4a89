"""Where everything stands on the screen, in every window, size of text and direction of writing."""

import pytest
from playwright.async_api import ViewportSize, expect

from tests.support.screens import DESKTOP, LOW, PHONE, SMALL, Screens


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


@pytest.mark.parametrize(("above", "height"), [(0, 480), (100, 380), (400, 480)])
async def test_the_screens_take_the_height_that_the_window_has_left_for_them(
    screens: Screens, above: int, height: int
) -> None:
    await screens.page.set_viewport_size(SMALL)
    await screens.page.evaluate("(above) => { document.body.style.paddingTop = `${above}px`; }", above)
    await screens.open()
    await screens.show("good")

    await expect(screens.part("check")).to_have_css("height", f"{height}px")


async def test_what_is_left_of_a_check_is_a_sentence_or_nothing(screens: Screens) -> None:
    height = "screens.root().host.getBoundingClientRect().height"
    await screens.show("outcome")
    await expect(screens.part("outcome")).to_contain_text("This check is no longer open")
    assert await screens.page.get_by_role("button").count() == 0
    assert await screens.page.evaluate(height) < 100

    await screens.show("gone")
    assert await screens.page.evaluate(height) == 0
