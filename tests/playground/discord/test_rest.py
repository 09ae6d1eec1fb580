"""The REST API: messages, private messages, rights, limits, rates, and its refusals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import aiohttp
import discord
import pytest

from playground.discord import DiscordWorld
from playground.surface import NotSeen
from tests.playground.discord.conftest import TOKEN, Bot, Server, newest, settled, until


async def test_a_message_with_embed_and_picture_is_seen_and_edited(
    world: DiscordWorld, bot: Bot
) -> None:
    embed = discord.Embed(title="Board", description="**1.** Otter <@1111>", color=0x00FF00)
    embed.add_field(name="Week", value="`7`").set_footer(text="Monday").set_image(
        url="attachment://board.png"
    )
    png = BytesIO(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x02\0\0\0\x03\x08\x06\0\0\0\xb9\xea\xde\x81"
    )
    file = discord.File(png, "board.png", description="The board of the week")
    sent = await bot.place(world, "py-cohort").send("# Standing", embed=embed, file=file)
    shown: Any = newest(world, "friend", "py-cohort")
    assert shown["text"] == "Standing\nBoard\n1. Otter @Otter\nWeek\n7\nMonday"
    assert shown["embeds"][0]["color"] == "#00ff00"
    assert shown["embeds"][0]["alt"] == "The board of the week"
    assert shown["files"] == [], "the picture stands in the embed"
    async with (
        aiohttp.ClientSession() as session,
        session.get(world.core.public_url() + shown["embeds"][0]["image"]) as answer,
    ):
        assert (answer.status, answer.content_type) == (200, "image/png")
    assert sent.attachments[0].description == "The board of the week"
    await sent.edit(content="Standing again", embed=None, attachments=[])
    assert newest(world, "friend", "py-cohort")["text"] == "Standing again"
    await sent.delete()
    assert world.view("friend", "py-cohort")["messages"] == []


async def test_mentions_ping_only_where_allowed(world: DiscordWorld, bot: Bot) -> None:
    place = bot.place(world, "general")
    quiet = await place.send("<@1111> hi", allowed_mentions=discord.AllowedMentions.none())
    loud = await place.send("<@1111> hi @everyone")
    first, second = world.view("learner")["messages"]
    assert first["text"] == "@Otter hi"
    assert all("mention" not in span for span in first["blocks"][0]["spans"])
    assert second["blocks"][0]["spans"][0]["mention"] is True
    assert quiet.mentions == []
    assert [user.id for user in loud.mentions] == [1111]
    assert loud.mention_everyone is False, "the bot may not ping everyone"


async def test_a_nonce_is_enforced(world: DiscordWorld, bot: Bot) -> None:
    place = bot.place(world, "general")
    first = await place.send("once", nonce="delivery-1")
    again = await place.send("once", nonce="delivery-1")
    other = await place.send("once", nonce="delivery-2")
    assert first.id == again.id != other.id
    assert len(world.view("learner")["messages"]) == 2


async def test_words_reach_the_bot_only_where_they_are_meant_for_it(
    world: DiscordWorld, bot: Bot
) -> None:
    await world.say("learner", "", "hello all")
    await world.say("learner", "", "hello @Peerloom")
    await world.say("learner", "dm", "hello you")
    await until(lambda: len(bot.heard) == 3)
    assert [message.content for message in bot.heard] == ["", "hello <@4242000000000001>",
                                                          "hello you"]  # fmt: skip


async def test_closed_private_messages_are_50007(world: DiscordWorld, bot: Bot) -> None:
    user = await bot.fetch_user(1111)
    sent = await user.send("welcome")
    assert newest(world, "learner", "dm")["text"] == "welcome"
    assert world.view("friend", "dm")["messages"] == []
    await world.act("learner", "dm", "close_dms")
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("again")
    assert refused.value.code == 50007
    await world.act("learner", "dm", "open_dms")
    await sent.reply("open again")
    assert newest(world, "learner", "dm")["reply_to"] == str(sent.id)


async def test_a_right_taken_away_is_50013_and_sight_50001(world: DiscordWorld, bot: Bot) -> None:
    place = bot.place(world, "py-cohort")
    await world.act("admin", "py-cohort", "take_right", right="send_messages")
    with pytest.raises(discord.Forbidden) as refused:
        await place.send("hello")
    assert refused.value.code == 50013
    await until(lambda: not place.permissions_for(place.guild.me).send_messages)
    await bot.place(world, "general").send("elsewhere it may")
    await world.act("admin", "", "take_right", right="send_messages")
    with pytest.raises(discord.Forbidden):
        await bot.place(world, "general").send("nowhere now")
    await world.act("admin", "", "give_right", right="send_messages")
    await place.send("hello again")
    await world.act("admin", "py-cohort", "take_right", right="view_channel")
    with pytest.raises(discord.Forbidden) as hidden:
        await bot.fetch_channel(place.id)
    assert hidden.value.code == 50001
    with pytest.raises(NotSeen, match="no permission 'fly'"):
        await world.act("admin", "", "take_right", right="fly")


async def test_limits_are_50035_in_nested_errors(server: Server, world: DiscordWorld) -> None:
    url = f"{server.url}/api/v10/channels/{world.channel_id('general')}/messages"
    headers = {"Authorization": f"Bot {TOKEN}"}
    button = {"type": 2, "style": 1, "label": "x" * 81, "custom_id": "a"}
    bodies: list[tuple[dict[str, Any], list[str], str]] = [
        ({"content": "x" * 2001}, ["content"], "BASE_TYPE_MAX_LENGTH"),
        ({"embeds": [{"title": "x" * 257}]}, ["embeds", "0", "title"], "BASE_TYPE_"),
        (
            {"components": [{"type": 1, "components": [button]}]},
            ["components", "0", "components", "0", "label"], "BASE_TYPE_",
        ),
        (
            {"content": "a", "flags": 1 << 15, "components": [{"type": 10, "content": "b"}]},
            ["content"], "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        ),
    ]  # fmt: skip
    async with aiohttp.ClientSession(headers=headers) as session:
        for body, path, code in bodies:
            async with session.post(url, json=body) as answer:
                refusal = await answer.json()
            assert (answer.status, refusal["code"]) == (400, 50035)
            node = refusal["errors"]
            for step in path:
                node = node[step]
            assert node["_errors"][0]["code"].startswith(code)
        async with session.post(url, json={"content": " "}) as answer:
            assert (await answer.json())["code"] == 50006
        async with session.get(f"{url}/5") as answer:
            assert (answer.status, (await answer.json())["code"]) == (404, 10008)
        help_url = url.replace(str(world.channel_id("general")), str(world.channel_id("help")))
        async with session.post(help_url, data=b"{") as answer:
            assert (await answer.json())["code"] == 50109
        async with session.get(f"{server.url}/api/v10/nowhere") as answer:
            assert (await answer.json()) == {"message": "404: Not Found", "code": 0}
    async with aiohttp.ClientSession() as stranger, stranger.post(url, json={}) as answer:
        assert answer.status == 401
    assert all(TOKEN not in str(entry) for entry in world.requests())


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"embeds": "x"}, "embeds"),
        ({"components": [5]}, "components"),
        ({"content": "a", "flags": "x"}, "flags"),
        ({"content": "a", "allowed_mentions": []}, "allowed_mentions"),
        ({"content": "a", "message_reference": "x"}, "message_reference"),
        ({"content": 5}, "content"),
    ],
)
async def test_nonsense_is_50035_too(
    server: Server, world: DiscordWorld, body: dict[str, Any], field: str
) -> None:
    url = f"{server.url}/api/v10/channels/{world.channel_id('general')}/messages"
    headers = {"Authorization": f"Bot {TOKEN}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(url, json=body) as answer,
    ):
        refusal = await answer.json()
    assert (answer.status, refusal["code"]) == (400, 50035)
    assert refusal["errors"][field]["_errors"]


async def test_commands_discord_would_refuse_are_refused(world: DiscordWorld, bot: Bot) -> None:
    for command, words in (
        ({"name": "Upper", "description": "x"}, "Command name is invalid"),
        ({"name": "ok", "description": "x" * 101}, "100"),
        ({"name": "ok"}, "required"),
        ({"name": "ok", "description": "x", "description_localizations": {"qq": "y"}}, "one of"),
    ):
        with pytest.raises(discord.HTTPException, match=words) as refused:
            await bot.sync({"type": 1, **command})
        assert refused.value.code == 50035
    option = {"name": "o", "description": "d" * 100, "type": 3}
    choices = [{"name": f"{n:0100}", "value": f"{n:0100}"} for n in range(25)]
    options = [option | {"name": f"o{n}", "choices": choices} for n in range(2)]
    with pytest.raises(discord.HTTPException, match="exceeds maximum size"):
        await bot.sync({"name": "big", "description": "x", "type": 1, "options": options})


async def test_rates_are_announced_and_enforced(server: Server, world: DiscordWorld) -> None:
    url = f"{server.url}/api/v10/channels/{world.channel_id('general')}/messages"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bot {TOKEN}"}) as session:
        for number in range(5):
            async with session.post(url, json={"content": "x"}) as answer:
                assert answer.headers["X-RateLimit-Remaining"] == str(4 - number)
        async with session.post(url, json={"content": "x"}) as answer:
            body = await answer.json()
        assert answer.status == 429
        assert body["global"] is False
        assert 0 < body["retry_after"] <= 5
        assert answer.headers["Via"]
        other = url.replace(str(world.channel_id("general")), str(world.channel_id("help")))
        async with session.post(other, json={"content": "x"}) as answer:
            assert answer.status == 200, "each channel has its own bucket"
        world.fault("too_many", count=1, retry_after=0.05, is_global=True)
        async with session.get(f"{server.url}/api/v10/users/@me") as answer:
            assert answer.headers["X-RateLimit-Global"] == "true"
            assert (await answer.json())["global"] is True


async def test_the_library_lives_through_bad_weather(world: DiscordWorld, bot: Bot) -> None:
    world.fault("too_many", count=2, retry_after=0.05)
    await bot.place(world, "general").send("after 429")
    world.fault("server_error", count=1)
    await bot.place(world, "general").send("after 502")
    assert newest(world, "learner")["text"] == "after 502"
    statuses = [entry["status"] for entry in world.requests()]
    assert statuses[-5:] == [429, 429, 200, 502, 200]
    with pytest.raises(NotSeen, match="no weather 'hail'"):
        world.fault("hail")


async def test_a_dropped_request_is_cut_and_changes_nothing(
    server: Server, world: DiscordWorld
) -> None:
    url = f"{server.url}/api/v10/channels/{world.channel_id('general')}/messages"
    headers = {"Authorization": f"Bot {TOKEN}"}
    world.fault("drop", count=2)
    world.fault("slow", seconds=0.01)
    async with aiohttp.ClientSession(headers=headers) as session:
        for _ in range(2):
            with pytest.raises(aiohttp.ClientError):
                await session.post(url, json={"content": "lost"})
        world.fault("clear")
        async with session.post(url, json={"content": "kept"}) as answer:
            assert answer.status == 200
    assert [message["text"] for message in world.view("learner")["messages"]] == ["kept"]
    assert world.is_idle()


async def test_threads_and_forum_posts(world: DiscordWorld, bot: Bot) -> None:
    place = bot.place(world, "py-cohort")
    message = await place.send("Week 1")
    public = await message.create_thread(name="Week 1 talk")
    assert public.id == message.id
    private = await place.create_thread(name="Graders", type=discord.ChannelType.private_thread)
    await private.add_user(discord.Object(1112))
    slugs = [chat["slug"] for chat in world.chats("learner")]
    assert "week-1-talk" in slugs
    assert "graders" not in slugs
    assert "graders" in [chat["slug"] for chat in world.chats("friend")]
    await private.send("for graders")
    await world.say("learner", "week-1-talk", "here too")
    members = {member.id for member in await public.fetch_members()}
    assert members == {bot.user.id if bot.user else 0, 1111}, "who writes has joined"
    assert newest(world, "friend", "graders")["text"] == "for graders"
    forum = bot.get_channel(world.channel_id("projects"))
    assert isinstance(forum, discord.ForumChannel)
    post = await forum.create_thread(name="A game", content="Look at this")
    assert newest(world, "learner", "a-game")["text"] == "Look at this"
    assert world.view("learner", "projects")["posts"][0]["title"] == "A game"
    edited = await post.thread.edit(archived=True, locked=True)
    assert edited.archived
    await edited.send("one more")
    assert not (await guild_thread(bot, edited.id)).archived, "a message takes it out again"


async def guild_thread(bot: Bot, id: int) -> discord.Thread:
    thread = await bot.fetch_channel(id)
    assert isinstance(thread, discord.Thread)
    return thread


async def test_roles_are_made_given_and_stand_in_order(world: DiscordWorld, bot: Bot) -> None:
    guild = bot.get_guild(world.guild_id)
    assert guild is not None
    role = await guild.create_role(name="cohort-2", color=discord.Color(0x123456))
    member = await guild.fetch_member(1111)
    await member.add_roles(role)
    roles = next(m for m in world.view("learner")["members"] if m["name"] == "learner")["roles"]
    assert roles == ["cohort-2"]
    await member.remove_roles(role)
    top = guild.me.top_role
    with pytest.raises(discord.Forbidden) as refused:
        await member.add_roles(top)
    assert refused.value.code == 50013
    await role.delete()


async def test_a_channel_is_made_with_overwrites_and_gone(world: DiscordWorld, bot: Bot) -> None:
    guild = bot.get_guild(world.guild_id)
    assert guild is not None
    hidden: dict[discord.Role | discord.Member | discord.Object, discord.PermissionOverwrite] = {
              guild.default_role: discord.PermissionOverwrite(view_channel=False),
              guild.me: discord.PermissionOverwrite(view_channel=True)}  # fmt: skip
    channel = await guild.create_text_channel("staff room", overwrites=hidden)
    assert "staff-room" not in [chat["slug"] for chat in world.chats("learner")]
    assert "staff-room" in [chat["slug"] for chat in world.chats("admin")], "the owner sees all"
    await channel.send("psst")
    await channel.delete()
    with pytest.raises(NotSeen):
        world.view("admin", "staff-room")


async def test_reactions_pins_and_history(world: DiscordWorld, bot: Bot) -> None:
    place = bot.place(world, "general")
    message = await place.send("Pin me")
    await message.add_reaction("🎉")
    await world.act("learner", "", "react", emoji="🎉")
    assert newest(world, "learner")["reactions"] == [{"emoji": "🎉", "count": 2, "is_own": True}]
    await message.pin()
    assert [pinned.id async for pinned in place.pins()] == [message.id]
    history = [found.content async for found in place.history(limit=10)]
    assert "Pin me" in history
    assert "pinned" in str(newest(world, "learner")["system"])


async def test_scheduled_events_and_who_is_interested(world: DiscordWorld, bot: Bot) -> None:
    guild = bot.get_guild(world.guild_id)
    assert guild is not None
    start = datetime.now(UTC) + timedelta(days=1)
    room = guild.voice_channels[0]
    event = await guild.create_scheduled_event(
        name="Loops, live", start_time=start, channel=room,
        privacy_level=discord.PrivacyLevel.guild_only, entity_type=discord.EntityType.voice,
    )  # fmt: skip
    await world.act("learner", "", "interested", event="Loops, live")
    assert world.view("learner")["events"][0]["is_interested"] is True
    assert [user.id async for user in event.users()] == [1111]
    with pytest.raises(discord.HTTPException, match="in the past"):
        await guild.create_scheduled_event(
            name="Too late", start_time=start - timedelta(days=2), channel=room,
            privacy_level=discord.PrivacyLevel.guild_only, entity_type=discord.EntityType.voice,
        )  # fmt: skip
    await event.delete()
    assert world.view("learner")["events"] == []


async def test_voice_is_told_to_the_bot(world: DiscordWorld, bot: Bot) -> None:
    guild = bot.get_guild(world.guild_id)
    assert guild is not None
    await world.act("learner", "", "join_voice", channel="study-room")
    await until(lambda: 1111 in guild._voice_states)
    assert world.chats("friend")[3]["connected"] == ["learner"]
    await world.act("learner", "", "leave_voice")
    await until(lambda: 1111 not in guild._voice_states)
    await settled(world)


async def test_components_v2_are_shown_in_reading_order(world: DiscordWorld, bot: Bot) -> None:
    pressed: list[str] = []

    async def answer(interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        pressed.append(data["custom_id"])
        await interaction.response.defer()

    bot.answer = answer
    view = discord.ui.LayoutView(timeout=None)
    box: discord.ui.Container[Any] = discord.ui.Container(discord.ui.TextDisplay("## Lesson"))
    box.add_item(discord.ui.Separator())
    button: discord.ui.Button[Any] = discord.ui.Button(label="Open", custom_id="open")
    box.add_item(discord.ui.Section(discord.ui.TextDisplay("It is *short*"), accessory=button))
    view.add_item(box)
    await bot.place(world, "general").send(view=view)
    shown: Any = newest(world, "learner")
    assert shown["text"] == "Lesson\nIt is short"
    assert [block["type"] for block in shown["blocks"]] == ["heading", "rule", "paragraph"]
    await world.press("learner", "", label="Open")
    await until(lambda: pressed == ["open"])
