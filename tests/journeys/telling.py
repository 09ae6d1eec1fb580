"""What the journeys through faults share: places of their own, news for them, and what is seen."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from engine.cohorts.events import CourseWasAnnounced
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.tx import Destination, Tx
from engine.streaks.events import NudgeDue
from playground.scenario.matching import Message, text_of
from tests.journeys.stage import Somebody, Stage

NEWS = "A course for you: Two steps"
NUDGE = "Day 1"
numbers = count(1)


@dataclass(frozen=True)
class Tell:
    event: object
    to: Destination


def tell(tx: Tx, command: Tell) -> None:
    tx.emit(command.event, to=(command.to,))


@asynccontextmanager
async def beside(stage: Stage) -> AsyncIterator[Engine]:
    """The program's database, as the shell uses it while the program runs, at the world's time."""
    engine = Engine(stage.database, FrozenClock(await stage.client.now()))
    try:
        yield engine
    finally:
        await engine.close()


async def emitted(stage: Stage, event: object, to: Destination) -> int:
    """Something is to be told; its delivery. Nobody waits until it is."""
    async with beside(stage) as engine:
        await engine.run(tell, Tell(event, to))
    return int(stage.rows("SELECT max(id) FROM delivery")[0][0])


async def deliveries(stage: Stage, *arguments: str) -> list[dict[str, Any]]:
    """What an operator reads: `peerloom deliveries --json`."""
    said = await shell(stage, "deliveries", "--json", *arguments)
    return [json.loads(line) for line in said.splitlines()]


async def shell(stage: Stage, *arguments: str) -> str:
    command = (sys.executable, "-m", "peerloom", "--data", str(stage.database.parent), *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    return said.decode()


@dataclass
class CohortPlace:
    """A group or channel where the demonstration's cohort is told news, linked by `admin`."""

    stage: Stage
    admin: Somebody  # looks at the place
    place_id: int

    @property
    def platform(self) -> str:
        return self.admin.spot.platform

    @property
    def slug(self) -> str:
        return self.admin.spot.chat

    @property
    def at_home(self) -> Somebody:
        """The administrator where the bot writes to them alone."""
        return self.admin.at("" if self.admin.is_on_telegram else "dm")

    async def fault(self, name: str, **values: Any) -> None:
        await self.stage.fault(name, on=self.platform, chat=self.slug, **values)

    async def is_told(self) -> int:
        """News is on its way to the place, however it ends; its delivery."""
        course_id = self.stage.rows("SELECT id FROM course WHERE title = 'Two steps'")[0][0]
        to = Destination("place", self.place_id, self.platform)
        delivery = await emitted(self.stage, CourseWasAnnounced(course_id), to)
        await self.stage.settle()
        return delivery

    async def news(self) -> int:
        """How often the news is there to be read."""
        return said(await self.admin.messages(), NEWS)

    def state(self) -> tuple[str, list[str]]:
        row = self.stage.rows(
            "SELECT state, missing_rights FROM place WHERE id = ?", self.place_id
        )[0]
        return str(row[0]), json.loads(row[1])

    def deliveries(self) -> list[str]:
        rows = self.stage.rows(
            "SELECT state FROM delivery WHERE to_kind = 'place' AND to_id = ? ORDER BY id",
            self.place_id,
        )
        return [row[0] for row in rows]

    async def told_to(self, caretaker: Somebody, words: str) -> int:
        """How many of their messages say that this place is lost and hold these words."""
        title = f"I cannot write to {self.title} any more"
        messages = await caretaker.messages()
        return sum(title in text_of(one) and words in text_of(one) for one in messages)

    @property
    def title(self) -> str:
        found = self.stage.rows("SELECT title FROM place WHERE id = ?", self.place_id)
        return str(found[0][0])


async def linked(stage: Stage, platform: str, *, topic: bool = False) -> CohortPlace:
    """A new group (with `topic`, a topic or thread in it) that hears of the cohort."""
    number = next(numbers)
    slug = f"place-{number}"
    admin = stage.person("admin", platform)
    if platform == "telegram":
        await admin.act("create_group", title=f"Place {number}", slug=slug, forum=topic)
        await admin.at(slug).act("add_bot")
        if topic:
            await admin.at(slug).act("create_topic", title=f"Topic {number}", slug=f"{slug}-topic")
            slug += "-topic"
    else:
        made = await stage.client.act(admin.spot, "create_channel", title=slug)
        slug = made["slug"]
        if topic:
            thread = await stage.client.act(
                admin.at(slug).spot, "create_thread", title=f"{slug} thread"
            )
            slug = thread["slug"]
    await stage.settle()
    await sets_up(admin.at(slug))
    place_id = stage.rows("SELECT max(id) FROM place")[0][0]
    return CohortPlace(stage, admin.at(slug), place_id)


async def sets_up(admin: Somebody) -> None:
    await admin.say("/setup")
    news = await admin.press("Two steps")
    assert "Done" in news, news


@dataclass
class Reader:
    """A learner with an account on one platform, or on both, and what the bot says by itself."""

    stage: Stage
    here: Somebody
    person_id: int

    async def is_nudged(self) -> int:
        """Something with buttons of their own is on its way to them; its delivery."""
        to = Destination("person", self.person_id, self.here.spot.platform)
        delivery = await emitted(self.stage, NudgeDue(self.person_id, 1), to)
        await self.stage.settle()
        return delivery

    @property
    def there(self) -> Somebody:
        """They themselves on the other platform, in private."""
        if self.here.is_on_telegram:
            return self.stage.person(self.here.spot.person, "discord", "dm")
        return self.stage.person(self.here.spot.person, "telegram")

    @property
    def at_home(self) -> Somebody:
        return self.here.at("" if self.here.is_on_telegram else "dm")

    async def nudges(self) -> int:
        """How often they can read it here: in private, and in Discord's #general."""
        messages = await self.at_home.messages()
        if not self.here.is_on_telegram:
            messages += await self.here.messages()
        return said(messages, NUDGE)


def said(messages: list[Message], words: str) -> int:
    return sum(words in text_of(message) for message in messages)


async def link_accounts(maker: Somebody, giver: Somebody) -> None:
    """Both say yes; what they are told of it is read."""
    (code,) = re.findall(r"[0-9A-Z]{5}-[0-9A-Z]{5}", (await maker.say("/link")).text)
    await giver.say(f"/link {code}" if giver.is_on_telegram else f"/link code: {code}")
    await giver.press("Yes, that is me")
    await maker.press("Done, go on")
    assert "Your accounts are linked" in await maker.press("Yes, that is me")


async def reader(stage: Stage, platform: str, *, has_both: bool = False) -> Reader:
    somebody = stage.person(f"reader{next(numbers)}", platform)
    await somebody.say("/help")
    person_id = newest_person(stage)
    found = Reader(stage, somebody, person_id)
    if has_both:
        other = found.there if found.there.is_on_telegram else found.there.at("")
        await link_accounts(somebody, other)
    return found


def newest_person(stage: Stage) -> int:
    return int(stage.rows("SELECT max(id) FROM person")[0][0])


def state_of(stage: Stage, delivery_id: int) -> tuple[str, str, str]:
    """(platform, state, why) as they are stored."""
    row = stage.rows("SELECT platform, state, last_error FROM delivery WHERE id = ?", delivery_id)[
        0
    ]
    return str(row[0]), str(row[1]), str(row[2])
