"""The gateway as discord.py uses it: connecting, resuming, starting anew, being refused."""

from __future__ import annotations

import json
import zlib

import aiohttp
import discord
import pytest

from playground.discord import DiscordWorld
from tests.playground.discord.conftest import (
    APPLICATION,
    TOKEN,
    Bot,
    Server,
    settled,
    started,
    stopped,
    until,
)


async def test_a_client_gets_ready_with_the_guild(world: DiscordWorld, bot: Bot) -> None:
    assert bot.user is not None
    assert bot.user.id == APPLICATION
    guild = bot.get_guild(world.guild_id)
    assert guild is not None
    assert guild.name == "Peerloom demo"
    assert {"general", "py-cohort", "help"} <= {c.name for c in guild.text_channels}
    assert [c.name for c in guild.voice_channels] == ["Study room"]
    assert [c.name for c in guild.forums] == ["projects"]
    assert guild.owner_id == 1113
    assert guild.me.guild_permissions.manage_roles
    await settled(world)
    assert world.is_idle()


async def test_opcode_7_is_followed_by_a_resume(world: DiscordWorld, bot: Bot) -> None:
    world.fault("reconnect")
    await until(lambda: bot.resumed == 1)
    assert bot.connects == 1, "resumed, not identified anew"


async def test_a_press_during_a_dropped_connection_is_replayed(
    world: DiscordWorld, bot: Bot
) -> None:
    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("here again", ephemeral=True)

    bot.answer = answer
    await bot.sync({"name": "ping", "description": "Answers", "type": 1})
    world.fault("disconnect")
    await world.say("learner", "", "/ping")
    assert not world.is_idle()
    await until(lambda: bot.resumed == 1)
    await settled(world)
    assert world.view("learner")["messages"][-1]["text"] == "here again"
    assert bot.connects == 1


async def test_opcode_9_makes_the_client_identify_anew(world: DiscordWorld, bot: Bot) -> None:
    world.fault("invalid_session")
    await until(lambda: bot.connects == 2, seconds=15)
    assert bot.resumed == 0


async def test_a_bad_token_is_refused_with_401_and_4004(server: Server) -> None:
    async with Bot() as stranger:
        with pytest.raises(discord.LoginFailure):
            await stranger.login("wrong")
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(server.url + "/gateway") as socket,
    ):
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": "wrong", "intents": 0}})
        assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        assert socket.close_code == 4004


async def test_heartbeats_unknown_opcodes_and_bad_frames(server: Server) -> None:
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(server.url + "/gateway") as socket:
            await socket.receive_json()
            await socket.send_json({"op": 1, "d": None})
            assert (await socket.receive_json())["op"] == 11
            await socket.send_json({"op": 8, "d": {}})
            await socket.receive()
            assert socket.close_code == 4003
        async with session.ws_connect(server.url + "/gateway") as socket:
            await socket.receive_json()
            await socket.send_str("{")
            await socket.receive()
            assert socket.close_code == 4002


async def test_intents_decide_what_is_sent(server: Server, world: DiscordWorld) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(server.url + "/gateway?compress=zlib-stream") as socket,
    ):
        stream = zlib.decompressobj()

        async def frame() -> dict[str, object]:
            packed = await socket.receive_bytes()
            assert packed.endswith(b"\x00\x00\xff\xff")
            return dict(json.loads(stream.decompress(packed)))

        assert (await frame())["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": TOKEN, "intents": 1 << 9}})
        ready = await frame()
        assert ready["t"] == "READY", "without the guilds intent no guild follows"
        await world.act("learner", "", "join_voice")
        await world.say("learner", "", "hello there")
        message = await frame()
        assert message["t"] == "MESSAGE_CREATE"
        assert isinstance(message["d"], dict)
        assert message["d"]["content"] == "", "the words need their own intent"


async def test_resuming_an_unknown_session_is_answered_with_opcode_9(server: Server) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(server.url + "/gateway") as socket,
    ):
        await socket.receive_json()
        resume = {"token": TOKEN, "session_id": "gone", "seq": 4}
        await socket.send_json({"op": 6, "d": resume})
        answer = await socket.receive_json()
        assert (answer["op"], answer["d"]) == (9, False)


async def test_members_are_sent_in_chunks(server: Server, world: DiscordWorld) -> None:
    intents = discord.Intents.default()
    intents.members = True
    bot = Bot(intents)
    task = await started(bot)
    guild = bot.get_guild(world.guild_id)
    assert guild is not None
    assert {member.id for member in guild.members} == {APPLICATION, 1111, 1112, 1113}
    found = await guild.query_members("lear")
    assert [member.display_name for member in found] == ["Otter"]
    await stopped(bot, task)
