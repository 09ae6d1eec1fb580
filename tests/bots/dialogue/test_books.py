"""Administrators hear of books that do not add up and of proposals, and decide by pressing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest_asyncio

from bots.dialogue.conversation import Conversations
from bots.dialogue.mailroom import EngineMailroom
from bots.dialogue.ports import Sent
from bots.dialogue.request import (
    ActionPressed,
    CommandGiven,
    Given,
    Place,
    PlaceKind,
    Platform,
    Request,
    Sender,
)
from bots.dialogue.screen import Screen
from bots.dialogue.visit import Surroundings
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Appoint, Meet, Role
from engine.people.role_service import appoint
from engine.people.service import meet
from engine.wallet.checking import Check, daily_check
from engine.wallet.commands import GrantFromFund, OpenTreasury
from engine.wallet.proposals import Propose, propose
from engine.wallet.service import grant_from_fund, open_treasury
from engine.wallet.snapshots import RollUp, rebuild, roll_up
from tests.engine.wallet.test_snapshots import act

FIRST, SECOND, LEARNER = 11, 12, 13
numbers = count(1)


@dataclass
class House:
    engine: Engine
    clock: FrozenClock
    dialogue: Conversations
    mailroom: EngineMailroom

    async def does(self, who: int, given: Given) -> Screen:
        place = Place(PlaceKind.PRIVATE, who)
        sender = Sender(Platform.TELEGRAM, who, f"Admin {who}", language="en")
        reply = await self.dialogue.handle(
            Request(f"telegram:{next(numbers)}", sender, place, given)
        )
        return reply.screens[-1]

    async def types(self, who: int, command: str) -> Screen:
        return await self.does(who, CommandGiven(command))

    async def presses(self, who: int, screen: Screen, label: str) -> Screen:
        buttons = {choice.label: choice.token for row in screen.rows for choice in row}
        return await self.does(who, ActionPressed(buttons[label]))

    async def told(self) -> dict[int, Screen]:
        """By the chat that it went to."""
        found = {}
        for parcel in await self.mailroom.claim("telegram", limit=10):
            found[parcel.chat_id] = parcel.screen
            await self.mailroom.report(parcel.delivery_id, Sent(1))
        return found

    async def appoint(self, *users: int) -> None:
        for user in users:
            met = await self.engine.run(meet, Meet("telegram", user, f"Admin {user}"))
            await self.engine.run(appoint, Appoint(met.who.person_id, Role.ADMIN))


@pytest_asyncio.fixture
async def house(address: Path | str) -> AsyncIterator[House]:
    clock = FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))
    engine = Engine(address, clock)
    surroundings = Surroundings(engine, b"k" * 32, {}, {})
    made = House(engine, clock, Conversations(surroundings), EngineMailroom(surroundings))
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    yield made
    await engine.close()


def words(screen: Screen) -> str:
    return " ".join((screen.title, *(repr(block) for block in screen.body)))


def labels(screen: Screen) -> list[str]:
    return [choice.label for row in screen.rows for choice in row]


async def test_a_problem_is_told_and_only_a_clean_check_offers_to_go_on(house: House) -> None:
    await house.appoint(FIRST, SECOND)
    await house.engine.run(roll_up, RollUp())
    act(house.engine.address, "UPDATE ledger_snapshot SET balance = balance + 7")
    await house.engine.run(daily_check, Check())
    told = await house.told()
    assert set(told) == {FIRST, SECOND}
    screen = told[FIRST]
    assert "The books do not add up" in words(screen)
    assert "The stored sum of bank is not its replay." in words(screen)
    assert labels(screen) == ["Check again"]
    again = await house.presses(FIRST, screen, "Check again")
    assert "do not add up" in words(again)
    assert labels(again) == ["Check again"]
    await house.engine.run(rebuild, None)
    clean = await house.presses(FIRST, again, "Check again")
    assert "Payouts wait for your word" in words(clean)
    done = await house.presses(FIRST, clean, "Allow payouts again")
    assert "Payouts go on" in words(done)
    assert "nothing is held up" in words(await house.types(SECOND, "books"))
    assert await house.told() == {}


async def test_who_is_no_administrator_cannot_press_what_others_were_told(house: House) -> None:
    await house.appoint(FIRST)
    await house.engine.run(propose, Propose("operator.deposited", 500))
    screen = (await house.told())[FIRST]
    await house.types(LEARNER, "help")
    refused = await house.presses(LEARNER, screen, "Approve")
    assert "approved" not in words(refused).lower()
    assert "Only administrators" in words(await house.types(LEARNER, "proposals"))


async def test_one_administrator_reads_that_a_second_one_is_needed(house: House) -> None:
    await house.appoint(FIRST)
    await house.engine.run(propose, Propose("operator.deposited", 500))
    screen = (await house.told())[FIRST]
    assert "Only one administrator may approve it as things are" in words(screen)
    assert "a second one is needed first" in words(screen)
    waits = await house.presses(FIRST, screen, "Approve")
    assert "Approved by Admin 11. One more is needed." in words(waits)
    assert "a second one is needed first" in words(waits)
    await house.appoint(SECOND)
    listed = await house.types(SECOND, "proposals")
    assert labels(listed) == ["1. deposit of the operator"]
    shown = await house.presses(SECOND, listed, labels(listed)[0])
    assert "a second one is needed" not in words(shown)
    booked = await house.presses(SECOND, shown, "Approve")
    assert "Approved by Admin 11, Admin 12, and booked as journal" in words(booked)
    assert labels(booked) == ["All proposals"]


async def test_nobody_decides_for_a_week_and_the_button_says_so(house: House) -> None:
    await house.appoint(FIRST, SECOND)
    await house.engine.run(propose, Propose("operator.deposited", 500))
    screen = (await house.told())[FIRST]
    house.clock.advance(days=7)
    assert "Nobody decided within seven days" in words(
        await house.presses(FIRST, screen, "Approve")
    )


async def test_files_are_counted_as_exports_and_hold_ones_own_lines(house: House) -> None:
    met = await house.engine.run(meet, Meet("telegram", LEARNER, "=Learner"))
    person = met.who.person_id
    grant = GrantFromFund(f"streak:{person}:7:2027-02-26", person, "streak", 50, {"days": 7})
    await house.engine.run(grant_from_fund, grant)
    screen = await house.types(LEARNER, "statement")
    assert labels(screen) == ["Why? 1", "As CSV", "As PDF", "Back"]
    why = await house.presses(LEARNER, screen, "Why? 1")
    assert "You were active 7 days in a row. The streak began on 26 February." in words(why)
    table = await house.presses(LEARNER, screen, "As CSV")
    assert b"Streak kept: 7 days in a row,earned,50,,50" in table.attached[0].content
    pages = await house.presses(LEARNER, screen, "As PDF")
    assert pages.attached[0].content.startswith(b"%PDF-")
    assert pages.attached[0].name == "statement-2027-03-04.pdf"
    await house.presses(LEARNER, screen, "As CSV")
    refused = await house.presses(LEARNER, screen, "As CSV")
    assert refused.attached == ()
    # Somebody else's button is not one's own.
    await house.types(FIRST, "help")
    foreign = await house.presses(FIRST, screen, "Why? 1")
    assert "26 February" not in words(foreign)
