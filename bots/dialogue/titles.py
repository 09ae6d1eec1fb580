"""What the things are called that tokens are for, and that lines of a wallet are about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bots.dialogue.visit import Visit
from engine.cohorts.commands import JoinCohort
from engine.cohorts.joining import cohort_in
from engine.cohorts.queries import cohort_card
from engine.courses.access import course_in
from engine.courses.commands import CourseQuery
from engine.courses.queries import course_card
from engine.foundation.errors import NotFound
from engine.quizzes.reward_facts import quiz_titles
from engine.wallet.commands import WalletLine


async def titles_of(visit: Visit, lines: Iterable[WalletLine]) -> dict[str, str]:
    """By kind and id ("quiz:7", "course:5", "cohort:3"); what is gone has none."""
    lines = tuple(lines)
    found = await visit.read(quiz_titles, _ids(lines, "quiz"))
    titles = {f"quiz:{quiz}": title for quiz, title in found.items()}
    without_quiz = [line for line in lines if "quiz" not in line.about]
    things = [f"course:{course}" for course in _ids(without_quiz, "course")]
    things += [f"cohort:{cohort}" for cohort in _ids(lines, "cohort")]
    for thing in things:
        title = await title_of(visit.read, visit.person_id, thing)
        if title is not None:
            titles[thing] = title
    return titles


async def title_of(
    read: Callable[..., Awaitable[Any]], person_id: int, thing: str
) -> str | None:  # fmt: skip
    """`thing`: "course:5" or "cohort:3". None where this person sees none, or it is gone."""
    cohort_id = cohort_in(thing)
    try:
        if cohort_id is not None:
            card = await read(cohort_card, JoinCohort(person_id, cohort_id))
        else:
            card = await read(course_card, CourseQuery(person_id, course_in(thing)))
    except NotFound:
        return None
    return str(card.title)


def _ids(lines: Iterable[WalletLine], kind: str) -> frozenset[int]:
    found = (line.about.get(kind) for line in lines)
    return frozenset(id for id in found if isinstance(id, int))
