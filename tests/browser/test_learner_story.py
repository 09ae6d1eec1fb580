"""The learner's first five minutes on the page, with the real product behind it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.browser.looking import barriers, cut_labels, is_cut_sideways
from tests.browser.sitting import Sitting, opened_playground

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test leaves the filled playground for the others."""
    return tmp_path_factory.mktemp("template")


async def is_open_to_everyone(sitting: Sitting) -> None:
    assert await barriers(sitting.page) == []
    assert not await is_cut_sideways(sitting.page)


async def come_to_a_lesson(sitting: Sitting) -> None:
    """From the first word to the challenge on the fourth page of the fifth lesson."""
    await sitting.type("/start", "English")
    await sitting.press("Continue", "What time is it where you are?")
    await sitting.press("09:0…", "May your group see when you pass a quiz?")
    await sitting.press("Yes, as Learner", "What would you like to learn?")
    await sitting.press("python", "12 lessons")
    await sitting.press("Start", "Lesson 1 of 12")
    await sitting.press("Jump to a lesson", "Functions")
    await sitting.press("5.…", "Lesson 5 of 12")
    for page in (2, 3, 4):
        await sitting.press("Next", f"page {page} of 5")
    await sitting.sees("From 1 to N")


async def take_the_quiz(sitting: Sitting) -> None:
    await sitting.press("Take the quiz", "Question 1 of 5")
    await is_open_to_everyone(sitting)
    await sitting.press("3", "Question 2 of 5")
    await sitting.reload()
    await sitting.press("range(1, 11)", "Question 3 of 5")
    await sitting.press("Once", "Question 4 of 5")
    await sitting.press("True", "Choose all")
    await sitting.press("A range", "Vote")
    await sitting.press("Vote", "4 of 5")


@pytest.mark.parametrize("width", [360, 1280])
async def test_a_learner_comes_from_start_to_the_first_tokens(
    browser: Browser, tmp_path: Path, template: Path, width: int
) -> None:
    async with (
        opened_playground(tmp_path, template) as opened,
        Sitting(browser, opened, width, 740 if width == 360 else 860) as sitting,
    ):
        await come_to_a_lesson(sitting)
        await is_open_to_everyone(sitting)
        await sitting.pull_the_plug()
        await sitting.put_it_back()
        await sitting.press("Show solution", "for number in range(1, n + 1)")
        await sitting.press("Had it", "page 4 of 5")
        await take_the_quiz(sitting)
        for words in ("passed", "+20 tokens", "Streak: day 1", "this week", "behind"):
            await sitting.sees(words)
        assert sitting.presses <= 25
        assert sitting.typed <= 1
        await sitting.press("See my mistake", "You chose")
        await sitting.press("Back", "4 of 5")
        await sitting.press("Wallet", "20 earned")
        await sitting.toggle_drawer()
        await expect(sitting.page.locator(".threads")).to_contain_text("Reward granted")
        await expect(sitting.page.locator(".threads .lot-sent").first).to_be_visible()
        await is_open_to_everyone(sitting)
        await sitting.toggle_drawer()
        await sitting.become("friend")
        await sitting.open_place("discord", "py-cohort")
        await sitting.sees("Learner passed")
        await expect(sitting.page.locator(".discord .messages")).not_to_contain_text("4 of 5")
        hosts = {
            urlsplit(request.url).hostname
            for request in sitting.requests
            if not request.url.startswith(("data:", "blob:"))
        }
        assert hosts == {"127.0.0.1"}
        assert sitting.faults == []


@pytest.mark.parametrize("width", [pytest.param(360, marks=pytest.mark.slow), 1280])
async def test_a_quiz_on_discord_outlives_the_plug_half_filled(
    browser: Browser, tmp_path: Path, template: Path, width: int
) -> None:
    async with (
        opened_playground(tmp_path, template) as opened,
        Sitting(browser, opened, width, 740, place="#/learner/discord/py-cohort") as sitting,
    ):
        await sitting.type("/start", "English")
        await sitting.press("Continue", "What time is it where you are?")
        await sitting.press("09:0…", "May your group see when you pass a quiz?")
        await sitting.press("Yes, as Learner", "What would you like to learn?")
        await sitting.press("python", "12 lessons")
        await sitting.press("Start", "Lesson 1 of 12")
        await sitting.press("Read", "page 1 of 3")
        await sitting.press("Next", "page 2 of 3")
        await sitting.press("Next", "page 3 of 3")
        await expect(sitting.newest).to_contain_text("Only you can see this")
        await is_open_to_everyone(sitting)
        await sitting.press("Take the quiz", "page 3 of 3")
        form = sitting.page.locator(".modal")
        await form.get_by_label('print("Hello")', exact=True).check()
        await is_open_to_everyone(sitting)
        await sitting.pull_the_plug()
        await form.get_by_label("Where a text begins and ends").check()
        await sitting.put_it_back()
        await sitting.reload()
        await expect(form.get_by_label('print("Hello")', exact=True)).to_be_checked()
        for name in await form.locator("fieldset").all():
            if await name.locator("input:checked").count() == 0:
                await name.locator("input").first.check()
        await form.get_by_role("button", name="Submit").click()
        await expect(form).to_have_count(0)
        # The group is told as well, sooner or later than the learner: the result is hers alone.
        result = sitting.page.locator(".pane.is-current .message.is-ephemeral").last
        for words in ("of 5", "Streak: day 1"):
            await expect(result).to_contain_text(words)
        assert sitting.faults == []


async def test_no_label_is_cut_in_the_pseudo_language(
    browser: Browser, tmp_path: Path, template: Path
) -> None:
    async with (
        opened_playground(tmp_path, template) as opened,
        Sitting(browser, opened, 360, 740) as sitting,
    ):
        await sitting.act("learner", "telegram", "change_language", language="qps")
        await sitting.type("/start", "Wélçómé")
        for words in ("/settings", "/courses", "/leaderboard", "/wallet", "/help"):
            assert await cut_labels(sitting.page) == []
            assert not await is_cut_sideways(sitting.page)
            field = sitting.page.locator(".telegram textarea.words")
            await field.fill(words)
            await field.press("Enter")
            await sitting.settle()
            await expect(sitting.newest.locator(".author")).to_have_text("Peerloom")
        assert await cut_labels(sitting.page) == []
