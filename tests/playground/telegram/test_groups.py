"""Groups: privacy, topics, rights, members, migration, menus per scope, forced replies."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.exceptions import TelegramMigrateToChat
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    ChatMemberAdministrator,
    ChatMemberLeft,
    ChatMemberOwner,
    ChatMemberRestricted,
)
from aiogram.types import BotCommandScopeAllPrivateChats as AllPrivate

from playground.surface import NotSeen
from playground.telegram import TelegramWorld
from playground.telegram.demo import COHORT_TOPIC, FORUM_ID, GROUP_ID
from tests.playground.telegram.harness import USERNAME, RawClient, aiogram_bot


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"].get("text", "") for update in updates if "message" in update]


async def test_everyone_sees_the_demonstration_places(world: TelegramWorld) -> None:
    assert [(c["slug"], c["kind"], c["topic_of"]) for c in world.chats("friend")] == [
        ("", "private", None),
        ("py-group", "group", None),
        ("py-cohort", "topic", "py-group"),
        ("loops-group", "group", None),
    ]
    with pytest.raises(NotSeen, match="py-cohort"):
        world.view("friend", "nowhere")


async def test_privacy_mode_hides_chatter_from_a_plain_member(
    world: TelegramWorld, client: RawClient
) -> None:
    await client.updates()
    await world.say("learner", "loops-group", "before")
    await world.act("admin", "loops-group", "add_bot", payload="g_1")
    updates = await client.updates()
    assert updates[0]["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert updates[1]["message"]["new_chat_members"][0]["username"] == USERNAME
    assert texts(updates)[1] == f"/start@{USERNAME} g_1"
    sent = await client.result("sendMessage", chat_id=GROUP_ID, text="Hello all")
    for words in ("chatter", "/help", f"/help@{USERNAME}", "/help@other_bot", "see /help"):
        await world.say("learner", "loops-group", words)
    await world.act("learner", "loops-group", "reply", message=sent["message_id"], text="yes")
    assert texts(await client.updates()) == ["/help", f"/help@{USERNAME}", "yes"]


async def test_an_administrator_bot_hears_everything_in_its_topics(
    world: TelegramWorld, client: RawClient
) -> None:
    await client.updates()
    await world.say("learner", "py-cohort", "chatter")
    await world.say("learner", "py-group", "general")
    in_topic, in_general = (update["message"] for update in await client.updates())
    assert in_topic["message_thread_id"] == COHORT_TOPIC
    assert in_topic["is_topic_message"]
    assert "forum_topic_created" in in_topic["reply_to_message"]
    assert "message_thread_id" not in in_general
    assert in_general["chat"]["is_forum"]


async def test_topics_are_made_closed_and_deleted(world: TelegramWorld, url: str) -> None:
    async with aiogram_bot(url) as bot:
        topic = await bot.create_forum_topic(FORUM_ID, "Spring cohort")
        thread = topic.message_thread_id
        sent = await bot.send_message(FORUM_ID, "Welcome", message_thread_id=thread)
        assert sent.reply_to_message is not None
        assert sent.reply_to_message.forum_topic_created is not None
        assert world.view("friend", "spring-cohort")["messages"][-1]["text"] == "Welcome"
        await bot.edit_forum_topic(FORUM_ID, thread, name="Autumn cohort")
        await bot.close_forum_topic(FORUM_ID, thread)
        with pytest.raises(NotSeen, match="closed"):
            await world.say("friend", "spring-cohort", "hello")
        with pytest.raises(Exception, match="TOPIC_NOT_MODIFIED"):
            await bot.close_forum_topic(FORUM_ID, thread)
        await bot.delete_forum_topic(FORUM_ID, thread)
        with pytest.raises(Exception, match="message thread not found"):
            await bot.send_message(FORUM_ID, "Anyone?", message_thread_id=thread)
        await world.act("admin", "py-group", "take_right", right="can_manage_topics")
        with pytest.raises(Exception, match="not enough rights to create a topic"):
            await bot.create_forum_topic(FORUM_ID, "Another")


async def test_rights_to_post_can_be_taken_and_given_back(
    world: TelegramWorld, client: RawClient
) -> None:
    await client.updates()
    await world.act("admin", "py-group", "take_right", right="can_post")
    changed = (await client.updates())[0]["my_chat_member"]
    assert changed["old_chat_member"]["status"] == "administrator"
    assert changed["new_chat_member"]["status"] == "restricted"
    assert changed["new_chat_member"]["can_send_messages"] is False
    assert await client.refusal("sendMessage", chat_id=FORUM_ID, text="a") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )
    await world.act("admin", "py-group", "give_right", right="can_post")
    await client.result("sendMessage", chat_id=FORUM_ID, text="a")
    me = await client.result("getChatMember", chat_id=FORUM_ID, user_id=7000000001)
    assert me["status"] == "administrator"
    await world.act("admin", "py-group", "take_right", right="can_send_photos")
    assert "not enough rights to send photos" in await client.refusal(
        "sendPhoto", chat_id=FORUM_ID, photo="x"
    )


async def test_members_come_and_go(world: TelegramWorld, client: RawClient) -> None:
    await client.updates()
    assert await client.result("getChatMemberCount", chat_id=FORUM_ID) == 4
    await world.act("friend", "py-group", "leave")
    left, service = await client.updates()
    assert left["chat_member"]["new_chat_member"]["status"] == "left"
    assert service["message"]["left_chat_member"]["id"] == 502
    with pytest.raises(NotSeen, match="no member"):
        await world.say("friend", "py-group", "hello?")
    await world.act("friend", "py-group", "join")
    admins = await client.result("getChatAdministrators", chat_id=FORUM_ID)
    assert {row["status"] for row in admins} == {"creator", "administrator"}
    await world.act("admin", "py-group", "remove_bot")
    assert await client.refusal("sendMessage", chat_id=FORUM_ID, text="a") == (
        "Forbidden: bot was kicked from the supergroup chat"
    )
    assert await client.refusal("getChat", chat_id=GROUP_ID) == "Bad Request: chat not found"


async def test_members_read_well_in_a_library(world: TelegramWorld, url: str) -> None:
    async with aiogram_bot(url) as bot:
        admins = await bot.get_chat_administrators(FORUM_ID)
        assert {type(row) for row in admins} == {ChatMemberOwner, ChatMemberAdministrator}
        await world.act("admin", "py-group", "take_right", right="send_polls")
        mine = await bot.get_chat_member(FORUM_ID, bot.id)
        assert isinstance(mine, ChatMemberRestricted)
        assert mine.can_send_messages
        assert not mine.can_send_polls
        await world.act("friend", "py-group", "leave")
        assert isinstance(await bot.get_chat_member(FORUM_ID, 502), ChatMemberLeft)
        chat = await bot.get_chat(FORUM_ID)
        assert chat.is_forum
        assert chat.permissions is not None
        await bot.leave_chat(FORUM_ID)
        with pytest.raises(Exception, match="bot is not a member of the supergroup chat"):
            await bot.get_chat(FORUM_ID)


async def test_a_callback_can_lead_to_the_private_chat(
    world: TelegramWorld, client: RawClient
) -> None:
    await client.updates()
    keys = {
        "inline_keyboard": [
            [{"text": "Mine", "callback_data": "m"}],
            [{"text": "Link", "url": f"https://t.me/{USERNAME}?start=b_2"}],
        ]
    }
    await client.result("sendMessage", chat_id=FORUM_ID, text="Board", reply_markup=keys)
    await world.press("friend", "py-group", label="Mine")
    id = (await client.updates())[0]["callback_query"]["id"]
    away = f"https://t.me/{USERNAME}?start=a_1"
    for wrong in ("https://example.org/", f"https://t.me/{USERNAME}?start=a.b"):
        words = await client.refusal("answerCallbackQuery", callback_query_id=id, url=wrong)
        assert words == "Bad Request: URL_INVALID"
    await client.result("answerCallbackQuery", callback_query_id=id, url=away)
    await world.press("friend", "py-group", label="Link")
    assert texts(await client.updates()) == ["/start a_1", "/start b_2"]
    await world.act("friend", "py-group", "leave")
    with pytest.raises(NotSeen, match="no member"):
        await world.press("friend", "py-group", label="Mine")


async def test_a_group_moves_to_a_supergroup(
    world: TelegramWorld, client: RawClient, url: str
) -> None:
    await client.updates()
    await world.act("admin", "loops-group", "add_bot")
    moved = await world.act("admin", "loops-group", "migrate")
    services = [update["message"] for update in await client.updates() if "message" in update]
    assert services[-2]["migrate_to_chat_id"] == moved["chat_id"]
    assert services[-1]["migrate_from_chat_id"] == GROUP_ID
    async with aiogram_bot(url) as bot:
        with pytest.raises(TelegramMigrateToChat) as error:
            await bot.send_message(GROUP_ID, "a")
        assert error.value.migrate_to_chat_id == moved["chat_id"]
        await bot.send_message(error.value.migrate_to_chat_id, "here now")
    assert world.view("learner", "loops-group")["messages"][-1]["text"] == "here now"


async def test_menus_differ_by_scope_and_language(world: TelegramWorld, url: str) -> None:
    async with aiogram_bot(url) as bot:
        await bot.set_my_commands([BotCommand(command="help", description="Help")])
        await bot.set_my_commands(
            [BotCommand(command="learn", description="Learn")], scope=AllPrivate()
        )
        await bot.set_my_commands(
            [BotCommand(command="learn", description="Aprender")], scope=AllPrivate(),
            language_code="es",
        )  # fmt: skip
        await bot.set_my_commands(
            [BotCommand(command="setup", description="Set up")],
            scope=BotCommandScopeAllChatAdministrators(),
        )

        def menu(name: str, chat: str = "") -> list[str]:
            return [entry["description"] for entry in world.view(name, chat)["menu"]]

        assert menu("learner") == ["Learn"]
        assert menu("friend") == ["Aprender"]
        assert menu("learner", "py-group") == ["Help"]
        assert menu("admin", "py-group") == ["Set up"]
        await bot.delete_my_commands(scope=AllPrivate(), language_code="es")
        assert menu("friend") == ["Learn"]
        found = await bot.get_my_commands(scope=AllPrivate())
        assert [command.command for command in found] == ["learn"]
        with pytest.raises(Exception, match="BOT_COMMAND_INVALID"):
            await bot.set_my_commands([BotCommand(command="Help me", description="x")])
        await bot.set_my_name("Peers")
        await bot.set_my_short_description("Learn together", language_code="en")
        assert (await bot.get_my_name()).name == "Peers"
        assert (await bot.get_me()).first_name == "Peers"


async def test_a_forced_reply_is_answered_by_typing(
    world: TelegramWorld, client: RawClient
) -> None:
    await client.updates()
    await world.act("admin", "loops-group", "add_bot")
    await world.say("learner", "loops-group", "/teach")
    asked = (await client.updates())[-1]["message"]
    question = await client.result(
        "sendMessage", chat_id=GROUP_ID, text="What title?",
        reply_parameters={"message_id": asked["message_id"]},
        reply_markup={"force_reply": True, "selective": True,
                      "input_field_placeholder": "Title"},
    )  # fmt: skip
    assert "composer" not in world.view("friend", "loops-group")
    assert world.view("learner", "loops-group")["composer"]["placeholder"] == "Title"
    await world.say("friend", "loops-group", "nothing for the bot")
    await world.say("learner", "loops-group", "Loops")
    (answer,) = await client.updates()
    assert answer["message"]["text"] == "Loops"
    assert answer["message"]["reply_to_message"]["message_id"] == question["message_id"]


async def test_a_press_in_a_group_tells_who_and_where(
    world: TelegramWorld, client: RawClient
) -> None:
    await client.updates()
    keys = {"inline_keyboard": [[{"text": "Going", "callback_data": "y"}]]}
    await client.result("sendMessage", chat_id=FORUM_ID, message_thread_id=COHORT_TOPIC,
                        text="Class", reply_markup=keys)  # fmt: skip
    await world.press("friend", "py-cohort", label="going")
    query = (await client.updates())[0]["callback_query"]
    assert query["from"]["id"] == 502
    assert query["message"]["message_thread_id"] == COHORT_TOPIC
    await client.result("answerCallbackQuery", callback_query_id=query["id"], text="See you")
    assert world.view("friend", "py-cohort")["toasts"] == ["See you"]
    assert world.view("learner", "py-cohort")["toasts"] == []


async def test_anonymous_administrators_come_as_the_group(
    world: TelegramWorld, client: RawClient
) -> None:
    await client.updates()
    await world.act("admin", "py-group", "say_as_group", text="/setup")
    message = (await client.updates())[0]["message"]
    assert message["from"]["id"] == 1087968824
    assert message["sender_chat"]["id"] == FORUM_ID


async def test_unknown_acts_and_faults_name_the_known(world: TelegramWorld) -> None:
    with pytest.raises(NotSeen, match="block_bot"):
        await world.act("learner", "", "fly")
    with pytest.raises(NotSeen, match="too_many"):
        world.fault("earthquake")
    with pytest.raises(NotSeen, match="right"):
        await world.act("admin", "py-group", "take_right")
