"""Honest people: they come when they feel like it, learn, some pay, a few change their mind."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from engine.foundation.errors import EngineError
from simulation import assumptions as given
from simulation.assumptions import Habit
from simulation.market import Course, Market
from simulation.people import Person, at_hour
from simulation.world import Plan

DAY = timedelta(days=1)


def habit_of(rng: Random) -> Habit:
    drawn = rng.randrange(100)
    for habit in given.HABITS:
        if drawn < habit.share:
            return habit
        drawn -= habit.share
    raise ValueError("the habits' shares do not add up to 100")


def arrival_day(rng: Random, days: int) -> int:
    if rng.randrange(100) < given.ARRIVE_AT_ONCE_PERCENT:
        return rng.randrange(min(3, days))
    return rng.randrange(days)


def learns(person: Person, market: Market, days: int) -> Plan:
    """The whole life of a learner, from arrival until the days are over or they stay away."""
    rng = person.rng
    habit = habit_of(rng)
    knows = rng.uniform(*habit.knows)
    pays = rng.randrange(100) < given.PAYING_PERCENT and habit.name != "visitor"
    first = arrival_day(rng, days)
    yield _moment(first, rng)
    on_discord = rng.randrange(100) < given.ON_DISCORD_PERCENT
    is_old = rng.randrange(100) < given.OLD_ACCOUNT_PERCENT
    age = timedelta(days=rng.randint(60, 2_500) if is_old else rng.randint(0, 25))
    yield from person.meets(on_discord=on_discord, account_age=age)
    shelf = _Shelf(person, market)
    for day in range(first, days):
        if day > first:
            if rng.random() >= habit.stays:
                return
            if rng.random() >= habit.comes:
                continue
            yield max(_moment(day, rng), person.world.now)
        yield from _a_day(shelf, habit, knows, pays=pays)


class _Shelf:
    """The course that a person is in, and how far; the next one is chosen by chance."""

    def __init__(self, person: Person, market: Market) -> None:
        self.person = person
        self.market = market
        self.course: Course | None = None
        self.next_lesson = 0
        self.had: set[int] = set()

    def is_over(self) -> bool:
        return self.course is None or self.next_lesson >= len(self.course.lessons)

    def takes(self, course: Course) -> None:
        self.course, self.next_lesson = course, 0
        self.had.add(course.course_id)


def _a_day(shelf: _Shelf, habit: Habit, knows: float, *, pays: bool) -> Plan:
    person, rng = shelf.person, shelf.person.rng
    person.days_active.add((person.world.now - given.BEGINS_AT).days)
    if pays and rng.random() < given.BUYS_ON_A_DAY:
        yield from _goes_shopping(shelf)
    for _ in range(rng.randint(*habit.lessons)):
        if shelf.is_over():
            yield from _finds_another(shelf)
        if shelf.is_over():
            return
        assert shelf.course is not None  # noqa: S101 -- found just now
        lesson_id = shelf.course.lessons[shelf.next_lesson]
        shelf.next_lesson += 1
        yield from person.reads(lesson_id)
        yield from person.takes_quiz(lesson_id, person.knowing(knows))


def _finds_another(shelf: _Shelf) -> Plan:
    left = [course for course in shelf.market.free() if course.course_id not in shelf.had]
    if not left:
        return
    # Few courses have most of the learners: the chance falls with the place in the list.
    course = shelf.person.rng.choices(left, [1 / (place + 1) for place in range(len(left))])[0]
    yield from shelf.person.enrolls(course)
    shelf.takes(course)


def _goes_shopping(shelf: _Shelf) -> Plan:
    person, rng = shelf.person, shelf.person.rng
    left = [one for one in shelf.market.priced_by_others("") if one.course_id not in shelf.had]
    if not left:
        return
    course = rng.choice(left)
    yield from person.buys(course)
    shelf.takes(course)
    if rng.randrange(100) < given.GIVES_BACK_PERCENT:
        yield person.world.now + timedelta(hours=2)
        try:
            yield from person.gives_back(course)
        except EngineError:
            return
        shelf.course = None


def _moment(day: int, rng: Random) -> datetime:
    return at_hour(given.BEGINS_AT + day * DAY, rng)
