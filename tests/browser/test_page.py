"""The page in Chromium: reachable for everyone, on loopback only, live, and whole on a phone."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Stage
from tests.browser.looking import barriers, is_cut_sideways

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LIGHTS = [(360, "light"), (768, "light"), (1280, "dark")]


@pytest.mark.parametrize(("width", "scheme"), LIGHTS)
async def test_nobody_is_shut_out(stage: Stage, width: int, scheme: str) -> None:
    for place in ("#/learner/telegram", "#/learner/discord", "#/friend/telegram/py-cohort"):
        page = await stage.open(width, scheme=scheme, place=place)
        assert await barriers(page) == []
        await page.close()
    assert stage.faults == []


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
async def test_what_opens_shuts_nobody_out_either(stage: Stage, width: int, scheme: str) -> None:
    page = await stage.open(width, scheme=scheme, place="#/learner/discord")
    await page.get_by_role("button", name="What happened").click()
    await page.wait_for_selector(".thread")
    if width < 1100:
        await page.get_by_role("button", name="Clock, plug and weather").click()
    await page.get_by_role("button", name="Fair weather").click()
    assert await barriers(page) == []
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="What happened").click()
    words = page.get_by_label("Message in Discord")
    await words.fill("/form")
    await words.press("Enter")
    await page.wait_for_selector(".modal")
    assert await barriers(page) == []
    assert not await is_cut_sideways(page)


@pytest.mark.parametrize("width", [360, 768])
async def test_nothing_scrolls_sideways(stage: Stage, width: int) -> None:
    for place in (
        "#/learner/telegram",
        "#/learner/telegram/py-cohort",
        "#/learner/discord",
        "#/learner/discord/py-cohort",
    ):
        page = await stage.open(width, 640, place=place)
        assert not await is_cut_sideways(page), place
        await page.close()


async def test_the_browser_asks_loopback_only(stage: Stage) -> None:
    page = await stage.open(1280, place="#/learner/discord")
    await page.wait_for_selector(".discord .message img.picture")
    hosts = {
        urlsplit(request.url).hostname
        for request in stage.requests
        if not request.url.startswith(("data:", "blob:"))
    }
    assert hosts == {"127.0.0.1"}
    assert stage.faults == []


async def test_a_beginning_types_the_first_command_and_enter_sends_it(stage: Stage) -> None:
    page = await stage.open(1280, place="#/friend/discord")
    await page.get_by_role("button", name="Learner /start").click()
    words = page.get_by_label("Message in Telegram")
    await expect(words).to_have_value("/start")
    await expect(words).to_be_focused()
    await words.press("Enter")
    await expect(page.locator(".telegram .message").last).to_contain_text("You asked for /start")
    assert "#/learner/telegram" in page.url
    await expect(page.locator("#welcome")).to_be_hidden()


async def test_a_press_shows_its_effect_and_its_toast(stage: Stage) -> None:
    page = await stage.open(1280)
    await page.get_by_role("button", name="Next", exact=True).click()
    await expect(page.locator(".telegram .message").last).to_contain_text("You pressed Next")
    await expect(page.locator(".telegram .toasts")).to_contain_text("Next: done")


async def test_what_a_bot_says_to_others_shows_as_their_badge(stage: Stage) -> None:
    page = await stage.open(1280)
    badge = page.locator(".person[data-name=friend] .badge")
    before = int((await badge.inner_text()).split()[0])
    stage.show.discord.post("py-cohort", "Otter passed once more")
    await expect(badge).to_contain_text(str(before + 1))


async def test_an_address_opens_at_person_platform_and_chat_and_survives_a_reload(
    stage: Stage,
) -> None:
    page = await stage.open(1280, place="#/educator/telegram/py-cohort")
    await expect(page.locator(".telegram .chat-title")).to_have_text("Python in spring")
    await page.reload()
    await expect(page.locator(".telegram .chat-title")).to_have_text("Python in spring")
    await expect(page.locator(".person[aria-current]")).to_contain_text("Maple")


async def test_a_half_filled_form_survives_the_plug_and_a_reload(stage: Stage) -> None:
    page = await stage.open(1280)
    words = page.get_by_label("Message in Discord")
    await words.fill("/form")
    await words.press("Enter")
    await page.get_by_label("What puzzled you?").fill("the else of a loop")
    await page.get_by_label("0, 1, 2").check()
    await page.locator(".plug").click()
    await page.get_by_role("button", name="Pull it and leave it out").click()
    await expect(page.locator(".discord .reconnecting")).to_be_visible()
    await page.locator(".plug").click()
    await page.get_by_role("button", name="Start it again").click()
    await expect(page.locator(".discord .reconnecting")).to_be_hidden()
    await expect(page.get_by_label("What puzzled you?")).to_have_value("the else of a loop")
    await page.reload()
    await expect(page.get_by_label("What puzzled you?")).to_have_value("the else of a loop")
    await page.get_by_role("button", name="Submit").click()
    await expect(page.locator(".modal")).to_have_count(0)
    await expect(page.locator(".discord .message").last).to_contain_text("the else of a loop")


async def test_a_command_is_picked_with_the_keyboard_alone(stage: Stage) -> None:
    page = await stage.open(1280)
    words = page.get_by_label("Message in Discord")
    await words.focus()
    await page.keyboard.type("/lea")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("option", name="Programming with Python")).to_be_visible()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")
    await expect(page.locator(".discord .message").last).to_contain_text(
        "/learn course:programming"
    )


async def test_a_fold_stays_open_and_the_focus_stays_when_something_arrives(
    stage: Stage,
) -> None:
    page = await stage.open(1280)
    fold = page.locator(".telegram details.fold")
    await fold.locator("summary").click()
    await page.get_by_role("button", name="Next", exact=True).focus()
    stage.show.telegram.post("", "A line more", to="learner")
    await expect(page.locator(".telegram .message").last).to_contain_text("A line more")
    assert await fold.get_attribute("open") is not None
    await expect(page.get_by_role("button", name="Next", exact=True)).to_be_focused()


async def test_new_messages_are_read_aloud(stage: Stage) -> None:
    page = await stage.open(1280)
    stage.show.telegram.post("", "Your class begins at seven", to="learner")
    await expect(page.locator("#live")).to_contain_text("Peerloom: Your class begins at seven")


async def test_the_clock_bar_moves_the_playground(stage: Stage) -> None:
    page = await stage.open(1280)
    tomorrow = stage.show.clock.now().astimezone() + timedelta(days=1)
    await page.get_by_role("button", name="+1 day").click()
    await expect(page.locator(".moment")).to_contain_text(tomorrow.strftime("%a"))
    assert round(stage.show.program.offset_seconds) == 86_400


async def test_the_light_is_chosen_and_kept(stage: Stage) -> None:
    page = await stage.open(1280, scheme="light")
    await page.get_by_role("button", name="Dark colours").click()
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_words_from_people_never_become_markup(stage: Stage) -> None:
    page = await stage.open(1280)
    words = "<img src=x onerror=alert(1)><b>bold</b>"
    key = {"id": "1", "label": words, "url": "javascript:alert(1)"}
    stage.show.telegram.post("", words, to="learner", rows=[[key]])
    await expect(page.locator(".telegram .message").last).to_contain_text(words)
    dangerous = ".messages b, .messages img[src=x], .messages a[href^='javascript']"
    assert await page.locator(dangerous).count() == 0
    assert stage.faults == []


async def test_places_on_a_phone_are_one_tap_away(stage: Stage) -> None:
    page = await stage.open(360, 700, place="#/learner/telegram")
    await page.get_by_role("button", name="Places in Telegram").click()
    await page.get_by_role("button", name="Python in spring").click()
    await expect(page.locator(".telegram .chat-title")).to_have_text("Python in spring")
    await page.locator(".tab.discord").click()
    await expect(page.locator(".discord .chat-title")).to_have_text("py-cohort")
    await expect(page.locator(".pane.telegram")).to_be_hidden()


async def test_what_a_button_is_called_is_never_cut(stage: Stage) -> None:
    page = await stage.open(360, 700)
    long_label = "[!!! Śĥöŵ ţĥé šöļûţîöñ öƒ ţĥîš çĥåļļéñĝé åñð ĝö öñ ţö ţĥé ñéẋţ ļéššöñ !!!]"
    row = [{"id": "1", "label": long_label}, {"id": "2", "label": long_label}]
    stage.show.telegram.post("", "Long", to="learner", rows=[row])
    button = page.locator(".telegram .key", has_text="Śĥöŵ").first
    await expect(button).to_be_visible()
    is_whole = "(key) => key.scrollWidth <= key.clientWidth && key.scrollHeight <= key.clientHeight"
    assert await button.evaluate(is_whole)


async def test_the_page_comes_back_when_the_playground_was_restarted(stage: Stage) -> None:
    page = await stage.open(1280)
    await stage.stop()
    await expect(page.locator(".telegram .reconnecting")).to_be_visible()
    stage.show.telegram.post("", "Written while you were away", to="learner")
    await stage.start()
    await expect(page.locator(".telegram .reconnecting")).to_be_hidden()
    await expect(page.locator(".telegram .message").last).to_contain_text("while you were away")


async def test_a_page_without_the_token_says_what_to_do(stage: Stage) -> None:
    context = await stage.browser.new_context()
    page = await context.new_page()
    await page.goto(f"{stage.address}/#/learner")
    await expect(page.locator(".telegram .messages")).to_contain_text("it has the token")
    await context.close()


@pytest.mark.slow
async def test_a_press_shows_its_effect_within_200_milliseconds(stage: Stage) -> None:
    page = await stage.open(1280)
    await page.get_by_role("button", name="Next", exact=True).wait_for()
    waits: list[float] = await page.evaluate(
        """async () => {
          const list = document.querySelector(".telegram .messages");
          const keys = [...list.querySelectorAll(".key")];
          const button = keys.find((key) => key.textContent === "Next");
          const waits = [];
          for (let turn = 0; turn < 40; turn += 1) {
            const before = list.children.length;
            const start = performance.now();
            button.click();
            await new Promise((resolve) => {
              const watcher = new MutationObserver(() => {
                if (list.children.length > before) { watcher.disconnect(); resolve(); }
              });
              watcher.observe(list, { childList: true });
            });
            waits.push(performance.now() - start);
          }
          return waits.sort((one, other) => one - other);
        }"""
    )
    assert waits[37] < 200, waits


async def test_somebody_new_begins_with_an_empty_chat(stage: Stage) -> None:
    page = await stage.open(1280)
    await page.get_by_role("button", name="Be somebody new").click()
    await expect(page.locator(".person[aria-current]")).to_contain_text("Learner 2")
    await page.locator(".telegram .empty").get_by_role("button", name="Start").click()
    await expect(page.locator(".telegram .message").last).to_contain_text("You asked for /start")


@pytest.mark.parametrize("height", [560, 780])
async def test_a_form_s_buttons_are_in_reach_on_a_phone(stage: Stage, height: int) -> None:
    page = await stage.open(360, height, place="#/learner/discord")
    words = page.get_by_label("Message in Discord")
    await words.fill("/form")
    await words.press("Enter")
    submit = page.get_by_role("button", name="Submit")
    await expect(submit).to_be_visible()
    box = await submit.bounding_box()
    drawer = await page.locator("#drawer").bounding_box()
    assert box is not None
    assert drawer is not None
    assert box["y"] + box["height"] <= drawer["y"]
