"""The boards: points once per achievement, ranks with ties, a person among their neighbours."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.leaderboards import personal_data
from engine.leaderboards.boards import starts_on
from engine.leaderboards.commands import AddPoints, LeaderboardQuery, RankedPerson, Standing
from engine.leaderboards.queries import leaderboard_page, standing
from engine.leaderboards.ranking import around, ranked, standing_among
from engine.leaderboards.service import add_points
from tests.engine.rewards.meeting import meet_people

SCORES = st.dictionaries(st.integers(1, 50), st.integers(1, 12)).map(lambda d: list(d.items()))


@given(SCORES)
def test_a_rank_is_one_more_than_how_many_have_more_points(scores: list[tuple[int, int]]) -> None:
    places = ranked(scores)
    assert sorted((place.person_id, place.points) for place in places) == sorted(scores)
    for place in places:
        assert place.rank == 1 + sum(points > place.points for _, points in scores)
    assert [place.rank for place in places] == sorted(place.rank for place in places)


@given(SCORES, st.integers(1, 50))
def test_a_persons_neighbours_are_those_next_to_them(
    scores: list[tuple[int, int]], person_id: int
) -> None:
    places = ranked(scores)
    found = around(places, person_id)
    own = standing_among(places, person_id, "week")
    if person_id not in dict(scores):
        assert (found, own.rank, own.points) == ((), 0, 0)
        return
    index = [place.person_id for place in places].index(person_id)
    assert found == tuple(places[max(0, index - 2) : index + 3])
    assert own.rank == places[index].rank
    assert own.behind == min(
        (points - own.points for _, points in scores if points > own.points), default=0
    )


def test_equal_points_share_a_rank() -> None:
    assert [place.rank for place in ranked([(1, 5), (2, 9), (3, 9), (4, 1)])] == [1, 1, 3, 4]


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2027, 3, 1), date(2027, 3, 1)),
        (date(2027, 3, 7), date(2027, 3, 1)),
        (date(2027, 1, 1), date(2026, 12, 28)),
        (date(2028, 2, 29), date(2028, 2, 28)),
    ],
)
def test_a_week_starts_on_monday(day: date, monday: date) -> None:
    assert starts_on("week", day) == monday


async def give(engine: Engine, *points: tuple[int, int]) -> None:
    for number, (person_id, amount) in enumerate(points):
        key = f"{engine.clock.now().isoformat()}:{number}:{person_id}"
        await engine.run(add_points, AddPoints(person_id, amount, key))


async def test_points_are_added_once_for_a_key(engine: Engine) -> None:
    (person,) = await meet_people(engine, 1)
    command = AddPoints(person, 20, f"quiz:1:{person}")
    added = await asyncio.gather(*(engine.run(add_points, command) for _ in range(20)))
    assert sorted(added) == [0] * 19 + [20]
    page = await engine.read(leaderboard_page, LeaderboardQuery("all", person))
    assert page.top == (RankedPerson(1, person, 20),)


async def test_a_board_has_its_days_only(engine: Engine, clock: FrozenClock) -> None:
    first, second = await meet_people(engine, 2)
    clock.move_to(datetime(2027, 3, 7, 23, 59, tzinfo=UTC))  # a Sunday
    await give(engine, (first, 10))
    clock.advance(minutes=2)
    await give(engine, (second, 4))
    day = await engine.read(leaderboard_page, LeaderboardQuery("day", first))
    week = await engine.read(leaderboard_page, LeaderboardQuery("week", second))
    last = await engine.read(leaderboard_page, LeaderboardQuery("week", on=date(2027, 3, 7)))
    everything = await engine.read(leaderboard_page, LeaderboardQuery("all", second))
    assert [place.person_id for place in day.top] == [second]
    assert (week.starts_on, [place.person_id for place in week.top]) == (
        date(2027, 3, 8),
        [second],
    )
    assert (last.starts_on, [place.person_id for place in last.top]) == (
        date(2027, 3, 1),
        [first],
    )
    assert (everything.starts_on, everything.own) == (None, Standing("all", 2, 4, 6, 2))


async def test_a_scope_ranks_its_own_people_alone(engine: Engine) -> None:
    people = await meet_people(engine, 6)
    await give(engine, *((person, 10 * (index + 1)) for index, person in enumerate(people)))
    scope = frozenset(people[:3])
    page = await engine.read(
        leaderboard_page, LeaderboardQuery("week", people[0], scope=scope, limit=2)
    )
    assert [place.person_id for place in page.top] == [people[2], people[1]]
    assert page.own == Standing("week", rank=3, points=10, behind=10, of=3)
    nobody = await engine.read(leaderboard_page, LeaderboardQuery("week", scope=frozenset()))
    assert (nobody.top, nobody.own.of) == ((), 0)


async def test_neighbours_are_two_above_and_two_below(engine: Engine) -> None:
    people = await meet_people(engine, 9)
    await give(engine, *((person, 10 * (index + 1)) for index, person in enumerate(people)))
    page = await engine.read(leaderboard_page, LeaderboardQuery("week", people[3], limit=3))
    assert [place.rank for place in page.neighbours] == [4, 5, 6, 7, 8]
    assert page.neighbours[2].person_id == people[3]


async def test_the_quick_standing_agrees_with_the_page(engine: Engine) -> None:
    people = await meet_people(engine, 7)
    await give(
        engine,
        *((person, points) for person, points in zip(people, (5, 5, 9, 2, 9, 1), strict=False)),
    )
    for person in people:
        page = await engine.read(leaderboard_page, LeaderboardQuery("week", person))
        quick = await engine.read(lambda tx, id: standing(tx, id), person)
        assert quick == page.own
    assert (quick.rank, quick.behind, quick.of) == (0, 1, 6)


async def test_points_are_never_taken(engine: Engine) -> None:
    (person,) = await meet_people(engine, 1)
    with pytest.raises(ValueError, match="not taken"):
        await engine.run(add_points, AddPoints(person, -1, "k"))
    assert await engine.run(add_points, AddPoints(person, 0, "k")) == 0
    with pytest.raises(ValueError, match="no such board"):
        await engine.read(leaderboard_page, LeaderboardQuery("year"))


async def test_an_erased_person_leaves_every_board(engine: Engine) -> None:
    first, second = await meet_people(engine, 2)
    await give(engine, (first, 10), (second, 4))
    exported = await engine.read(personal_data.export, first)
    assert [award["points"] for award in exported["points"]] == [10]
    await engine.run(personal_data.erase, first)
    for board in ("day", "week", "all"):
        page = await engine.read(leaderboard_page, LeaderboardQuery(board, second))
        assert page.top == (RankedPerson(1, second, 4),)
