"""The element from outside, as apps of Azure's component know it: names, properties, assets, promise, errors."""

import json

import pytest
from playwright.async_api import Page, expect

from tests.support.checks import CheckPage, create_session
from tests.support.element_pages import ASSETS, COUNT_CAMERAS, MODULE, ONWARD, evaluate, instructed
from tests.support.host_pages import HostPages
from tests.support.server import LiveServer

ELEMENT = "document.querySelector('azure-ai-vision-face-ui')"

NAMES = {
    "LivenessError": "None TimedOut InvalidToken CameraPermissionDenied CameraStartupFailure NoFaceDetected "
    "FaceTrackingFailed SmileNotPerformed HeadTurnNotPerformed ServerRequestTimedOut FaceMouthRegionNotVisible "
    "FaceEyeRegionNotVisible ExcessiveImageBlurDetected ExcessiveFaceBrightness FaceWithMaskDetected "
    "EnvironmentNotSupported UserCanceledSession UserCanceledActiveMotion UserCanceledActiveMotionPrompt "
    "UnexpectedClientError UnexpectedServerError ClientVersionNotSupported VerifyImageNotProvided Unexpected",
    "RecognitionError": "None GenericFailure FaceNotFrontal FaceEyeRegionNotVisible ExcessiveFaceBrightness "
    "ExcessiveImageBlurDetected FaceNotFound MultipleFaceFound ContentDecodingError ImageSizeIsTooLarge "
    "ImageSizeIsTooSmall UnsupportedMediaType FaceMouthRegionNotVisible FaceWithMaskDetected",
    "LivenessStatus": "RealFace SpoofFace ResultQueryableFromService",
    "RecognitionStatus": "Recognized NotRecognized ResultQueryableFromService",
}

COLLECT_STATES = """
window.states = [];
document.addEventListener("livegate-statechange", ({detail}) => states.push(detail));
"""


async def test_the_element_has_azures_name_and_livegates(blank: Page) -> None:
    assert await evaluate(
        blank,
        """
        const azures = document.createElement("azure-ai-vision-face-ui");
        const own = document.createElement("livegate-check");
        return [
          azures instanceof module.FaceLivenessDetector,
          azures instanceof HTMLElement,
          own instanceof module.LivegateCheck,
          own instanceof module.FaceLivenessDetector,
          azures.shadowRoot.mode,
          azures.attributes.length + azures.childNodes.length,
        ];
        """,
    ) == [True, True, True, True, "open", 0]


@pytest.mark.parametrize("name", NAMES)
async def test_every_value_of_an_exported_enum_is_its_own_name(blank: Page, name: str) -> None:
    exported = await evaluate(blank, "return {...module[argument]};", name)

    assert exported == {value: value for value in NAMES[name].split()}


async def test_a_second_copy_of_the_module_does_no_harm_and_neither_leaves_a_global(blank: Page) -> None:
    assert await blank.evaluate(
        """async (module) => {
          const before = Object.keys(window).length;
          const first = await import(module);
          const second = await import(`${module}?copy`);
          document.body.append(new second.FaceLivenessDetector(), new second.LivegateCheck());
          const { locale } = document.querySelector("livegate-check");
          return [first === second, locale, Object.keys(window).length - before];
        }""",
        MODULE,
    ) == [False, "", 0]


async def test_properties_that_were_set_before_the_module_came_are_kept(blank: Page) -> None:
    assert await blank.evaluate(
        """async (module) => {
          const element = document.createElement("azure-ai-vision-face-ui");
          element.setAttribute("locale", "de");
          Object.assign(element, {locale: "fr", fontSize: "2rem", skipInstructions: true});
          document.body.append(element);
          await import(module);
          return [element.locale, element.fontSize, element.skipInstructions, Object.keys(element)];
        }""",
        MODULE,
    ) == ["fr", "2rem", True, []]


async def test_attributes_set_properties_in_kebab_case_and_in_one_word(blank: Page) -> None:
    assert await evaluate(
        blank,
        """
        document.body.insertAdjacentHTML("beforeend", `<azure-ai-vision-face-ui locale="ar" font-size="2rem"
          fontfamily="serif" skip-instructions retry-in-place="false" extendedtime="true">`);
        const element = document.body.lastElementChild;
        const names = ["locale", "fontSize", "fontFamily", "skipInstructions", "retryInPlace", "extendedTime"];
        const values = names.map((name) => element[name]);
        names.forEach((name) => element.removeAttribute(name.toLowerCase()));
        ["font-size", "skip-instructions", "retry-in-place"].forEach((name) => element.removeAttribute(name));
        return [values, names.map((name) => element[name])];
        """,
    ) == [
        ["ar", "2rem", "serif", True, False, True],
        ["", "1.5rem", "system-ui, sans-serif", False, True, False],
    ]


