"""The real adapter against the playground's Discord: what people press and what they see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest

from bots.dialogue.ports import Hands, Refused, Sent
from bots.dialogue.request import ActionPressed, CommandGiven, PlaceKind
from bots.dialogue.screen import Attached, Choice, Screen
from bots.discord import limits
from bots.discord.adapter import WrongToken
from tests.bots.discord.counting import PIXEL, CountingBot, MemoryMailroom
from tests.bots.discord.stage import LEARNER, Stage, adapter_at, serving, staging

PRESSES = 300


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staging() as made:
        yield made


# ── commands ───────────────────────────────────────────────────────────────────────────────────


async def test_a_command_is_answered_for_its_caller_alone(stage: Stage) -> None:
    await stage.say("/count")
    message = await stage.sees("learner", "Count: 0")
    assert message["is_private"]
    assert stage.messages("friend") == []
    request = stage.bot.requests[0]
    assert (request.sender.platform_user_id, request.sender.language) == (LEARNER, "es")
    assert (request.sender.first_name, request.sender.can_manage_place) == ("Otter", False)
    assert (request.place.kind, request.place.guild_id) == (PlaceKind.CHANNEL, stage.world.guild_id)
    assert request.key.startswith("discord:")


async def test_an_administrator_can_manage_the_place(stage: Stage) -> None:
    await stage.say("/count", "admin")
    await stage.sees("admin", "Count: 0")
    assert stage.bot.requests[0].sender.can_manage_place


async def test_an_open_command_is_read_by_all_and_its_private_screen_is_not(stage: Stage) -> None:
    await stage.say("/shout")
    assert not (await stage.sees("friend", "Aloud: 0"))["is_private"]
    await stage.say("/whisper")
    assert (await stage.sees("learner", "For you alone"))["is_private"]
    await stage.quiet()
    assert "alone" not in stage.last("friend")["text"]


async def test_a_subcommand_brings_its_options_and_file(stage: Stage) -> None:
    await stage.say("/course import title:Loops", files={"file": ("a.zip", b"12345")})
    await stage.sees("learner", "Loops: [5]")
    given = stage.bot.requests[0].given
    assert isinstance(given, CommandGiven)
    assert (given.name, given.files["file"].size_bytes) == ("course import", 5)


async def test_autocomplete_offers_and_the_value_comes_back(stage: Stage) -> None:
    offered = await stage.world.complete("learner", "", "learn", "course", "p")
    assert [choice["name"] for choice in offered] == ["Python with loops", "Plots"]
    await stage.say("/learn course:Plots")
    await stage.sees("learner", "Learning plots")


async def test_the_menu_speaks_the_persons_language(stage: Stage) -> None:
    menu = {row["name"]: row["description"] for row in stage.world.view("learner")["menu"]}
    assert menu["count"] == "Counts (es)"
    assert menu["course import"] == "Imports (es)"


async def test_the_table_is_written_once_and_not_again(stage: Stage) -> None:
    assert len(stage.asked("PUT", "/commands")) == 1
    await stage.adapter.close()
    again = adapter_at(stage.address, stage.bot, stage.mailroom, stage.logged, stage.bell)
    running = asyncio.create_task(again.run())
    await stage.until(again.is_ready)
    await again.close()
    await running
    assert len(stage.asked("PUT", "/commands")) == 1


async def test_a_handler_that_says_nothing_or_fails_leaves_nothing_thinking(stage: Stage) -> None:
    await stage.say("/silent")
    await stage.until(lambda: len(stage.bot.requests) == 1)
    await stage.quiet()
    assert stage.world.view("learner")["messages"] == []
    await stage.say("/fails")
    await stage.until(lambda: stage.bot.faults)
    await stage.quiet()
    (message,) = stage.world.view("learner")["messages"]
    assert "Went wrong: 1" in str(message)
    assert "dialogue_raised" in stage.events()


async def test_a_screen_that_cannot_be_drawn_is_told_of(stage: Stage) -> None:
    await stage.say("/broken")
    await stage.until(lambda: stage.bot.faults)
    await stage.quiet()
    (message,) = stage.world.view("learner")["messages"]
    assert "Went wrong: 1" in str(message)


# ── buttons and selects ────────────────────────────────────────────────────────────────────────


async def test_a_button_edits_the_message_pressed(stage: Stage) -> None:
    await stage.say("/count")
    before = await stage.sees("learner", "Count: 0")
    await stage.press("More")
    after = await stage.sees("learner", "Count: 1")
    assert before["id"] == after["id"]
    assert isinstance(stage.bot.requests[-1].given, ActionPressed)


async def test_a_new_screen_leaves_the_pressed_one_and_words_pass(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("New")
    await stage.sees("learner", "Done @everyone")
    rows = stage.messages("learner")
    assert [row["text"].split("\n")[0] for row in rows] == [
        "Count: 0",
        "A second message",
        "Done @everyone",
    ]
    assert all(row["is_private"] for row in rows)
    await stage.press("Toast")
    await stage.sees("learner", "Only words")


async def test_a_passing_word_stands_above_what_it_came_with_until_the_next_edit(
    stage: Stage,
) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("Said")
    await stage.sees("learner", "Right @here")
    [row] = stage.messages("learner")
    assert "Count: 0" in row["text"]
    await stage.press("More")
    await stage.sees("learner", "Count: 1")
    [row] = stage.messages("learner")
    assert "Right" not in row["text"]


async def test_a_select_presses_its_options_token(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("Green")
    await stage.sees("learner", "Chose a:g:1")


async def test_a_button_on_an_open_message_answers_privately(stage: Stage) -> None:
    screen = Screen(title="Class", rows=((Choice("Mine", "a:more:1"),),), is_private=False)
    assert isinstance((await stage.post(screen))[0], Sent)
    await stage.sees("learner", "Class")
    await stage.press("Mine")
    assert (await stage.sees("learner", "Count: 1"))["is_private"]
    assert [row["text"] for row in stage.messages("friend")] == [stage.last("friend")["text"]]
    assert "Class" in stage.last("friend")["text"]


async def test_a_shared_button_changes_the_open_message_for_all(stage: Stage) -> None:
    await stage.post(Screen(title="Class", rows=((Choice("Join", "a:join:1"),),), is_private=False))
    await stage.press("Join")
    await stage.sees("friend", "Count: 1")
    assert len(stage.messages("friend")) == 1


async def test_a_long_screen_becomes_several_messages_with_buttons_on_the_last(
    stage: Stage,
) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("Long")
    await stage.until(lambda: len(stage.messages("learner")) == 3)
    assert [bool(row["rows"]) for row in stage.messages("learner")] == [False, False, True]
    words = " ".join(row["text"] for row in stage.messages("learner")).split()
    assert words.count("word") == 3000


async def test_a_picture_comes_with_its_words(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("Picture")
    embed = (await stage.sees("learner", "Board"))["embeds"][0]
    assert embed["image"].startswith("/files/discord/")
    assert embed["alt"] == "One dot"


async def test_a_screen_discord_refuses_is_shown_as_bare_words(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("Broken")
    await stage.sees("learner", "Broken")
    assert stage.last("learner")["rows"] == []
    assert "answer_not_shown" in stage.events()


async def test_a_forged_press_reaches_the_dialogue_as_it_is(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.world.act("learner", "", "forge_press", custom_id="no such thing")
    await stage.sees("learner", "Chose no such thing")


# ── forms ──────────────────────────────────────────────────────────────────────────────────────


async def test_a_form_is_filled_with_every_kind_of_field(stage: Stage) -> None:
    await stage.say("/ask")
    modal = await stage.modal()
    kinds = [field["kind"] for field in modal["fields"]]
    assert kinds == ["text", "radio", "checkbox", "file"]
    values = {
        "Your name": "Maple",
        "A color": "Green",
        "You like": ["Red", "Green"],
        "Your work": {"name": "w.txt", "content": "MTIz"},
    }
    await stage.world.fill("learner", "", values)
    assert "Maple g ['r', 'g'] [3]" in (await stage.sees("learner", "Thank you"))["text"]


async def test_an_invalid_form_is_corrected_with_what_was_filled_in(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("Form")
    await stage.modal()
    await stage.world.fill("learner", "", {"Your name": "Al", "A color": "Red"})
    await stage.sees("learner", "Too short")
    await stage.press("Correct it")
    modal = await stage.modal()
    assert modal["fields"][0]["value"] == "Al"
    await stage.world.fill("learner", "", {"Your name": "Alder", "A color": "Red"})
    await stage.sees("learner", "Thank you")
    assert len(stage.messages("learner")) == 1


async def test_a_form_that_comes_too_late_is_offered_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FORM_SECONDS", 0.05)
    stage.bot.gate.clear()
    await stage.say("/ask")
    await stage.until(lambda: stage.asked("POST", "/callback"))
    stage.bot.gate.set()
    await stage.sees("learner", "About you")
    monkeypatch.undo()
    await stage.press("About you")
    assert (await stage.modal())["title"] == "About you"


# ── order, faults, connection ──────────────────────────────────────────────────────────────────


async def test_two_fast_taps_are_handled_one_after_the_other(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    entered = stage.bot.entered
    stage.bot.gate.clear()
    await stage.press("More")
    await stage.press("More")
    await stage.say("/count", "friend")
    await stage.until(lambda: len(stage.asked("POST", "/callback")) == 4)
    await stage.until(lambda: stage.bot.entered >= entered + 2)
    assert stage.bot.entered == entered + 2  # the learner's first tap, and the friend
    stage.bot.gate.set()
    await stage.sees("learner", "Count: 2")


async def test_while_many_press_at_once_all_are_acknowledged_before_any_is_worked(
    stage: Stage,
) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    label = stage.last("learner")["rows"][0][0]["label"]
    before = len(stage.world.requests())
    for _ in range(PRESSES):
        await stage.press(label)
    await stage.quiet()
    kinds = [
        "acknowledged" if row["path"].split("?")[0].endswith("/callback") else "shown"
        for row in stage.world.requests()[before:]
    ]
    assert kinds[:PRESSES] == ["acknowledged"] * PRESSES
    assert "shown" in kinds[PRESSES:]


async def test_a_press_that_is_too_late_changes_nothing(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    interactions = stage.world.interactions
    opened = interactions.open

    def late(*args: object, **more: object) -> object:
        one = opened(*args, **more)  # type: ignore[arg-type]
        one.state = "failed"  # as after three seconds
        return one

    interactions.open = late  # type: ignore[assignment]
    await stage.press("More")
    await stage.until(lambda: "interaction_too_late" in stage.events())
    await stage.quiet()
    assert stage.bot.number == 0
    interactions.open = opened  # type: ignore[method-assign]
    await stage.press("More")
    await stage.sees("learner", "Count: 1")


async def test_a_fault_of_discords_servers_delays_the_answer(stage: Stage) -> None:
    stage.world.fault("server_error", count=1)
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")


async def test_no_message_may_ping(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("New")
    await stage.sees("learner", "Done @everyone")
    await stage.post(Screen(title="@everyone", is_private=False))
    bodies = [
        row["body"]
        for row in stage.world.requests()
        if row["method"] in ("POST", "PATCH") and "embeds" in (row["body"] or {})
    ]
    assert len(bodies) == 4
    assert all(body["allowed_mentions"] == {"parse": []} for body in bodies)


async def test_cancelling_lets_what_is_under_way_end(stage: Stage) -> None:
    stage.bot.gate.clear()
    await stage.say("/count")
    await stage.until(lambda: stage.bot.entered)
    assert not stage.adapter.is_idle()
    stage.running.cancel()
    stage.bot.gate.set()
    with pytest.raises(asyncio.CancelledError):
        await stage.running
    await stage.sees("learner", "Count: 0")
    assert stage.adapter.is_idle()


async def test_a_lost_connection_does_not_lose_the_answer(stage: Stage) -> None:
    stage.world.fault("drop", count=1)
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")


@pytest.mark.parametrize("weather", ["reconnect", "disconnect", "invalid_session"])
async def test_presses_are_answered_after_the_gateway_went(stage: Stage, weather: str) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    stage.world.fault(weather)
    if weather == "invalid_session":  # a new session hears nothing of what came before it
        await stage.until(lambda: stage.events().count("connected") == 2)
    await stage.press("More")
    await stage.sees("learner", "Count: 1")
    await stage.until(stage.adapter.is_ready)


async def test_it_is_not_ready_while_discord_is_away() -> None:
    bot, mailroom, bell = CountingBot(), MemoryMailroom(), asyncio.Event()
    async with serving() as (world, address):
        adapter = adapter_at(address, bot, mailroom, [], bell)
        running = asyncio.create_task(adapter.run())
        stage = Stage(world, address, bot, mailroom, adapter, bell, running)
        await stage.until(adapter.is_ready)
    await stage.until(lambda: not adapter.is_ready())
    assert not running.done()  # the platform's server is gone, the program runs on
    await adapter.close()
    await running


async def test_a_wrong_token_says_what_to_do() -> None:
    async with serving("another-token") as (_, address):
        logged: list[dict[str, object]] = []
        bell = asyncio.Event()
        adapter = adapter_at(address, CountingBot(), MemoryMailroom(), logged, bell)
        with pytest.raises(WrongToken, match="DISCORD_TOKEN"):
            await adapter.run()


async def test_no_log_line_holds_a_token(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    await stage.press("Broken")
    await stage.sees("learner", "Broken")
    assert "bot-token-of-the-test" not in str(stage.logged)
    tokens = list(stage.world.interactions._by_token)
    assert tokens
    assert not any(token in str(stage.logged) for token in tokens)


# ── direct messages ────────────────────────────────────────────────────────────────────────────


async def test_direct_messages_are_read_and_answered(stage: Stage) -> None:
    await stage.say("hello", chat="dm")
    await stage.sees("learner", "You typed hello", "dm")
    assert stage.bot.requests[0].place.is_private
    await stage.world.send_file("learner", "dm", "a.zip", b"1234")
    await stage.sees("learner", "a.zip has 4 bytes", "dm")


async def test_commands_and_buttons_in_direct_messages_stay(stage: Stage) -> None:
    await stage.say("/count", chat="dm")
    before = await stage.sees("learner", "Count: 0", "dm")
    await stage.press("More", chat="dm")
    assert (await stage.sees("learner", "Count: 1", "dm"))["id"] == before["id"]
    assert stage.bot.requests[0].place.is_private


# ── announcements ──────────────────────────────────────────────────────────────────────────────


async def test_an_announcement_is_said_once_however_often_it_is_sent(stage: Stage) -> None:
    screen = Screen(title="Otter passed", is_private=False, is_silent=True)
    (first,) = await stage.post(screen)
    stage.mailroom.outcomes.clear()
    (second,) = await stage.post(screen)  # the same nonce: its record was lost
    assert isinstance(first, Sent)
    assert first == second
    assert len(stage.messages("friend")) == 1
    assert stage.last("friend")["is_silent"]


async def test_an_announcement_reaches_a_thread_and_a_person(stage: Stage) -> None:
    assert stage.adapter.hands.client is not None
    general = stage.adapter.hands.client.get_channel(stage.world.channel_id("general"))
    assert isinstance(general, discord.TextChannel)
    thread = await general.create_thread(name="Week 1", type=discord.ChannelType.public_thread)
    button = ((Choice("Mine", "a:more:1"),),)
    await stage.post(Screen(title="In the thread", rows=button), thread_id=thread.id)
    await stage.sees("learner", "In the thread", str(thread.id))
    await stage.press("Mine", chat=str(thread.id))
    await stage.sees("learner", "Count: 1", str(thread.id))
    place = stage.bot.requests[-1].place
    assert (place.kind, place.chat_id, place.thread_id) == (
        PlaceKind.THREAD,
        general.id,
        thread.id,
    )
    assert await stage.adapter.hands.missing_rights(place) == ()
    picture = Attached("board.png", PIXEL, "One dot", is_picture=True)
    await stage.post(Screen(title="Direct", attached=(picture,)), chat_id=0, user_id=LEARNER)
    assert (await stage.sees("learner", "Direct", "dm"))["embeds"][0]["alt"] == "One dot"


async def test_closed_direct_messages_are_told(stage: Stage) -> None:
    stage.world.fault("closed_dms", person="learner")
    outcome = await stage.post(Screen(title="Hello"), chat_id=0, user_id=LEARNER)
    assert outcome == [Refused("closed_dms")]


async def test_a_missing_right_is_named(stage: Stage) -> None:
    await stage.world.act("admin", "", "take_right", right="send_messages")
    (outcome,) = await stage.post(Screen(title="Hello", is_private=False))
    assert outcome == Refused("no_right", ("send_messages",))
    await stage.world.act("admin", "", "take_right", right="view_channel")
    (outcome,) = await stage.post(Screen(title="Hello", is_private=False))
    assert isinstance(outcome, Refused)
    assert outcome.missing[0] == "view_channel"
    (outcome,) = await stage.post(Screen(title="Hello"), chat_id=12345)
    assert outcome == Refused("gone", ("channel",))


async def test_the_hands_see_missing_rights(stage: Stage) -> None:
    await stage.say("/count")
    await stage.sees("learner", "Count: 0")
    place = stage.bot.requests[0].place
    hands: Hands = stage.adapter.hands
    assert await hands.missing_rights(place) == ()
    await stage.world.act("admin", "", "take_right", right="embed_links")
    await stage.say("/count")
    await stage.until(lambda: len(stage.bot.requests) == 2)
    assert await hands.missing_rights(place) == ("embed_links",)
    assert hands.deep_link("course") == ""


async def test_too_many_requests_only_delay_an_announcement(stage: Stage) -> None:
    stage.world.fault("too_many", count=2, retry_after=0.05)
    (outcome,) = await stage.post(Screen(title="Otter passed", is_private=False))
    assert isinstance(outcome, Sent)
    assert [row["status"] for row in stage.asked("POST", "/messages")] == [429, 429, 200]
    assert stage.adapter.rate_limit_waits() == (2, pytest.approx(0.1))


async def test_a_burst_is_said_in_order(stage: Stage) -> None:
    stage.mailroom.on_change = stage.bell.set
    for number in range(4):
        await stage.post(Screen(title=f"Number {number}", is_private=False))
    titles = [row["embeds"][0]["title"] for row in stage.messages("friend")]
    assert titles == [f"Number {number}" for number in range(4)]
    assert stage.adapter.activity() >= 4
