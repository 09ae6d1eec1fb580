"""Answered quiz items for each second of the bot's CPU, on both platforms, end to end, beside two
bare echo bots; and a burst of presses that all have to be acknowledged in three seconds.

One update is one answered item that was replied to: a poll's answer whose reply is the next poll, a
pressed button whose reply is the next item; the last one of a quiz passes it. The playground's
servers and the people are in this process, each bot is a process of its own, and only its CPU
counts. An echo bot's update is one message, or one slash command, that was answered. Rounds of our
bot and of the echo bots in turn; figures are medians.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.classroom import (
    BotProcess,
    Class,
    DiscordPeople,
    Platforms,
    TelegramPeople,
    per_cpu_second,
)
from benchmarks.reporting import Promise, options, tell
from bots.dialogue import tokens
from engine.courses.commands import Enroll
from engine.courses.service import enroll
from engine.foundation.button_key import button_key
from engine.foundation.door import Engine
from engine.people.commands import FinishOnboarding, Meet, Role
from engine.people.service import finish_onboarding, meet
from engine.rewards.programmes import ChangeProgramme, change_programme
from engine.wallet.commands import OpenTreasury
from engine.wallet.service import open_treasury
from peerloom.database import migrate
from peerloom.settings import DATABASE
from playground.surface import Member
from tests.engine.courses.teaching import choice, course, imported, met, quiz

ROUNDS = 5
PER_ROUND = 128  # learners on each platform
BURST = 2_000
LATE_SECONDS = 3.0
STEMS = ("spring", "delta", "meander", "brook", "river", "sea")  # one more than a modal takes
ITEMS = tuple(
    choice(f"Which word belongs to the {stem}?", f"{stem} water", "dry sand", "old stone")
    for stem in STEMS
)
PROMISES = (
    Promise(("telegram", "ratio_to_echo"), 0.4),
    Promise(("discord", "ratio_to_echo"), 0.4),
    Promise(("discord", "late_acknowledgements"), 0, is_least=False),
)


@dataclass(frozen=True)
class School:
    """Who learns where, with the token of the button that begins the quiz for each."""

    telegram: list[Member]
    discord: list[Member]
    burst: list[Member]
    tokens: dict[str, str]


def member(number: int) -> Member:
    name = f"learner{number}"
    return Member(name, f"Learner {number}", 3_000_000 + number, (1 << 60) + number, username=name)


async def settle(file: Path) -> School:
    """A course with a quiz, and learners of it who are known on their platform."""
    migrate(file)
    engine = Engine(file)
    await engine.run(open_treasury, OpenTreasury("money", 100_000_000))
    # Nobody reads here; what is measured is an answer that is paid.
    await engine.run(change_programme, ChangeProgramme(0, "quiz", "seconds_per_item", 0))
    educator = await met(engine, 1, Role.EDUCATOR)
    made = (await imported(engine, educator, course(12, quizzes={1: quiz(ITEMS)}))).course
    lesson_id = made.lessons[0].lesson_id
    key = await engine.run(button_key, None)
    whole = ROUNDS * PER_ROUND
    people = [member(number) for number in range(2 * whole + BURST)]
    begin: dict[str, str] = {}

    async def settle_one(person: Member, platform: str) -> None:
        user_id = person.telegram_id if platform == "telegram" else person.discord_id
        who = await engine.run(
            meet, Meet(platform, user_id, person.display_name, person.username, "en")
        )
        person_id = who.who.person_id
        await engine.run(finish_onboarding, FinishOnboarding(person_id))
        await engine.run(enroll, Enroll(person_id, made.course_id))
        begin[person.name] = tokens.make(key, "o", "quiz.take", (lesson_id,), person_id)

    await asyncio.gather(*(settle_one(person, "telegram") for person in people[:whole]))
    await asyncio.gather(*(settle_one(person, "discord") for person in people[whole:]))
    await engine.close()
    return School(people[:whole], people[whole : 2 * whole], people[2 * whole :], begin)


class Bots:
    """Our bot and the two bare ones, each with its own people."""

    def __init__(self, school: School, ours: Platforms, bare: Platforms) -> None:
        self.school = school
        self.ours, self.bare = ours, bare
        ours.admit([*school.telegram, *school.discord, *school.burst])
        bare.admit([*school.telegram, *school.discord, *school.burst])
        self.telegram, self.bare_telegram = (
            TelegramPeople(ours.telegram),
            TelegramPeople(bare.telegram),
        )
        self.discord, self.bare_discord = DiscordPeople(ours.discord), DiscordPeople(bare.discord)
        self.telegram.know(school.telegram)
        self.bare_telegram.know(school.telegram)
        self.discord.right = {f"{stem} water" for stem in STEMS}

    async def open_quizzes(self, program: BotProcess) -> None:
        """Everybody has the first item before them; a few at a time, as this is not measured."""
        for person in self.school.telegram:
            self.telegram.press(person.telegram_id, self.school.tokens[person.name])
        await program.until(
            lambda: all(self.telegram.has_poll(p.telegram_id) for p in self.school.telegram),
            "the first polls",
        )
        learners = [*self.school.discord, *self.school.burst]
        for at in range(0, len(learners), 50):
            some = learners[at : at + 50]
            for person in some:
                self.discord.press(str(person.discord_id), self.school.tokens[person.name])
            await program.until(
                lambda some=some: all(self.discord.buttons(str(p.discord_id)) for p in some),
                "the first items on Discord",
            )

    async def on_telegram(self, number: int, program: BotProcess, echo: BotProcess) -> Pair:
        some = self.school.telegram[number * PER_ROUND :][:PER_ROUND]
        ids = [person.telegram_id for person in some]
        self.telegram.lesson = Class(ids, len(ITEMS), self.telegram.vote)
        mine = await per_cpu_second(program, self.telegram.lesson)
        self.bare_telegram.lesson = Class(
            ids, len(ITEMS), lambda id: self.bare_telegram.say(id, "river water")
        )
        return mine, await per_cpu_second(echo, self.bare_telegram.lesson)

    async def on_discord(self, number: int, program: BotProcess, echo: BotProcess) -> Pair:
        some = self.school.discord[number * PER_ROUND :][:PER_ROUND]
        ids = [str(person.discord_id) for person in some]
        self.discord.lesson = Class(ids, len(ITEMS), self.discord.answer)
        mine = await per_cpu_second(program, self.discord.lesson)
        self.bare_discord.lesson = Class(
            ids, len(ITEMS), lambda id: self.bare_discord.call(id, "echo", text="river water")
        )
        return mine, await per_cpu_second(echo, self.bare_discord.lesson)

    async def burst(self, program: BotProcess) -> list[float]:
        """Seconds until each of so many presses at once was acknowledged; never is infinite."""
        return await _burst(self.school, self.discord, self.discord.answer, program)

    async def bare_burst(self, echo: BotProcess) -> list[float]:
        """The same of the echo bot: what this machine and this server can do at all."""
        people = self.bare_discord
        return await _burst(
            self.school, people, lambda id: people.call(id, "echo", text="river water"), echo
        )


async def _burst(
    school: School, people: DiscordPeople, speak: Callable[[str], None], bot: BotProcess
) -> list[float]:
    ids = [str(person.discord_id) for person in school.burst]
    people.lesson = None
    people.acknowledged_seconds.clear()
    for number, id in enumerate(ids):
        speak(id)
        if number % 20 == 19:
            await asyncio.sleep(0)  # the server writes and reads on meanwhile
    heard = people.acknowledged_seconds
    await asyncio.sleep(LATE_SECONDS)
    await bot.until(people.is_idle, "the burst's end")
    return [*heard, *[float("inf")] * (len(ids) - len(heard))]


Pair = tuple[float, float]


def summed_up(pairs: list[Pair]) -> dict[str, Any]:
    return {
        "per_cpu_second": round(statistics.median(mine for mine, _ in pairs)),
        "ratio_to_echo": round(statistics.median(mine / bare for mine, bare in pairs), 3),
        "echo_per_cpu_second": round(statistics.median(bare for _, bare in pairs)),
    }


def _slowest(took: list[float]) -> float | None:
    """None when one was never acknowledged."""
    return round(max(took), 2) if max(took) < float("inf") else None


async def measure(folder: Path) -> dict[str, Any]:
    data = folder / "data"
    data.mkdir(mode=0o700)
    school = await settle(data / DATABASE)
    ours, bare = Platforms(), Platforms()
    bots = Bots(school, ours, bare)

    def process(*arguments: str, on: Platforms) -> BotProcess:
        log = folder / f"{arguments[1]}.log"
        return BotProcess(*arguments, environment=on.environment, log=log)

    async with (
        ours.served(),
        bare.served(),
        process("-m", "benchmarks.program", str(data), on=ours) as program,
        process("-m", "benchmarks.echo_telegram", on=bare) as echo_telegram,
        process("-m", "benchmarks.echo_discord", on=bare) as echo_discord,
    ):
        for bot, world in ((program, ours.discord), (echo_discord, bare.discord)):
            await bot.until(lambda world=world: len(world.core.state.commands) > 0, "its commands")
        await bots.open_quizzes(program)
        on_telegram, on_discord = [], []
        for number in range(ROUNDS):
            on_telegram.append(await bots.on_telegram(number, program, echo_telegram))
            on_discord.append(await bots.on_discord(number, program, echo_discord))
        took = await bots.burst(program)
        bare_took = await bots.bare_burst(echo_discord)
    return {
        "telegram": summed_up(on_telegram),
        "discord": {
            **summed_up(on_discord),
            "late_acknowledgements": sum(seconds > LATE_SECONDS for seconds in took),
            "burst": BURST,
            "slowest_acknowledgement_seconds": _slowest(took),
            "echo_late_acknowledgements": sum(seconds > LATE_SECONDS for seconds in bare_took),
            "echo_slowest_acknowledgement_seconds": _slowest(bare_took),
        },
        "items_answered": ROUNDS * PER_ROUND * len(ITEMS),
    }


async def main() -> int:
    given = options("Answered items for each second of the bot's CPU, beside bare echo bots.")
    with tempfile.TemporaryDirectory() as folder:
        report = await measure(Path(folder))
    return tell(report, PROMISES, given)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
