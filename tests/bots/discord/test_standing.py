"""The bot's own standing: each change of rights in a channel is told to the dialogue, by nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bots.dialogue.request import PlaceChanged
from tests.bots.discord.stage import Stage, staging


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staging() as made:
        yield made


async def test_a_right_taken_and_given_is_told_for_its_channel_alone(stage: Stage) -> None:
    await stage.quiet()
    general = stage.world.channel_id("general")
    for fault in ("take_right", "give_right"):
        stage.bot.standings.clear()
        stage.world.fault(fault, right="send_messages", chat="general", person="admin")
        await stage.until(lambda: stage.bot.standings)
        await stage.quiet()
        assert [told.place.chat_id for told in stage.bot.standings] == [general]
        told = stage.bot.standings[0]
        assert told.given == PlaceChanged("rights")
        assert told.sender.platform_user_id == 0
        assert told.place.guild_id == stage.world.guild_id
        missing = await stage.adapter.hands.missing_rights(told.place)
        assert ("send_messages" in missing) is (fault == "take_right")


async def test_every_channel_is_looked_at_on_arrival_and_when_the_bot_is_removed(
    stage: Stage,
) -> None:
    await stage.quiet()
    looked_at = {told.place.chat_id for told in stage.bot.standings}
    assert stage.world.channel_id("general") in looked_at
    stage.bot.standings.clear()
    stage.world.fault("remove_bot", person="admin")
    await stage.until(lambda: stage.bot.standings)
    await stage.quiet()
    assert {told.given for told in stage.bot.standings} == {PlaceChanged("removed")}
    assert looked_at == {told.place.chat_id for told in stage.bot.standings}


async def test_a_channel_that_was_deleted_is_told_apart_from_one_that_is_hidden(
    stage: Stage,
) -> None:
    await stage.quiet()
    stage.bot.standings.clear()
    stage.world.fault("take_right", right="view_channel", chat="general", person="admin")
    await stage.until(lambda: stage.bot.standings)
    await stage.quiet()
    hidden = stage.bot.standings[-1].place
    assert await stage.adapter.hands.missing_rights(hidden) == ("view_channel",)
    stage.world.fault("delete_channel", chat="general", person="admin")
    await stage.quiet()
    assert await stage.adapter.hands.missing_rights(hidden) == ("channel",)


async def test_a_thread_that_was_deleted_has_its_channel_looked_at(stage: Stage) -> None:
    await stage.quiet()
    general = stage.world.channel_id("general")
    made = await stage.world.act("admin", "general", "create_thread", title="Rivers")
    stage.bot.standings.clear()
    stage.world.fault("delete_channel", chat=made["slug"], person="admin")
    await stage.until(lambda: stage.bot.standings)
    assert [told.place.chat_id for told in stage.bot.standings] == [general]
    place = replace(stage.bot.standings[0].place, thread_id=int(made["id"]))
    assert await stage.adapter.hands.missing_rights(place) == ("channel",)


async def test_a_bot_that_is_added_again_looks_at_every_channel(stage: Stage) -> None:
    await stage.quiet()
    looked_at = {told.place.chat_id for told in stage.bot.standings}
    stage.world.fault("remove_bot", person="admin")
    await stage.until(lambda: PlaceChanged("removed") in [t.given for t in stage.bot.standings])
    await stage.quiet()
    stage.bot.standings.clear()
    stage.world.fault("add_bot", person="admin")
    await stage.until(lambda: stage.bot.standings)
    await stage.quiet()
    assert {told.place.chat_id for told in stage.bot.standings} == looked_at
