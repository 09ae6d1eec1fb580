"""The rules of a streak on plain dates: no clock, no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.people.local_time import local_date
from engine.streaks.nudge_times import Window, next_nudge_day, nudge_moment
from engine.streaks.streak_rules import Streak, days_as_of, first_step, step

DAY = date(2027, 3, 4)
ONE = timedelta(days=1)


def run(days: list[int]) -> tuple[Streak, list[int | None]]:
    """A streak through days counted from DAY, with the milestones met on the way."""
    found = first_step(DAY + days[0] * ONE)
    milestones = [found.milestone]
    for day in days[1:]:
        today = DAY + day * ONE
        found = step(found.streak, today, today)
        milestones.append(found.milestone)
    return found.streak, milestones


@given(st.lists(st.integers(0, 40), min_size=1).map(sorted))
def test_days_are_those_since_the_last_gap_that_no_freeze_filled(days: list[int]) -> None:
    streak, _ = run(days)
    active = sorted(set(days))
    assert streak.last_day == DAY + active[-1] * ONE
    assert 1 <= streak.days <= streak.best <= len(active)
    span = (streak.last_day - streak.started_on).days + 1
    missing = span - streak.days
    # Each missed day inside a streak was paid for by a freeze, and only milestones bring one.
    assert 0 <= missing <= sum(streak.days > milestone for milestone in (7, 30))
    assert streak.freezes in (0, 1)


@given(st.integers(1, 120))
def test_unbroken_days_count_one_by_one(length: int) -> None:
    streak, milestones = run(list(range(length)))
    assert (streak.days, streak.best) == (length, length)
    assert [m for m in milestones if m] == [m for m in (7, 30, 100) if m <= length]


def test_the_same_day_twice_is_one_day() -> None:
    streak, _ = run([0, 1, 1, 1])
    assert streak.days == 2


def test_a_missed_day_starts_anew_and_keeps_the_best() -> None:
    streak, _ = run([0, 1, 2, 4])
    assert (streak.days, streak.best, streak.started_on) == (1, 3, DAY + 4 * ONE)


def test_a_freeze_from_a_milestone_protects_one_day() -> None:
    before, _ = run(list(range(7)))
    assert before.freezes == 1
    found = step(before, DAY + 8 * ONE, DAY + 8 * ONE)
    assert (found.streak.days, found.streak.freezes) == (8, 0)
    assert (found.freeze_used_on, found.streak.started_on) == (DAY + 7 * ONE, DAY)
    again = step(found.streak, DAY + 10 * ONE, DAY + 10 * ONE)
    assert (again.streak.days, again.freeze_used_on) == (1, None)


def test_a_freeze_does_not_protect_two_days() -> None:
    before, _ = run(list(range(7)))
    found = step(before, DAY + 9 * ONE, DAY + 9 * ONE)
    assert (found.streak.days, found.streak.freezes, found.freeze_used_on) == (1, 1, None)


def test_a_streak_reads_zero_once_it_cannot_go_on() -> None:
    plain, _ = run([0, 1])
    assert [days_as_of(plain, DAY + n * ONE) for n in (1, 2, 3)] == [2, 2, 0]
    frozen, _ = run(list(range(7)))
    assert [days_as_of(frozen, DAY + n * ONE) for n in (6, 7, 8, 9)] == [7, 7, 7, 0]


@pytest.mark.parametrize(
    ("moments", "days"),
    [
        # midnight, and the cut-off at three
        ([("2027-03-04T22:00+01:00", "Europe/Paris"), ("2027-03-05T02:59+01:00", "")], 1),
        ([("2027-03-04T22:00+01:00", "Europe/Paris"), ("2027-03-05T03:00+01:00", "")], 2),
        # the night of 28 March has 23 hours, that of 31 October 25
        ([("2027-03-27T23:00+01:00", "Europe/Paris"), ("2027-03-28T03:00+02:00", "")], 2),
        ([("2027-03-28T01:59+01:00", "Europe/Paris"), ("2027-03-28T04:00+02:00", "")], 2),
        ([("2027-10-30T23:00+02:00", "Europe/Paris"), ("2027-10-31T02:30+01:00", "")], 1),
        ([("2027-10-30T23:00+02:00", "Europe/Paris"), ("2027-10-31T03:00+01:00", "")], 2),
        # far from Greenwich: evenings in Honolulu, mornings in Auckland
        ([("2027-03-04T23:00-10:00", "Pacific/Honolulu"), ("2027-03-05T22:00-10:00", "")], 2),
        ([("2027-03-04T05:00+13:00", "Pacific/Auckland"), ("2027-03-05T23:00+13:00", "")], 2),
        ([("2027-03-04T05:00+13:00", "Pacific/Auckland"), ("2027-03-04T23:00+13:00", "")], 1),
        # a leap day
        (
            [
                ("2028-02-28T12:00+00:00", "UTC"),
                ("2028-02-29T12:00+00:00", ""),
                ("2028-03-01T12:00+00:00", ""),
            ],
            3,
        ),
        # flying west finds the same date again, flying east skips one that never was
        (
            [
                ("2027-03-04T20:00+13:00", "Pacific/Auckland"),
                ("2027-03-04T10:00-10:00", "Pacific/Honolulu"),
            ],
            1,
        ),
        (
            [
                ("2027-03-04T20:00-10:00", "Pacific/Honolulu"),
                ("2027-03-06T20:00+13:00", "Pacific/Auckland"),
            ],
            2,
        ),
    ],
)
def test_days_are_local_dates(moments: list[tuple[str, str]], days: int) -> None:
    zone = moments[0][1]
    last_zone = zone
    found = first_step(local_date(datetime.fromisoformat(moments[0][0]), zone))
    for text, new_zone in moments[1:]:
        zone = new_zone or zone
        now = datetime.fromisoformat(text).astimezone(UTC)
        found = step(found.streak, local_date(now, zone), local_date(now, last_zone))
        last_zone = zone
    assert found.streak.days == days


@pytest.mark.parametrize(
    ("now", "zone", "wants_weekends", "expected"),
    [
        # at the same local hour
        ("2027-03-04T19:30+01:00", "Europe/Paris", False, "2027-03-05T19:30+01:00"),
        # too early and too late are brought into the window
        ("2027-03-04T05:00+01:00", "Europe/Paris", False, "2027-03-05T08:00+01:00"),
        ("2027-03-04T23:30+01:00", "Europe/Paris", False, "2027-03-05T21:00+01:00"),
        # Saturday is left alone unless wanted
        ("2027-03-05T19:30+01:00", "Europe/Paris", False, "2027-03-08T08:00+01:00"),
        ("2027-03-05T19:30+01:00", "Europe/Paris", True, "2027-03-06T19:30+01:00"),
        # the same wall clock on the other side of the change of clocks
        ("2027-03-27T19:30+01:00", "Europe/Paris", True, "2027-03-28T19:30+02:00"),
        ("2027-03-04T19:30-10:00", "Pacific/Honolulu", False, "2027-03-05T19:30-10:00"),
        ("2027-03-04T19:30+13:00", "Pacific/Auckland", False, "2027-03-05T19:30+13:00"),
    ],
)
def test_a_nudge_comes_at_the_persons_hour_inside_their_window(
    now: str, zone: str, wants_weekends: bool, expected: str
) -> None:
    moment = datetime.fromisoformat(now)
    window = Window(zone, 8, 22, wants_weekends)
    tomorrow = local_date(moment, zone) + ONE
    assert nudge_moment(window, moment, tomorrow) == datetime.fromisoformat(expected)


@given(
    now=st.datetimes(datetime(2027, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(
        ["Europe/Paris", "Pacific/Honolulu", "Pacific/Auckland", "Asia/Kathmandu"]
    ),
    hours=st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(
        lambda hours: hours[0] < hours[1]
    ),
    wants_weekends=st.booleans(),
)
def test_a_nudge_is_inside_the_window_and_after_the_day_that_is_done(
    now: datetime, zone: str, hours: tuple[int, int], wants_weekends: bool
) -> None:
    window = Window(zone, *hours, wants_weekends)
    today = local_date(now, zone)
    moment = nudge_moment(window, now, today + ONE)
    assert window.holds(moment)
    assert local_date(moment, zone) > today
    assert moment - now >= timedelta(hours=2)
    assert moment - now < timedelta(days=5)


def test_fewer_nudges_are_three_days_apart() -> None:
    assert next_nudge_day("normal", DAY, DAY) == DAY + ONE
    assert next_nudge_day("fewer", DAY, None) == DAY + ONE
    assert next_nudge_day("fewer", DAY, DAY) == DAY + 3 * ONE
    assert next_nudge_day("fewer", DAY, DAY - 5 * ONE) == DAY + ONE
