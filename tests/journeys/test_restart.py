"""The plug is pulled in the middle of things: forms, quizzes, buttons and polls go on.

Starting the program takes the longest, so it is killed once for all: what everybody was doing is
set up first, some go on acting while it is down, and each test looks at one of them afterwards.
"""

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.journeys.stage import Somebody, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

MODAL = {"Which sign ends a sentence?": "A full stop", "Which sign makes a pause?": "A comma"}
APPLICATION = {"What would you like to teach?": "Weaving", "How do you know it?": "From my aunt."}


async def newcomer(stage: Stage, name: str, platform: str) -> Somebody:
    somebody = stage.person(f"{name}-{platform}", platform)
    await somebody.starts()
    return somebody


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def after_the_plug(stage: Stage) -> Stage:
    """Back again after a SIGKILL; see `before` and `while_down` for who was doing what."""
    await before(stage)
    await stage.pulls_the_plug()
    await while_down(stage)
    await stage.plugs_in()
    return stage


async def before(stage: Stage) -> None:
    writer = await newcomer(stage, "writer", "telegram")
    await writer.say("/teach")
    await writer.say("Beekeeping")
    await (await newcomer(stage, "weaver", "discord")).say("/teach")
    await (await newcomer(stage, "folder", "telegram")).say("/teach")
    voter = await newcomer(stage, "voter", "telegram")
    await voter.opens_quiz(1)
    await voter.press("A full stop")
    chooser = await newcomer(stage, "chooser", "discord")
    await chooser.opens_quiz(2)
    await chooser.press("one")
    await (await newcomer(stage, "ticker", "discord")).opens_quiz(1)
    await (await newcomer(stage, "absent", "telegram")).opens_quiz(1)
    await newcomer(stage, "reader", "discord")
    racer = stage.person("racer-telegram", "telegram")
    await racer.arrives()
    await racer.say("/courses")
    await racer.press("Two steps")


async def while_down(stage: Stage) -> None:
    await stage.person("folder-telegram", "telegram").say("Origami")
    await stage.person("absent-telegram", "telegram").press("A full stop")
    racer = stage.person("racer-telegram", "telegram")
    await racer.press("Start")
    await racer.press("Start")
    weaver = stage.person("weaver-discord", "discord")
    reader = stage.person("reader-discord", "discord")
    await stage.client.fill(weaver.spot, APPLICATION)
    await stage.client.press(reader.spot, "Read")
    await weaver.waits_for("Something went wrong. Try again.")
    await reader.waits_for("This interaction failed")


async def test_a_form_half_filled_goes_on_after_a_kill(after_the_plug: Stage) -> None:
    somebody = after_the_plug.person("writer-telegram", "telegram")
    news = await somebody.say("Six hives behind the house.")
    assert "Anything we can look at?" in news, news
    news = await somebody.press("Back")
    assert "Six hives behind the house." in news, news
    await somebody.say("Seven hives behind the house.")
    assert "Thank you!" in (await somebody.press("Skip"))
    found = after_the_plug.rows("SELECT answers FROM teaching_application ORDER BY id")
    assert "Beekeeping" in str(found[-1])
    assert "Seven hives" in str(found[-1])


async def test_a_modal_sent_while_the_program_is_down_keeps_what_was_written(
    after_the_plug: Stage,
) -> None:
    somebody = after_the_plug.person("weaver-discord", "discord")
    news = await somebody.fill_in(APPLICATION)  # the client kept the form open
    assert "Thank you!" in news, news


async def test_a_line_typed_while_the_program_is_down_is_taken_afterwards(
    after_the_plug: Stage,
) -> None:
    somebody = after_the_plug.person("folder-telegram", "telegram")
    assert "How do you know it?" in (await somebody.newest())