async def test_null_and_undefined_take_a_choice_back_and_unknown_properties_do_no_harm(blank: Page) -> None:
    assert await evaluate(
        blank,
        """
        const element = document.createElement("azure-ai-vision-face-ui");
        Object.assign(element, {fontSize: "2rem", retryInPlace: false, mediaInfoDeviceId: "one"});
        Object.assign(element, {fontSize: null, retryInPlace: undefined, mediaInfoDeviceId: null});
        Object.assign(element, {assetPath: "/x", _baseAssetsURL: "/y", token: "z", sessionAuthorizationToken: "z"});
        element.setAttribute("active-mode", "");
        document.body.append(element);
        return [element.fontSize, element.retryInPlace, element.mediaInfoDeviceId];
        """,
    ) == ["1.5rem", True, ""]


async def test_without_a_token_a_start_fails_without_camera_network_or_noise(page: Page, host_pages: HostPages) -> None:
    await page.add_init_script(COUNT_CAMERAS)
    await page.goto(f"{host_pages.origin}/blank.html")

    failures = await evaluate(
        page,
        """
        const element = document.body.appendChild(document.createElement("azure-ai-vision-face-ui"));
        element.start();
        const starts = [undefined, null, "", "  ", 7].map((token) => element.start(token).catch((error) => error));
        return [(await Promise.all(starts)).map(({livenessError, reason}) => `${livenessError} ${reason}`), opened];
        """,
    )

    assert failures == [["InvalidToken tokenMissing"] * 5, 0]
    assert not [path for path in host_pages.asked if path.startswith((ASSETS, "/face/"))]


async def test_a_failure_is_an_error_whose_fields_are_its_own(blank: Page) -> None:
    failure = await evaluate(
        blank,
        """
        const failure = await document.createElement("livegate-check").start("").catch((error) => error);
        const isError = failure instanceof Error && failure instanceof module.LivenessDetectionFailure;
        return {...failure, isError, hasError: "livenessError" in failure, message: failure.message};
        """,
    )

    assert failure == {
        "name": "LivenessDetectionFailure",
        "livenessError": "InvalidToken",
        "recognitionError": "None",
        "reason": "tokenMissing",
        "code": None,
        "requestId": None,
        "attemptsLeft": None,
        "message": "start() needs a session auth token, as the create call has answered it.",
        "isError": True,
        "hasError": True,
    }


OWN_TEXTS = {"AZAIF_ContinuePrompt": "On we go", "AZAIF_BrightnessContinue": "On we go"}


@pytest.mark.parametrize("dictionary", [OWN_TEXTS, json.dumps(OWN_TEXTS)], ids=["object", "json"])
async def test_single_texts_can_be_replaced(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, dictionary: object
) -> None:
    await instructed(check, host_pages, scripted_server, languageDictionary=dictionary)

    await expect(check.button("On we go")).to_be_visible()
    await expect(check.button("Cancel")).to_be_visible()


@pytest.mark.parametrize(("locale", "word", "direction"), [("de-AT", "Weiter", "ltr"), ("he-IL", "המשך", "rtl")])
async def test_the_locale_chooses_words_and_direction(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer, locale: str, word: str, direction: str
) -> None:
    await instructed(check, host_pages, scripted_server, locale=locale)

    await expect(check.page.locator(ONWARD)).to_have_text(word)
    await expect(check.page.locator("[part=check]")).to_have_css("direction", direction)


