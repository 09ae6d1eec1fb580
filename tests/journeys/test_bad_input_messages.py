"""Messages nobody expects, far too long, unknown, in the wrong place; and the ways out."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.inbox import empty_old_texts
from tests.journeys.stage import Somebody, Stage

pytestmark = pytest.mark.asyncio(loop_scope="session")

LONG = "word " * 2_000  # 10,000 characters


def file_of(messages: Any) -> dict[str, Any]:
    return next(file for message in messages for file in message.get("files") or ())


async def test_ten_thousand_characters_are_answered_shortly(stage: Stage) -> None:
    somebody = stage.person("wordy", "telegram")
    await somebody.arrives()
    news = await somebody.say(LONG)
    assert "/help shows all there is" in news, news
    assert all(len(message["text"]) < 300 for message in news.messages)


async def test_ten_thousand_characters_in_a_form_are_counted_and_the_form_goes_on(
    stage: Stage,
) -> None:
    somebody = stage.person("wordy-teacher", "telegram")
    await somebody.arrives()
    await somebody.say("/teach")
    await somebody.say("Sourdough bread")
    news = await somebody.say(LONG)
    assert "at most 1,000 fit" in news, news
    news = await somebody.say("Ten years in a bakery.")
    assert "Anything we can look at?" in news, news
    news = await somebody.press("Skip")
    assert "Thank you!" in news
    answers = stage.rows("SELECT answers FROM teaching_application ORDER BY id DESC LIMIT 1")
    assert "Sourdough bread" in str(answers[0][0])
    assert "Ten years in a bakery." in str(answers[0][0])


@pytest.mark.parametrize("words", ["x" * 3_900, "\u202e\u2066<@1> " * 400, "\U0001f9d1" * 1_900])
async def test_a_course_called_by_thousands_of_characters_is_not_there(
    stage: Stage, platform: str, words: str
) -> None:
    somebody = stage.person(f"caller-{platform}", platform)
    if not await somebody.messages():
        await somebody.arrives()
    command = f"/learn {words}" if somebody.is_on_telegram else f"/learn course:{words}"
    news = await somebody.say(command)
    assert "There is no course called" in news, news
    assert "Two steps" in str(news)
    assert len(news.text) < 600


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/walet", "Did you mean /wallet?"),
        ("/leaderbord", "Did you mean /leaderboard?"),
        ("/course_imprt", "Did you mean /course_import?"),
        ("/xyzzy", "There is no /xyzzy here. /help shows what there is."),
        ("/" + "z" * 30, "/help shows what there is."),
        ("/" + "z" * 60, "/help shows all there is."),
        ("what now?", "/help shows all there is."),
        ("🦦", "/help shows all there is."),
    ],
)
async def test_what_is_not_known_is_answered_with_what_is(
    stage: Stage, typed: str, said: str
) -> None:
    somebody = stage.person("guesser", "telegram")
    if not await somebody.messages():
        await somebody.arrives()
    assert said in (await somebody.say(typed))


async def test_a_file_nobody_asked_for_is_answered(stage: Stage) -> None:
    somebody = stage.person("sender", "telegram")
    await somebody.arrives()
    assert "/help shows all there is." in (await somebody.send("cat.png", b"\x89PNG"))


async def test_groups_talk_among_themselves(stage: Stage) -> None:
    somebody = stage.person("chatty", "telegram")
    await somebody.arrives()
    group = somebody.at("py-cohort")
    for words in ("hello all", "/xyzzy", "/walet", "🦦"):
        assert not (await group.say(words)).messages


@pytest.mark.parametrize("command", ["/wallet", "/settings", "/leaderboard", "/help"])
async def test_what_is_private_never_appears_in_a_group(stage: Stage, command: str) -> None:
    somebody = stage.person("private", "telegram")
    if not await somebody.messages():
        await somebody.arrives()
    seen = await somebody.reads()
    news = await somebody.at("py-cohort").say(command)
    assert not news.messages, news
    titles = {"/wallet": "Wallet", "/settings": "Settings", "/help": "What you can do here",
              "/leaderboard": "This week"}  # fmt: skip
    assert titles[command] in (await somebody.reads()).removeprefix(seen)


async def test_what_is_private_waits_behind_a_link_for_who_never_wrote(stage: Stage) -> None:
    somebody = stage.person("stranger-in-the-group", "telegram")
    news = await somebody.at("py-cohort").say("/wallet")
    assert "🔒" in news.text, news
    assert "Nothing here yet" not in news


async def test_a_private_screen_on_discord_is_for_one_alone(stage: Stage) -> None:
    somebody = stage.person("private", "discord", "py-cohort")
    news = await somebody.say("/wallet")
    assert all(message["is_private"] for message in news.messages)
    other = stage.person("friend", "discord", "py-cohort")
    assert "Nothing here yet" not in await other.reads()


async def test_who_blocked_the_bot_gets_what_waited_when_they_come_back(stage: Stage) -> None:
    applicant = stage.person("blocker", "telegram")
    await applicant.arrives()
    await applicant.say("/teach")
    await applicant.say("Knitting")
    await applicant.say("Since I was six.")
    await applicant.press("Skip")
    admin = stage.person("admin", "telegram")
    assert "Knitting" in await admin.reads()
    # The news cannot be sent at first, and then they have blocked the bot.
    await stage.client.world(
        "fault", name="server_error", on="telegram", method="sendMessage", count=500
    )
    await admin.press("Approve")
    await applicant.act("block_bot")
    await stage.client.world("fault", name="clear", on="telegram")
    await stage.client.advance(60)
    await stage.settle()
    assert "Welcome among the educators" not in await applicant.reads()
    news = await applicant.act("unblock_bot")
    assert "Welcome among the educators" in news, news


async def test_somebody_takes_their_data_along_and_is_erased(stage: Stage, platform: str) -> None:
    somebody = stage.person(f"leaver-{platform}", platform)
    name = f"Quillfeather {platform}"
    await somebody.act("rename", display_name=name)
    await somebody.starts()
    await somebody.opens_quiz(1)
    await passes(somebody)
    assert stage.tables_with(name)
    accounts = stage.count("platform_account")

    await somebody.say("/settings")
    news = await somebody.press("My data")
    assert file_of(news.messages)["name"] == "peerloom-my-data.json"

    await somebody.say("/settings")
    news = await somebody.press("Erase me")
    assert "cannot be undone" in news
    assert stage.count("platform_account") == accounts  # asked only
    news = await somebody.press("Yes, erase me")
    assert "is erased" in news, news
    assert stage.count("platform_account") == accounts - 1
    # What came in and what was answered is emptied after three days; nothing else keeps the name.
    assert set(stage.tables_with(name)) <= {"inbox", "stored_update"}
    engine = Engine(stage.database, FrozenClock(await stage.client.now() + timedelta(days=30)))
    await engine.run(empty_old_texts, None)
    await engine.close()
    assert stage.tables_with(name) == []

    news = await somebody.say("/start")
    assert "Welcome to Peerloom" in news, news  # a new person
    news = await somebody.say("/wallet")
    assert "Nothing here yet" in news, news


async def passes(somebody: Somebody) -> None:
    if somebody.is_on_telegram:
        await somebody.press("A full stop")
        await somebody.press("A comma")
        return
    await somebody.fill_in(
        {"Which sign ends a sentence?": "A full stop", "Which sign makes a pause?": "A comma"}
    )


@pytest.mark.parametrize(("language", "locale"), [("Español", "es"), ("Русский", "ru")])
async def test_another_language_changes_every_screen_from_then_on(
    stage: Stage, platform: str, language: str, locale: str
) -> None:
    somebody = stage.person(f"speaker-{locale}-{platform}", platform)
    await somebody.arrives()
    english = await somebody.say("/wallet")
    await somebody.say("/settings")
    await somebody.press("Language")
    news = await somebody.press(language)
    assert "Settings" not in news.text.splitlines()[0], news
    assert language in news
    assert (await somebody.say("/wallet")).text != english.text
    assert "What you can do here" not in (await somebody.say("/help"))
    if somebody.is_on_telegram:
        news = await somebody.say("/xyzzy")
        assert "/xyzzy" in news
        assert "There is no" not in news


async def test_an_export_is_the_persons_own_and_whole(stage: Stage) -> None:
    somebody = stage.person("exporter", "telegram")
    await somebody.act("rename", display_name="Brambling")
    await somebody.starts()
    await somebody.say("/settings")
    news = await somebody.press("My data")
    content = json.loads(await stage.file(file_of(news.messages)["url"]))
    assert "Brambling" in json.dumps(content)
    assert "Two steps" in json.dumps(content)
    assert "Otter" not in json.dumps(content)
