"""Questions a second: a wallet, a leaderboard and a lesson's page, while nobody writes."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.answering import Community, rate, settle
from engine.courses.commands import LessonPageQuery
from engine.courses.queries import lesson_page
from engine.foundation.door import Engine
from engine.leaderboards.commands import LeaderboardQuery
from engine.leaderboards.queries import leaderboard_page
from engine.quizzes.service import submit_response
from engine.wallet.commands import WalletQuery
from engine.wallet.queries import wallet_page

LEARNERS = 300
CALLS = 400
ROUNDS = 3
CALLERS = (1, 32, 200)


def questions(community: Community) -> dict[str, tuple[Any, Callable[[int], Any]]]:
    """A question and who asks it, by its number."""

    def person(number: int) -> int:
        return community.people[number % len(community.people)]

    return {
        "wallet_page": (wallet_page, lambda number: WalletQuery(person(number))),
        "leaderboard_page": (
            leaderboard_page,
            lambda number: LeaderboardQuery("week", person(number)),
        ),
        "lesson_page": (
            lesson_page,
            lambda number: LessonPageQuery(person(number), community.lesson_id, 1 + number % 3),
        ),
    }


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        community = await settle(Path(folder), LEARNERS)
        engine = Engine(community.copy("reading.sqlite"), community.clock)
        await asyncio.gather(*(engine.run(submit_response, answer) for answer in community.answers))
        print(f"reads a second, {LEARNERS} learners, medians of {ROUNDS} rounds")
        print("                 | " + " | ".join(f"{callers:3} callers" for callers in CALLERS))
        for name, (question, query) in questions(community).items():

            async def ask(number: int, question: Any = question, query: Any = query) -> None:
                await engine.read(question, query(number))

            rates = [
                statistics.median([await rate(CALLS, callers, ask) for _ in range(ROUNDS)])
                for callers in CALLERS
            ]
            print(f"{name:16} | " + " | ".join(f"{found:11,.0f}" for found in rates))
        await engine.close()


if __name__ == "__main__":
    asyncio.run(main())
