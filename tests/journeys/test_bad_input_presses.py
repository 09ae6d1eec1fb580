"""Presses that are not meant: of others, of former versions, forged, too many and too fast."""

from __future__ import annotations

import pytest

from bots.dialogue import tokens
from tests.journeys.stage import Somebody, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOT_YOURS = "belongs to somebody else"
FORMER = "from an earlier version"


async def newcomer(stage: Stage, name: str, platform: str) -> Somebody:
    somebody = stage.person(f"{name}-{platform}", platform)
    await somebody.starts()
    return somebody


def of_last_person(stage: Stage) -> int:
    return int(stage.rows("SELECT max(id) FROM person")[0][0])


async def test_a_private_button_of_somebody_else_does_nothing(stage: Stage, platform: str) -> None:
    owner = await newcomer(stage, "owner", platform)
    thief = await newcomer(stage, "thief", platform)
    await owner.say("/settings")
    await owner.press("Erase me")
    token = await stage.token(platform, "Yes, erase me")
    people = stage.count("platform_account")
    news = await thief.forge(token)
    assert NOT_YOURS in news, news
    assert stage.count("platform_account") == people
    # The button's owner can still use it, here to go back.
    assert "Settings" in (await owner.press("Back"))


async def test_a_public_button_of_somebody_else_answers_privately(
    stage: Stage, platform: str
) -> None:
    admin = stage.person("admin", platform, "py-cohort")
    passer_by = stage.person(f"passer-by-{platform}", platform)
    await passer_by.arrives()
    friend = passer_by.at("py-cohort")
    shown = await admin.say("/setup")
    assert "Stop the news here" in shown.labels, shown
    places = stage.rows("SELECT id, state FROM place ORDER BY id")
    news = await friend.press("Stop the news here")
    assert "Administrators and educators" in news, news
    assert all(message.get("is_private") for message in news.messages)
    assert "Administrators and educators" not in await admin.reads()
    assert stage.rows("SELECT id, state FROM place ORDER BY id") == places


async def test_a_button_of_a_former_version_says_so(stage: Stage, platform: str) -> None:
    somebody = await newcomer(stage, "former", platform)
    person_id = of_last_person(stage)
    key = stage.button_key()
    for token in (
        tokens.make(key, "o", "no.more", (1,), person_id),  # an action that is gone
        tokens.make(key, "o", "lesson.page", (1,), person_id),  # it took one argument less
        tokens.make(key, "o", "lesson.page", ("a_b", "c"), person_id),  # and words for numbers
        tokens.make(key, "f", "no-more", (), person_id),
    ):
        news = await somebody.forge(token)
        assert FORMER in news, (token, news)


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "o:set.erase_now::AAAAAAAAAAA",
        "p:set.erase_now::AAAAAAAAAAA",
        "f:teach::AAAAAAAAAAA",
        "o:set.erase_now:1.2.3:AAAAAAAAAAA",
        "o:set.erase_now::",
        "o::::",
        ":::",
        "o:quiz.choose:1.1.1:\u0410\u0410\u0410",
        "' OR 1=1; --",
        "o:" + "a" * 62,
    ],
    ids=lambda token: ascii(token)[:24],
)
async def test_a_forged_token_is_answered_and_changes_nothing(
    stage: Stage, platform: str, token: str
) -> None:
    forger = stage.person(f"forger-{platform}", platform)
    if not await forger.messages():
        await forger.starts()
    accounts = stage.rows("SELECT id, person_id FROM platform_account ORDER BY id")
    events = stage.count("event")
    news = await forger.forge(token)
    assert NOT_YOURS in news or FORMER in news, news
    assert stage.rows("SELECT id, person_id FROM platform_account ORDER BY id") == accounts
    assert stage.count("event") == events


