"""What a platform refuses reaches the person all the same: elsewhere, or where they are next."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest_asyncio

from bots.dialogue.conversation import Conversations
from bots.dialogue.mailroom import EngineMailroom
from bots.dialogue.ports import Parcel, Refused, Sent, Shown
from bots.dialogue.request import (
    ActionPressed,
    CommandGiven,
    Given,
    Place,
    PlaceKind,
    Platform,
    Request,
    Sender,
    TextTyped,
)
from bots.dialogue.screen import Reply, Screen
from bots.dialogue.tokens import parse
from bots.dialogue.visit import Surroundings
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.outbox import CLAIM
from engine.foundation.tx import Destination
from engine.people.commands import WhoQuery
from engine.people.queries import who_is
from engine.streaks.events import NudgeDue
from tests.engine.foundation.happenings import all_deliveries
from tests.second_account import link_account

KEY = b"k" * 32
USER = 5
GUILD = Place(PlaceKind.CHANNEL, 70, guild_id=7)
GROUP = Place(PlaceKind.GROUP, -7)
DIRECT = Place(PlaceKind.PRIVATE, 71)
numbers = count(1)


@dataclass(frozen=True)
class Emit:
    to: Destination
    event: object


def emit(tx: object, command: Emit) -> None:
    tx.emit(command.event, to=(command.to,))  # type: ignore[attr-defined]


@dataclass
class House:
    path: Path
    engine: Engine
    clock: FrozenClock
    dialogue: Conversations
    mailroom: EngineMailroom

    async def asks(self, platform: Platform, place: Place, given: Given | None = None) -> Reply:
        sender = Sender(platform, USER, "Otter", language="en")
        request = Request(
            f"{platform}:{next(numbers)}", sender, place, given or CommandGiven("help")
        )
        return await self.dialogue.handle(request)

    async def person(self, platform: Platform) -> int:
        who = await self.engine.read(who_is, WhoQuery(platform, USER))
        assert who is not None
        return who.person_id

    async def nudge(self, platform: Platform) -> None:
        """Something to say that carries buttons of its reader."""
        person_id = await self.person(platform)
        event = NudgeDue(person_id, day_number=1)
        await self.engine.run(emit, Emit(Destination("person", person_id, platform), event))

    async def parcels(self, platform: str) -> list[Parcel]:
        return list(await self.mailroom.claim(platform, limit=10))

    async def refuse(self, platform: Platform, why: str = "blocked") -> None:
        await self.nudge(platform)
        [parcel] = await self.parcels(platform)
        await self.mailroom.report(parcel.delivery_id, Refused(why))

    async def states(self) -> list[str]:
        return [row.state for row in await self.engine.read(all_deliveries, None)]

    async def show(self, reply: Reply, *, is_shown: bool = True) -> list[Screen]:
        """As an adapter does: what waited is reported once it is there to be read."""
        waited = [screen for screen in reply.screens if screen.delivery_id]
        sender = Sender(Platform.DISCORD, USER, "Otter")
        request = Request("discord:shown", sender, GUILD, CommandGiven("help"))
        for screen in waited:
            await self.dialogue.shown(request, Shown(screen, GUILD.chat_id, 0, is_shown=is_shown))
        return waited


@pytest_asyncio.fixture
async def house(tmp_path: Path, migrated_database: Path) -> AsyncIterator[House]:
    path = tmp_path / "peerloom.sqlite"
    shutil.copy(migrated_database, path)
    clock = FrozenClock(datetime(2027, 3, 9, 9, tzinfo=UTC))
    engine = Engine(path, clock)
    surroundings = Surroundings(engine, KEY, {}, {})
    made = House(path, engine, clock, Conversations(surroundings), EngineMailroom(surroundings))
    await made.asks(Platform.TELEGRAM, DIRECT)
    await made.asks(Platform.DISCORD, GUILD)
    yield made
    await engine.close()


async def linked(house: House) -> int:
    person_id = await house.person(Platform.TELEGRAM)
    link_account(house.path, person_id=person_id, platform="discord", platform_user_id=USER)
    return person_id


async def test_what_telegram_refuses_goes_out_on_discord_once_with_buttons_that_work(
    house: House,
) -> None:
    person_id = await linked(house)
    await house.refuse(Platform.TELEGRAM)
    assert await house.parcels("telegram") == []
    [parcel] = await house.parcels("discord")
    assert (parcel.user_id, parcel.chat_id) == (USER, 0)
    await house.mailroom.report(parcel.delivery_id, Sent(1))
    assert await house.states() == ["sent"]
    later = parcel.screen.rows[0][1]
    assert parse(later.token).kind == "o"
    reply = await house.asks(Platform.DISCORD, DIRECT, ActionPressed(later.token))
    assert not any(screen.is_alert for screen in reply.screens), reply
    assert await house.person(Platform.DISCORD) == person_id


async def test_what_discord_refuses_goes_out_on_telegram(house: House) -> None:
    await linked(house)
    await house.refuse(Platform.DISCORD, "closed_dms")
    [parcel] = await house.parcels("telegram")
    assert parcel.chat_id == USER


async def test_an_account_that_is_gone_is_passed_over(house: House) -> None:
    """Linked when it was emitted, unlinked when it is sent."""
    await linked(house)
    await house.nudge(Platform.TELEGRAM)
    other = Sender(Platform.TELEGRAM, 6, "Heron")
    await house.dialogue.handle(Request("telegram:h", other, DIRECT, CommandGiven("help")))
    heron = await house.engine.read(who_is, WhoQuery("telegram", 6))
    assert heron is not None
    link_account(house.path, person_id=heron.person_id, platform="telegram", platform_user_id=USER)
    assert await house.parcels("telegram") == []
    [parcel] = await house.parcels("discord")
    assert parcel.user_id == USER


async def test_closed_messages_are_shown_as_a_note_at_the_next_visit_and_never_again(
    house: House,
) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    reply = await house.asks(Platform.DISCORD, GUILD)
    answer, heading, nudge = reply.screens
    assert answer.title == "What you can do here"
    assert heading.title == "1 message waited for you"
    assert nudge.is_private
    assert nudge.rows
    assert await house.states() == ["claimed"]
    assert await house.show(reply) == [nudge]
    assert await house.states() == ["sent"]
    assert len((await house.asks(Platform.DISCORD, GUILD)).screens) == 1


async def test_two_visits_at_once_show_it_once(house: House) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    first = await house.asks(Platform.DISCORD, GUILD)
    second = await house.asks(Platform.DISCORD, GUILD)
    assert [len(first.screens), len(second.screens)] == [3, 1]


async def test_a_note_that_discord_refused_waits_for_the_next_visit(house: House) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    await house.show(await house.asks(Platform.DISCORD, GUILD), is_shown=False)
    assert await house.states() == ["held"]
    assert len(await house.show(await house.asks(Platform.DISCORD, GUILD))) == 1
    assert await house.states() == ["sent"]


async def test_a_note_that_a_crash_hid_waits_for_the_next_visit(house: House) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    await house.asks(Platform.DISCORD, GUILD)  # nothing of it arrived
    house.clock.advance(seconds=CLAIM.total_seconds() + 1)
    assert await house.parcels("discord") == []  # still closed
    assert await house.states() == ["held"]
    assert len(await house.show(await house.asks(Platform.DISCORD, GUILD))) == 1


async def test_a_visit_to_a_telegram_group_shows_nothing_and_opens_no_chat(house: House) -> None:
    await house.refuse(Platform.TELEGRAM)
    reply = await house.asks(Platform.TELEGRAM, GROUP)
    assert len(reply.screens) == 1
    assert await house.parcels("telegram") == []
    await house.asks(Platform.TELEGRAM, DIRECT, TextTyped("I am back"))
    assert len(await house.parcels("telegram")) == 1


async def test_a_word_in_direct_messages_opens_them_again(house: House) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    reply = await house.asks(Platform.DISCORD, DIRECT)
    assert len(reply.screens) == 1  # nothing beside the answer: it arrives by itself
    assert len(await house.parcels("discord")) == 1


async def test_a_form_has_no_room_for_a_note(house: House) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    [modal] = (await house.asks(Platform.DISCORD, GUILD, CommandGiven("teach"))).screens
    assert modal.form is not None
    assert await house.states() == ["held"]


async def test_old_news_takes_no_room_from_what_is_news_still(house: House) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    person_id = await house.person(Platform.DISCORD)
    to = Destination("person", person_id, "discord")
    for day in [*range(2, 9), *([1] * 6)]:
        await house.engine.run(emit, Emit(to, NudgeDue(person_id, day_number=day)))
    await house.mailroom.claim("discord", limit=50)
    shown = [len(await house.show(await house.asks(Platform.DISCORD, GUILD))) for _ in range(3)]
    assert shown == [5, 2, 0]


async def test_old_news_is_dropped_instead_of_shown(house: House) -> None:
    await house.refuse(Platform.DISCORD, "closed_dms")
    person_id = await house.person(Platform.DISCORD)
    event = NudgeDue(person_id, day_number=9)  # speaks of a day that never was
    await house.engine.run(emit, Emit(Destination("person", person_id, "discord"), event))
    await house.mailroom.claim("discord", limit=10)
    reply = await house.asks(Platform.DISCORD, GUILD)
    assert len([screen for screen in reply.screens if screen.delivery_id]) == 1
    assert replace(reply.screens[-1], delivery_id=0).rows
    assert await house.states() == ["claimed", "dropped"]
