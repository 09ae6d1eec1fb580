"""What a course's page says of its cohorts with a price."""

from __future__ import annotations

from collections.abc import Sequence

from bots.dialogue.screen import Choice, Fact, Style
from bots.dialogue.visit import Visit
from engine.cohorts.purchase_commands import PricedCohort
from engine.courses.commands import CourseCard, CourseState
from engine.people.commands import Role

MOST_SHOWN = 3
TITLE_SHOWN = 40


def cohort_facts(visit: Visit, cohorts: Sequence[PricedCohort]) -> list[Fact]:
    texts = visit.texts
    return [
        Fact(
            texts("fact-cohort"),
            texts(
                "cohort-is-in" if one.is_member else "cohort-costs",
                cohort=one.title,
                tokens=one.price,
            ),
        )
        for one in cohorts[:MOST_SHOWN]
    ]


def cohort_rows(
    visit: Visit, card: CourseCard, cohorts: Sequence[PricedCohort]
) -> list[tuple[Choice, ...]]:
    """The way in, or back out, of each; none for those who teach here."""
    if card.is_mine or visit.is_(Role.ADMIN):
        return []
    choices = (_choice(visit, card, one) for one in cohorts[:MOST_SHOWN])
    return [(choice,) for choice in choices if choice is not None]


def _choice(visit: Visit, card: CourseCard, one: PricedCohort) -> Choice | None:
    title = one.title if len(one.title) <= TITLE_SHOWN else one.title[: TITLE_SHOWN - 1] + "…"
    if one.is_bought and not one.is_member:
        return visit.choice("cohort-back", "cohort.now", one.cohort_id, 0, 0, cohort=title)
    if one.is_member:
        if one.can_undo:
            return visit.choice("cohort-undo", "cohort.undo", one.cohort_id, cohort=title)
        if one.can_refund:
            return visit.choice("cohort-return", "cohort.return", one.cohort_id, cohort=title)
        return None
    if card.state is not CourseState.PUBLISHED:
        return None
    return visit.choice(
        "cohort-join" if one.due else "cohort-join-free",
        "cohort.offer",
        one.cohort_id,
        style=Style.PRIMARY,
        cohort=title,
        tokens=one.due,
    )