async def test_two_fast_taps_on_start_enroll_once(stage: Stage, platform: str) -> None:
    somebody = stage.person(f"eager-{platform}", platform)
    await somebody.arrives()
    await somebody.say("/courses")
    await somebody.press("Two steps")
    enrolled = stage.count("enrollment")
    news = await somebody.tap_twice(await stage.token(platform, "Start"))
    assert stage.count("enrollment") == enrolled + 1
    assert "Something went wrong" not in news
    assert "Lesson 1 of 2" in await somebody.reads()


async def test_two_fast_taps_on_an_answer_count_once(stage: Stage) -> None:
    somebody = await newcomer(stage, "hasty", "discord")
    news = await somebody.opens_quiz(2)
    assert "What is shown first?" in news, news
    answers = stage.count("response")
    token = await stage.token("discord", "one")
    news = await somebody.tap_twice(token)
    assert stage.count("response") == answers + 1
    assert "answered this one already" in news, news
    # The second tap took nothing away: the next question is there to be answered.
    news = await somebody.press("two")
    assert "2 of 2" in news, news


async def test_two_fast_taps_that_finish_a_quiz_are_rewarded_once(stage: Stage) -> None:
    somebody = await newcomer(stage, "greedy", "discord")
    await somebody.opens_quiz(2)
    await somebody.press("one")
    rewards, journals = stage.count("reward"), stage.count("ledger_journal")
    news = await somebody.tap_twice(await stage.token("discord", "two"))
    assert "passed" in news, news
    assert stage.count("reward") == rewards + 1
    assert stage.count("ledger_journal") == journals + 1


async def test_a_button_of_a_finished_quiz_says_so(stage: Stage) -> None:
    somebody = await newcomer(stage, "finished", "discord")
    await somebody.opens_quiz(2)
    wrong = await stage.token("discord", "two")
    await somebody.press("one")
    await somebody.press("two")
    answers = stage.rows("SELECT * FROM response ORDER BY 1, 2")
    news = await somebody.forge(wrong)
    assert "This quiz is over" in news, news
    assert stage.rows("SELECT * FROM response ORDER BY 1, 2") == answers


async def test_a_poll_of_a_finished_quiz_says_so(stage: Stage) -> None:
    somebody = await newcomer(stage, "finished", "telegram")
    await somebody.press("Read")
    # Two fast taps: the same question stands there in two polls.
    await somebody.tap_twice(await stage.token("telegram", "Take the quiz"))
    await somebody.press("A full stop")
    news = await somebody.press("A comma")
    assert "2 of 2" in news, news
    answers = stage.rows("SELECT * FROM response ORDER BY 1, 2")
    news = await somebody.press("A colon")  # in the first poll, still open
    assert "This quiz is over" in news, news
    assert stage.rows("SELECT * FROM response ORDER BY 1, 2") == answers


async def test_a_second_poll_of_one_question_counts_once(stage: Stage) -> None:
    somebody = await newcomer(stage, "twofold", "telegram")
    await somebody.press("Read")
    await somebody.tap_twice(await stage.token("telegram", "Take the quiz"))
    await somebody.press("A full stop")
    answers = stage.count("response")
    news = await somebody.press("A colon")
    assert "answered this one already" in news, news
    assert stage.count("response") == answers
    assert "2 of 2" in (await somebody.press("A comma"))


async def test_sixty_commands_in_a_second_are_slowed_down_for_that_person_alone(
    stage: Stage, platform: str
) -> None:
    flooder = stage.person(f"flooder-{platform}", platform)
    other = stage.person(f"calm-{platform}", platform)
    await flooder.arrives()
    await other.arrives()
    for _ in range(70):
        await stage.client.say(flooder.spot, "/help", {})
    news = await flooder.waits()
    assert "That was a lot at once. Please wait" in await flooder.reads(), news
    assert "What you can do here" in (await other.say("/help"))
    assert "Something went wrong" not in await flooder.reads()
    await stage.client.advance(60)
    assert "What you can do here" in (await flooder.say("/help"))
