"""Questions about cohorts, their places and their standings."""

from __future__ import annotations

import json
from typing import Any

from engine.cohorts import statements as sql
from engine.cohorts.commands import (
    CohortCard,
    CohortQuery,
    JoinCohort,
    MembersHere,
    PlaceAt,
    PlaceCard,
    PlaceQuery,
    PlacesIn,
    StandingRow,
    Standings,
    StandingsQuery,
)
from engine.cohorts.weekly import members_of, week_of
from engine.courses.queries import course_summary
from engine.foundation.errors import NotFound
from engine.foundation.outbox import held_for
from engine.foundation.registry import long_question
from engine.foundation.tx import ReadTx
from engine.leaderboards.commands import LeaderboardQuery
from engine.leaderboards.queries import leaderboard_page
from engine.people.commands import Role
from engine.people.queries import people_cards, roles_of


def cohorts(tx: ReadTx, query: CohortQuery) -> tuple[CohortCard, ...]:
    """The newest first: administrators see all, educators their courses', members their own."""
    is_admin = Role.ADMIN in roles_of(tx, query.by_person_id)
    found = []
    for row in tx.query(sql.ALL_COHORTS):
        if query.course_id not in (None, row.course_id):
            continue
        card = _card(tx, row, query.by_person_id)
        owner_id = course_summary(tx, row.course_id).owner_id
        if is_admin or card.is_member or owner_id == query.by_person_id:
            found.append(card)
    return tuple(found)


def cohort_card(tx: ReadTx, query: JoinCohort) -> CohortCard:
    """A cohort as this person sees it: its places only for who may manage them or belongs to it.

    Raises NotFound.
    """
    row = tx.one(sql.FIND_COHORT, cohort_id=query.cohort_id)
    if row is None:
        raise NotFound(what="cohort")
    return _card(tx, row, query.person_id)


def place_of(tx: ReadTx, query: PlaceQuery) -> PlaceCard | None:
    """Where a delivery to a place goes, and in which language; None once it was unlinked."""
    row = tx.one(sql.FIND_PLACE, place_id=query.place_id)
    return None if row is None or row.state == "unlinked" else _place_card(tx, row)


def places_in(tx: ReadTx, query: PlacesIn) -> tuple[PlaceCard, ...]:
    """All places of a chat: its topics, and itself."""
    rows = tx.query(sql.PLACES_IN_CHAT, on_platform=query.platform, in_chat=query.chat_id)
    return tuple(_place_card(tx, row) for row in rows if row.state != "unlinked")


def place_at(tx: ReadTx, query: PlaceAt) -> PlaceCard | None:
    """The cohort's place here; None where no cohort is linked."""
    row = tx.one(
        sql.FIND_PLACE_AT,
        on_platform=query.platform,
        in_chat=query.chat_id,
        in_thread=query.thread_id,
    )
    return None if row is None or row.state == "unlinked" else _place_card(tx, row)


def members_here(tx: ReadTx, query: MembersHere) -> frozenset[int]:
    """Members of the cohorts that meet in this chat or guild: who a leaderboard here may show."""
    rows = tx.query(
        sql.MEMBERS_HERE,
        on_platform=query.platform,
        in_chat=query.chat_id,
        in_guild=query.guild_id,
    )
    return frozenset(row.person_id for row in rows)


@long_question
def standings(tx: ReadTx, query: StandingsQuery) -> Standings:
    """A week of the place's cohort: its members alone, named as each of them allows.

    Raises NotFound.
    """
    place = place_of(tx, PlaceQuery(query.place_id))
    if place is None:
        raise NotFound(what="place")
    week_start = query.week_start or week_of(tx.now)
    scope = members_of(tx, place.cohort_id)
    board = LeaderboardQuery(board="week", scope=scope, limit=len(scope), on=week_start)
    ranked = leaderboard_page(tx, board).top if scope else ()
    names = people_cards(tx, [row.person_id for row in ranked])
    return Standings(
        cohort_id=place.cohort_id,
        cohort_title=place.cohort_title,
        course_title=place.course_title,
        language=place.language,
        week_start=week_start,
        rows=tuple(
            StandingRow(row.rank, row.person_id, names[row.person_id], row.points)
            for row in ranked[: query.limit]
        ),
        ranked=len(ranked),
        members=len(scope),
    )


def _card(tx: ReadTx, row: Any, person_id: int) -> CohortCard:
    course = course_summary(tx, row.course_id)
    membership = tx.one(sql.FIND_MEMBERSHIP, of_cohort=row.id, of_person=person_id)
    is_member = membership is not None and membership.state == "active"
    may_see = is_member or course.owner_id == person_id or Role.ADMIN in roles_of(tx, person_id)
    places = tx.query(sql.PLACES_OF, of_cohort=row.id) if may_see else []
    return CohortCard(
        cohort_id=row.id,
        slug=row.slug,
        title=row.title,
        course_id=row.course_id,
        course_title=course.title,
        language=row.language,
        state=row.state,
        members=tx.query(sql.COUNT_MEMBERS, of_cohort=row.id)[0].count,
        places=tuple(_place_card(tx, place) for place in places),
        is_member=is_member,
        price_tokens=row.price_tokens,
    )


def _place_card(tx: ReadTx, row: Any) -> PlaceCard:
    return PlaceCard(
        place_id=row.id,
        cohort_id=row.cohort_id,
        cohort_title=row.cohort_title,
        course_id=row.course_id,
        course_title=course_summary(tx, row.course_id).title,
        platform=row.platform,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        guild_id=row.guild_id,
        title=row.title,
        language=row.language,
        state=row.state,
        missing=tuple(json.loads(row.missing_rights)),
        waiting=held_for(tx, kind="place", id=row.id),
    )
