"""What the things are called that lines of a wallet are about."""

from __future__ import annotations

from collections.abc import Iterable

from bots.dialogue.visit import Visit
from engine.cohorts.commands import JoinCohort
from engine.cohorts.queries import cohort_card
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
    for course in _ids([line for line in lines if "quiz" not in line.about], "course"):
        try:
            card = await visit.read(course_card, CourseQuery(visit.person_id, course))
        except NotFound:
            continue
        titles[f"course:{course}"] = card.title
    for cohort in _ids(lines, "cohort"):
        try:
            sold = await visit.read(cohort_card, JoinCohort(visit.person_id, cohort))
        except NotFound:
            continue
        titles[f"cohort:{cohort}"] = sold.title
    return titles


def _ids(lines: Iterable[WalletLine], kind: str) -> frozenset[int]:
    found = (line.about.get(kind) for line in lines)
    return frozenset(id for id in found if isinstance(id, int))