async def test_an_app_may_style_text_and_buttons_and_change_its_mind(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    styles = {
        "fontSize": "20px",
        "fontFamily": "monospace",
        "buttonStyles": "background-color: rgb(1, 2, 3)",
        "continueButtonStyles": "background-color: rgb(9, 9, 9); letter-spacing: 3px",
    }
    await instructed(check, host_pages, scripted_server, **styles)

    section, onward, cancel = (check.page.locator(part) for part in ("[part=check]", ONWARD, "[part~=cancel-button]"))
    await expect(section).to_have_css("font-size", "20px")
    await expect(section).to_have_css("font-family", "monospace")
    await expect(cancel).to_have_css("background-color", "rgb(1, 2, 3)")
    await expect(onward).to_have_css("background-color", "rgb(1, 2, 3)")
    await expect(onward).to_have_css("letter-spacing", "3px")

    await check.page.evaluate(f"{ELEMENT}.buttonStyles = 'what?'")

    await expect(onward).to_have_css("background-color", "rgb(9, 9, 9)")


async def test_the_guidance_and_the_picture_of_the_brightness_are_the_apps_too(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    styles = {"feedbackMessageStyles": "color: rgb(1, 2, 3)", "brightnessImagePath": "/icon.svg"}
    await instructed(check, host_pages, scripted_server, **styles)

    await expect(check.page.locator("[part=feedback]")).to_have_css("color", "rgb(1, 2, 3)")
    assert await check.page.locator("img[src='/icon.svg']").count() > 0


async def test_instructions_can_be_left_out(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, mode="PassiveActive")
    await check.page.add_init_script(COLLECT_STATES)
    await check.open(host_pages)
    await check.begin(session.token, skipInstructions=True)
    await expect(check.page.locator("[part=video]")).to_be_visible()

    assert "instructions" not in [state["screen"] for state in await check.page.evaluate("states")]


async def test_the_page_hears_what_is_on_the_screen_and_nothing_of_the_decision(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, "livegate-test-spoofface")
    await check.page.add_init_script(COLLECT_STATES)
    await check.open(host_pages)
    await check.begin(session.token)
    await check.outcome()

    states = await check.page.evaluate("states")

    assert {key for state in states for key in state} == {"screen", "guidance", "progress"}
    assert states == [state for place, state in enumerate(states) if place == 0 or state != states[place - 1]]
    screens = list(dict.fromkeys(state["screen"] for state in states))
    assert screens[-3:] == ["capture", "sending", "done"] or screens[-2:] == ["capture", "done"]


async def test_only_the_camera_that_the_app_names_will_do(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.open(host_pages)
    await check.begin(session.token, mediaInfoDeviceId="0" * 64, retryInPlace=False)

    failure = (await check.outcome())["failure"]
    assert (failure["livenessError"], failure["reason"]) == ("CameraStartupFailure", "cameraMissing")
    assert "mediaInfoDeviceId" in failure["message"]

    devices = await check.page.evaluate("navigator.mediaDevices.enumerateDevices()")
    named = next(device["deviceId"] for device in devices if device["kind"] == "videoinput")
    await check.page.evaluate(f"{ELEMENT}.mediaInfoDeviceId = '{named}'")
    await check.start(session.token)
    assert "success" in await check.outcome(1)


async def test_a_session_that_lets_its_device_have_the_decision_tells_it(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    fields = {
        "livenessOperationMode": "Passive",
        "sendResultsToClient": True,
        "deviceCorrelationId": "livegate-test-spoofface",
    }
    with scripted_server.client() as backend:
        created = backend.post("/face/v1.2-preview.1/detectLiveness/singleModal/sessions", json=fields).json()
    await check.open(host_pages)
    await check.begin(created["authToken"])

    success = (await check.outcome())["success"]

    assert success["livenessStatus"] == "SpoofFace"
    assert set(success) == {"resultId", "digest", "livenessStatus"}


async def test_another_token_ends_the_running_check_first(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    await instructed(check, host_pages, scripted_server)
    other = await create_session(scripted_server, "livegate-test-realface")
    await check.start(other.token)

    assert (await check.outcome())["failure"]["livenessError"] == "UserCanceledSession"
    assert "success" in await check.outcome(1)


async def test_an_element_that_is_moved_goes_on(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, "livegate-test-realface")
    await check.page.add_init_script("""
      window.moves = 0;
      document.addEventListener("livegate-statechange", ({detail, target}) => {
        if (detail.screen !== "capture" || moves > 0) return;
        moves += 1;
        document.body.append(target);
      });
    """)
    await check.open(host_pages)
    await check.begin(session.token)
    await check.page.locator("body > azure-ai-vision-face-ui").wait_for(state="attached")
    moved = await check.page.evaluate("app.outcome()")

    assert "success" in moved
    assert await check.page.evaluate("moves") == 1


async def test_the_device_tells_an_id_of_its_own_and_keeps_it(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    session = await create_session(scripted_server, None)
    await check.open(host_pages)
    await check.begin(session.token)

    assert "success" in await check.outcome()
    assert len(await check.page.evaluate("localStorage.getItem('livegate.deviceCorrelationId')")) == 36


async def test_the_apps_own_device_id_is_told_instead_and_a_refused_storage_does_no_harm(
    check: CheckPage, host_pages: HostPages, scripted_server: LiveServer
) -> None:
    await check.page.add_init_script("""
      Object.defineProperty(window, "localStorage", {get() { throw new DOMException("refused", "SecurityError"); }});
    """)
    session = await create_session(scripted_server, None)
    await check.open(host_pages)
    await check.begin(session.token, deviceCorrelationId="livegate-test-spoofface")
    await check.outcome()

    assert (await session.newest_attempt())["result"]["livenessDecision"] == "spoofface"
