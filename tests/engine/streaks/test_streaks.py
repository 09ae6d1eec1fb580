"""Streaks through the door: a day counts once, a nudge is kind, and silence is respected."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest

from engine.foundation import jobs, outbox
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.tx import Destination
from engine.people.commands import NudgeLevel, SetNudgeLevel, SetWindow
from engine.people.queries import reach
from engine.people.service import set_nudge_level, set_window
from engine.streaks import personal_data
from engine.streaks.commands import (
    NudgeFewer,
    NudgeLater,
    RecordActivity,
    StreakNow,
    StreakQuery,
    StreakState,
)
from engine.streaks.events import MilestoneReached, NudgeDue
from engine.streaks.queries import streak_of
from engine.streaks.service import nudge_fewer, nudge_later, record_activity
from tests.engine.rewards.meeting import meet_people

ZONE = "Europe/Paris"


async def act(engine: Engine, person_id: int, *, is_visible: bool = False) -> StreakNow:
    command = RecordActivity(person_id, ZONE, "lesson", is_visible)
    return await engine.run(record_activity, command)


async def told(engine: Engine, platform: str = "telegram") -> list[object]:
    """Works what is due, then takes what is to be sent."""
    for leased in await engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
        await engine.run(jobs.work_job, leased)
    claimed = await engine.run(outbox.claim_deliveries, outbox.ClaimDeliveries(platform))
    for delivery in claimed:
        await engine.run(outbox.end_delivery, outbox.EndDelivery(delivery.id, "sent"))
    return [delivery.event for delivery in claimed]


async def test_a_day_counts_once_however_much_is_done_at_once(engine: Engine) -> None:
    (person,) = await meet_people(engine, 1)
    results = await asyncio.gather(*(act(engine, person) for _ in range(20)))
    assert sum(result.is_new_day for result in results) == 1
    assert {result.days for result in results} == {1}
    assert results[0].today == date(2027, 3, 4)
    exported = await engine.read(personal_data.export, person)
    assert exported["days"][0]["activities"] == 20
    assert exported["days"][0]["zone"] == ZONE


async def test_a_streak_grows_pauses_over_a_freeze_and_breaks(
    engine: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(engine, 1)
    for day in range(1, 8):
        now = await act(engine, person)
        assert (now.days, now.milestone) == (day, 7 if day == 7 else None)
        clock.advance(days=1)
    clock.advance(days=1)
    now = await act(engine, person)
    assert (now.days, now.freeze_used_on, now.freezes) == (8, date(2027, 3, 11), 0)
    clock.advance(days=2)
    assert await engine.read(streak_of, StreakQuery(person)) == StreakState(
        0, 8, False, date(2027, 3, 14), 0, False
    )
    now = await act(engine, person)
    assert (now.days, now.best, now.started_on) == (1, 8, date(2027, 3, 14))
    assert (await engine.read(streak_of, StreakQuery(person))).is_done_today


async def test_nobody_has_a_streak_before_the_first_day(engine: Engine) -> None:
    (person,) = await meet_people(engine, 1)
    state = await engine.read(streak_of, StreakQuery(person))
    assert (state.days, state.best, state.is_done_today) == (0, 0, False)


@pytest.mark.parametrize("is_visible", [True, False])
async def test_a_milestone_is_told_to_followers_of_those_who_may_be_seen(
    engine: Engine, clock: FrozenClock, is_visible: bool
) -> None:
    (person,) = await meet_people(engine, 1)
    place = Destination(kind="place", id=5, platform="discord")
    await engine.run(lambda tx, topic: tx.follow(topic, place), f"person:{person}")
    for _ in range(7):
        await act(engine, person, is_visible=is_visible)
        clock.advance(days=1)
    expected = [MilestoneReached(person, 7, date(2027, 3, 10))] if is_visible else []
    assert await told(engine, "discord") == expected


async def test_the_next_day_a_nudge_comes_at_the_persons_hour(
    engine: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    clock.advance(hours=23, minutes=59)
    assert await told(engine) == []
    clock.advance(minutes=1)
    assert await told(engine) == [NudgeDue(person, 2)]


async def test_who_was_here_already_hears_nothing(engine: Engine, clock: FrozenClock) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    clock.advance(hours=23)
    await act(engine, person)
    clock.advance(hours=2)
    assert await told(engine) == []
    clock.advance(hours=23)
    assert await told(engine) == [NudgeDue(person, 3)]


async def test_a_nudge_worked_outside_the_window_waits_for_the_next_opening(
    engine: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    clock.move_to(datetime(2027, 3, 5, 22, 30, tzinfo=UTC))  # 23:30 in Paris
    assert await told(engine) == []
    clock.move_to(datetime(2027, 3, 6, 6, 59, tzinfo=UTC))
    assert await told(engine) == []
    clock.move_to(datetime(2027, 3, 6, 7, 0, tzinfo=UTC))
    assert await told(engine) == [NudgeDue(person, 1)]


async def test_after_five_without_an_answer_there_is_silence_until_they_return(
    engine: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    heard = []
    for _ in range(12):
        clock.advance(days=1)
        heard += await told(engine)
    assert heard == [NudgeDue(person, 2), *[NudgeDue(person, 1)] * 4]
    assert (await engine.read(streak_of, StreakQuery(person))).is_paused
    await act(engine, person)
    assert not (await engine.read(streak_of, StreakQuery(person))).is_paused
    clock.advance(days=1)
    assert await told(engine) == [NudgeDue(person, 2)]


async def test_weekends_are_left_alone_unless_wanted(engine: Engine, clock: FrozenClock) -> None:
    (person,) = await meet_people(engine, 1, wants_weekends=False)
    clock.move_to(datetime(2027, 3, 5, 18, 0, tzinfo=UTC))  # a Friday
    await act(engine, person)
    clock.move_to(datetime(2027, 3, 7, 20, 0, tzinfo=UTC))
    assert await told(engine) == []
    clock.move_to(datetime(2027, 3, 8, 7, 0, tzinfo=UTC))
    assert await told(engine) == [NudgeDue(person, 1)]


async def test_later_means_three_hours_later_inside_the_window(
    engine: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    clock.advance(days=1)
    assert await told(engine) == [NudgeDue(person, 2)]
    at = await engine.run(nudge_later, NudgeLater(person))
    assert at == datetime(2027, 3, 5, 12, 0, tzinfo=UTC)
    clock.advance(hours=3)
    assert await told(engine) == [NudgeDue(person, 2)]
    clock.move_to(datetime(2027, 3, 5, 20, 0, tzinfo=UTC))  # 21:00 in Paris
    at = await engine.run(nudge_later, NudgeLater(person))
    assert at == datetime(2027, 3, 6, 7, 0, tzinfo=UTC)


async def test_later_after_the_days_activity_changes_no_plan(
    engine: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    await engine.run(nudge_later, NudgeLater(person))
    clock.advance(hours=4)
    assert await told(engine) == []
    clock.advance(hours=20)
    assert await told(engine) == [NudgeDue(person, 2)]


async def test_fewer_is_every_third_day_and_then_none(engine: Engine, clock: FrozenClock) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    clock.advance(days=1)
    assert len(await told(engine)) == 1
    assert await engine.run(nudge_fewer, NudgeFewer(person)) == "fewer"
    heard = []
    for _ in range(6):
        clock.advance(days=1)
        heard.append(len(await told(engine)))
    assert heard == [0, 0, 1, 0, 0, 1]
    assert await engine.run(nudge_fewer, NudgeFewer(person)) == "off"
    assert (await engine.read(reach, person)).nudge_level == NudgeLevel.OFF
    clock.advance(days=4)
    assert await told(engine) == []


async def test_a_nudge_planned_before_the_settings_changed_respects_them(
    engine: Engine, clock: FrozenClock
) -> None:
    quiet, narrow = await meet_people(engine, 2)
    await act(engine, quiet)
    await act(engine, narrow)
    await engine.run(set_nudge_level, SetNudgeLevel(quiet, NudgeLevel.OFF))
    await engine.run(set_window, SetWindow(narrow, 18, 20, True))
    clock.advance(days=1)
    assert await told(engine) == []
    clock.move_to(datetime(2027, 3, 5, 17, 0, tzinfo=UTC))
    assert await told(engine) == [NudgeDue(narrow, 2)]


async def test_an_erased_person_is_forgotten_and_hears_nothing(
    engine: Engine, clock: FrozenClock
) -> None:
    (person,) = await meet_people(engine, 1)
    await act(engine, person)
    await engine.run(personal_data.erase, person)
    assert await engine.read(personal_data.export, person) == {"best": 0, "days": []}
    clock.advance(days=1)
    assert await told(engine) == []
