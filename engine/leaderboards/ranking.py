"""Ranks: equal points share one, and the next is skipped (1, 2, 2, 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.leaderboards.commands import RankedPerson, Standing

NEIGHBOURS = 2


def ranked(scores: Iterable[tuple[int, int]]) -> list[RankedPerson]:
    """(person_id, points) by points; among equals the person who was here first."""
    places: list[RankedPerson] = []
    for position, (person_id, points) in enumerate(
        sorted(scores, key=lambda score: (-score[1], score[0])), start=1
    ):
        is_tie = bool(places) and places[-1].points == points
        rank = places[-1].rank if is_tie else position
        places.append(RankedPerson(rank, person_id, points))
    return places


def around(places: Sequence[RankedPerson], person_id: int) -> tuple[RankedPerson, ...]:
    """The person with up to two places above and below; () for who is not ranked."""
    for index, place in enumerate(places):
        if place.person_id == person_id:
            return tuple(places[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1])
    return ()


def standing_among(places: Sequence[RankedPerson], person_id: int, board: str) -> Standing:
    """Who is not ranked stands behind the last one."""
    own = next((place for place in places if place.person_id == person_id), None)
    points = own.points if own else 0
    above = [place.points for place in places if place.points > points]
    return Standing(
        board=board,
        rank=own.rank if own else 0,
        points=points,
        behind=min(above) - points if above else 0,
        of=len(places),
    )
