"""What outlives the playground's own process, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import yarl

from playground.discord import DiscordWorld
from playground.store import Store
from playground.surface import NotSeen, Surface, View
from tests.playground.discord.conftest import Bot, Server, newest, settled, started, stopped, until


async def test_the_world_survives_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def served() -> Server:
        made = Server(Store(tmp_path / "playground.sqlite"), lambda: datetime.now(UTC))
        await made.start()
        monkeypatch.setattr(discord.http.Route, "BASE", made.url + "/api/v10")
        gateway = yarl.URL(made.url.replace("http", "ws") + "/gateway")
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
        return made

    first = await served()
    bot = Bot()
    task = await started(bot)
    await bot.sync({"name": "ping", "description": "Answers", "type": 1})
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Wallet", custom_id="wallet"))
    message = await bot.place(first.world, "py-cohort").send("Standing", view=view)
    await message.create_thread(name="Talk")
    guild = bot.get_guild(first.world.guild_id)
    assert guild is not None
    await (await guild.fetch_member(1111)).add_roles(await guild.create_role(name="cohort-2"))
    first.world.mark_read("learner", "py-cohort")
    await first.world.act("friend", "", "close_dms")
    await stopped(bot, task)
    before = first.world.view("learner", "py-cohort")
    await first.stop()
    first.store.close()

    second = await served()
    after = second.world.view("learner", "py-cohort")
    assert after == before
    assert after["chat"]["unread"] == 0
    assert "talk" in [chat["slug"] for chat in second.world.chats("friend")]
    again = Bot()
    task = await started(again)

    async def answer(interaction: discord.Interaction) -> None:
        await interaction.response.edit_message(content="20 earned", view=None)

    again.answer = answer
    await second.world.press("learner", "py-cohort", label="Wallet")
    await settled(second.world)
    assert newest(second.world, "learner", "py-cohort")["text"] == "20 earned"
    with pytest.raises(discord.Forbidden):
        await (await again.fetch_user(1112)).send("still closed")
    newer = await again.place(second.world, "general").send("new")
    assert newer.id > message.id
    await stopped(again, task)
    await second.stop()
    second.store.close()


async def test_a_new_process_of_the_bot_is_sent_nothing_old(server: Server) -> None:
    world = server.world
    first = Bot()
    task = await started(first)
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Wallet", custom_id="wallet"))
    await first.place(world, "general").send("Standing", view=view)
    await stopped(first, task)
    await world.press("learner", "", label="Wallet")
    second = Bot()
    task = await started(second)
    await until(world.is_idle)
    assert second.seen == []
    assert world.view("learner")["toasts"] == ["This interaction failed"]
    await stopped(second, task)


async def test_ids_rise_even_when_the_clock_is_turned_back(server: Server) -> None:
    now = datetime(2027, 3, 9, 19, 0, tzinfo=UTC)
    shift = timedelta()
    world = DiscordWorld(
        Store(None), lambda: now + shift, token="t.t", application_id=1, public_url=lambda: ""
    )
    late = int(world.core.state.new_id())
    shift = -timedelta(days=300)
    early = int(world.core.state.new_id())
    assert early == late + 1
    assert abs(discord.utils.snowflake_time(late) - now) < timedelta(seconds=1)
    world.core.store.close()


async def test_acts_and_people_that_are_not_there_are_named(world: DiscordWorld) -> None:
    surface: Surface = world
    with pytest.raises(NotSeen, match="join_voice"):
        await surface.act("learner", "", "fly")
    with pytest.raises(NotSeen, match="the value 'title' is missing"):
        await surface.act("admin", "", "create_channel")
    with pytest.raises(NotSeen, match="lacks the permission"):
        await surface.act("learner", "", "create_channel", title="mine")
    with pytest.raises(NotSeen, match="nobody here is called 'stranger'"):
        surface.view("stranger")
    made = await surface.act("admin", "", "create_channel", title="Book club")
    assert surface.view("learner", str(made["slug"]))["chat"]["title"] == "#book-club"
    await surface.act("friend", "", "leave")
    assert [chat["slug"] for chat in surface.chats("friend")] == ["dm"]
    await surface.act("friend", "", "join")
    assert surface.view("learner")["messages"][-1]["system"] == "Heron joined the server."


async def test_listeners_hear_what_changes_for_whom(world: DiscordWorld, bot: Bot) -> None:
    heard: list[View] = []
    stop: Callable[[], None] = world.subscribe(heard.append)
    await bot.place(world, "py-cohort").send("hello")
    user: Any = await bot.fetch_user(1111)
    await user.send("for you")
    stop()
    await bot.place(world, "py-cohort").send("unheard")
    found = [(h["person"], h["chat"], h["kind"]) for h in heard]
    assert found == [(None, "py-cohort", "message"), ("learner", "dm", "message")]
    chats = {chat["slug"]: chat["unread"] for chat in world.chats("learner")}
    assert (chats["py-cohort"], chats["dm"]) == (2, 1)
    world.mark_read("learner", "py-cohort")
    chats = {chat["slug"]: chat["unread"] for chat in world.chats("learner")}
    assert (chats["py-cohort"], chats["dm"]) == (0, 1)