@pytest.mark.parametrize(
    ("name", "platform", "answer"),
    [("voter", "telegram", "A comma"), ("chooser", "discord", "two")],
)
async def test_a_quiz_half_done_goes_on_after_a_kill(
    after_the_plug: Stage, name: str, platform: str, answer: str
) -> None:
    somebody = after_the_plug.person(f"{name}-{platform}", platform)
    news = await somebody.press(answer)
    assert "2 of 2" in news, news
    assert "passed" in news


async def test_a_modal_quiz_opened_before_a_kill_counts_after_it(after_the_plug: Stage) -> None:
    somebody = after_the_plug.person("ticker-discord", "discord")
    news = await somebody.fill_in(MODAL)
    assert "2 of 2" in news, news


async def test_a_poll_answered_while_the_program_is_down_counts_once(
    after_the_plug: Stage,
) -> None:
    somebody = after_the_plug.person("absent-telegram", "telegram")
    assert "Question 2 of 2" in (await somebody.newest())
    answers = after_the_plug.count("response")
    await after_the_plug.client.world("fault", name="repeat_update", on="telegram")
    await after_the_plug.settle()
    assert after_the_plug.count("response") == answers
    assert "2 of 2" in (await somebody.press("A comma"))
    assert after_the_plug.count("response") == answers + 1


async def test_a_press_while_the_program_is_down_failed_and_works_when_pressed_again(
    after_the_plug: Stage,
) -> None:
    somebody = after_the_plug.person("reader-discord", "discord")
    news = await somebody.press("Read")
    assert "A sign stands for something" in news, news


async def test_two_fast_taps_while_the_program_is_down_have_one_effect(
    after_the_plug: Stage,
) -> None:
    somebody = after_the_plug.person("racer-telegram", "telegram")
    enrolled = after_the_plug.rows(
        "SELECT count(*) FROM enrollment JOIN person ON person.id = person_id "
        "WHERE first_name LIKE 'Racer%'"
    )
    assert enrolled == [(1,)]
    assert "Lesson 1 of 2" in await somebody.reads()


async def test_a_poll_answered_after_a_day_still_counts(stage: Stage) -> None:
    somebody = await newcomer(stage, "slow", "telegram")
    await somebody.opens_quiz(1)
    await stage.days_pass(1.2)
    await somebody.press("A full stop")
    news = await somebody.press("A comma")
    assert "2 of 2" in news, news


@pytest.mark.parametrize("choice", ["Continue", "Start over", "Cancel"])
async def test_a_form_left_for_a_week_is_asked_about(stage: Stage, choice: str) -> None:
    somebody = await newcomer(stage, f"week-{choice.split()[0].lower()}", "telegram")
    await somebody.say("/teach")
    await somebody.say("Cartography")
    await stage.days_pass(8)
    news = await somebody.say("I draw maps.")
    assert "What you wrote is kept" in news, news
    assert {"Continue", "Start over", "Cancel"} <= set(news.labels)
    news = await somebody.press(choice)
    if choice == "Continue":
        assert "How do you know it?" in news, news
        news = await somebody.press("Back")
        assert "Cartography" in news, news
    elif choice == "Start over":
        assert "What would you like to teach?" in news, news
        assert "Cartography" not in news
    else:
        assert "Cancelled" in news
        assert "/help" in (await somebody.say("I draw maps."))


async def test_a_modal_left_for_a_week_is_filled_with_what_was_written(stage: Stage) -> None:
    somebody = await newcomer(stage, "week-modal", "discord")
    await somebody.say("/settings")
    await somebody.press("Time zone")
    await somebody.press("Another city")
    news = await somebody.fill_in({"Which city are you in, or near?": "Atlantis below"})
    assert "I do not know that city" in news, news
    await stage.days_pass(8)
    await somebody.press("Correct it")
    view = await stage.client.view(somebody.spot)
    assert [field["value"] for field in view["modal"]["fields"]] == ["Atlantis below"]
    assert "Saved." in (await somebody.fill_in({"Which city are you in, or near?": "Lisbon"}))
