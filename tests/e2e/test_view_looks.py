"""What the person sees: the looks that an app and its page set, and what is drawn of a state."""

from playwright.async_api import expect

from tests.support.screens import Screens


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


async def test_an_apps_picture_takes_the_place_of_the_one_on_brightness(screens: Screens) -> None:
    await screens.show("tooDark")
    await screens.update(brightnessImagePath="/icon.svg")

    await expect(screens.part("hint").locator("img")).to_have_attribute("src", "/icon.svg")


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


async def test_drawing_the_same_state_again_touches_nothing(screens: Screens) -> None:
    for name in await screens.names():
        await screens.show(name)
        await screens.page.evaluate(
            "() => { window.watcher = new MutationObserver(() => {}); watcher.observe(screens.root(),"
            " {subtree: true, childList: true, attributes: true, characterData: true}); }"
        )
        await screens.show(name)
        assert await screens.page.evaluate("watcher.takeRecords().length") == 0, name
