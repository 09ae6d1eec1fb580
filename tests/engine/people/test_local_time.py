"""A person's day and window, at the hours where clocks are odd."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.people.local_time import inside_window, is_zone, local_date, next_window_opening


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        ("2027-03-04T01:59", "Europe/Paris", date(2027, 3, 3)),  # 02:59 there: still yesterday
        ("2027-03-04T02:00", "Europe/Paris", date(2027, 3, 4)),
        ("2027-03-04T12:59", "Pacific/Honolulu", date(2027, 3, 3)),
        ("2027-03-04T13:00", "Pacific/Honolulu", date(2027, 3, 4)),
        ("2027-03-03T14:00", "Pacific/Auckland", date(2027, 3, 4)),
        ("2028-02-29T23:00", "UTC", date(2028, 2, 29)),
        ("2028-03-01T02:00", None, date(2028, 2, 29)),
        ("2027-03-28T00:59", "Europe/Paris", date(2027, 3, 27)),  # 01:59, then clocks skip to 03:00
        ("2027-03-28T01:00", "Europe/Paris", date(2027, 3, 28)),
        ("2027-10-31T01:59", "Europe/Paris", date(2027, 10, 30)),  # 02:59 for the second time
        ("2027-10-31T02:00", "Europe/Paris", date(2027, 10, 31)),
    ],
)
def test_the_day_changes_at_three_by_the_clock_on_the_wall(
    moment: str, zone: str | None, day: date
) -> None:
    assert local_date(at(moment), zone) == day


@pytest.mark.parametrize(
    ("moment", "is_inside"),
    [
        ("2027-03-04T06:59", False),  # Thursday, 07:59 in Paris
        ("2027-03-04T07:00", True),
        ("2027-03-04T20:59", True),
        ("2027-03-04T21:00", False),
        ("2027-03-06T10:00", False),  # Saturday
    ],
)
def test_the_window_keeps_its_hours_and_free_weekends(moment: str, is_inside: bool) -> None:
    assert inside_window(at(moment), "Europe/Paris", 8, 22, False) is is_inside


@pytest.mark.parametrize(
    ("moment", "wants_weekends", "opening"),
    [
        ("2027-03-04T10:00", True, "2027-03-04T10:00"),
        ("2027-03-04T22:00", True, "2027-03-05T07:00"),
        ("2027-03-05T22:00", False, "2027-03-08T07:00"),
        ("2027-03-27T22:00", True, "2027-03-28T06:00"),  # summer time begins that night
    ],
)
def test_the_next_opening(moment: str, wants_weekends: bool, opening: str) -> None:
    assert next_window_opening(at(moment), "Europe/Paris", 8, 22, wants_weekends) == at(opening)


def test_an_opening_that_the_clocks_skip_is_an_hour_later_by_the_wall() -> None:
    # Cairo's clocks go from 00:00 to 01:00 on 30 April 2027.
    opening = next_window_opening(at("2027-04-29T21:30"), "Africa/Cairo", 0, 24, True)
    assert opening - at("2027-04-29T21:30") <= timedelta(minutes=30)


def test_zones_are_those_people_live_in() -> None:
    assert is_zone("Europe/Paris")
    assert is_zone("UTC")
    for name in ("Mars/Base", "../etc/passwd", "", "EST5EDT", "Etc/GMT+5", "europe/paris"):
        assert not is_zone(name)
