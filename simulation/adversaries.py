"""Five ways to get something for nothing, played by accounts like everybody's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from engine.courses.commands import SetPrice
from engine.courses.purchasing import REFUNDABLE_PERCENT, set_price
from engine.foundation.errors import EngineError
from engine.quizzes.commands import ItemToAsk
from engine.wallet.commands import WalletQuery
from engine.wallet.queries import wallet_page
from engine.wallet.sale_parts import EARNED_SHARE_PERCENT
from simulation import assumptions as given
from simulation.learners import DAY
from simulation.market import Course, Market, teach
from simulation.people import Answers, Person, at_hour
from simulation.world import Ask, Do, Plan, World

VESTED = timedelta(hours=25)


@dataclass
class Crew:
    """Accounts that play one strategy together; `educator` is one of their own, if any."""

    name: str
    market: Market
    days: int
    people: list[Person]
    educator: Person | None = None
    known: dict[str, str] = field(default_factory=dict)  # answers they have told each other

    @property
    def own_courses(self) -> list[Course]:
        return [course for course in self.market.courses if course.group == self.name]

    def told(self, rng: Random, seconds: tuple[float, float]) -> Answers:
        """Everything right, as fast as one can press."""

        def answer(item: ItemToAsk) -> tuple[str, float]:
            return item.options[item.right[0]], rng.uniform(*seconds)

        return answer


def many_accounts(crew: Crew, person: Person) -> Plan:
    """One human, hundreds of new accounts: each passes the same easy quizzes, then buys a course
    with as many earned tokens as its price takes."""
    yield given.BEGINS_AT + timedelta(hours=6, minutes=4 * crew.people.index(person))
    yield from person.meets()
    course = crew.market.free()[0]
    yield from person.enrolls(course)
    yield from _passes(person, course, crew.told(person.rng, (5, 12)), most=8)
    yield person.world.now + VESTED
    yield from _spends_on_others(crew, person)


def ring(crew: Crew, person: Person) -> Plan:
    """An educator whose other accounts earn in other people's courses and buy only from them, so
    that earned tokens become earnings."""
    yield from _educates(crew, person, [(0, 5), (100, 5), (200, 5), (400, 5)])
    yield from _arrives(crew, person)
    yield from _learns_fast(crew, person, crew.market.free()[:3], (8, 25), until=crew.days // 2)
    for course in sorted(crew.own_courses, key=lambda one: -one.price):
        if course.price:
            yield person.world.now + VESTED
            yield from person.buys(course)


def colluding(crew: Crew, person: Person) -> Plan:
    """An educator gives accomplices the answers to a course of their own, sets the price of another
    one for each of them so that it takes all that they earned, and pays them their money back."""
    yield from _educates(crew, person, [(0, 14), (given.PRICES[0], 5)])
    yield from _arrives(crew, person)
    free = [course for course in crew.own_courses if not course.price]
    yield from _learns_fast(crew, person, free, (4, 9), until=crew.days // 2)
    yield person.world.now + VESTED
    course = next(one for one in crew.own_courses if one.price)
    wallet = yield Ask(wallet_page, WalletQuery(person.id))
    price = max(10, wallet.earned * 100 // EARNED_SHARE_PERCENT)
    assert crew.educator is not None  # noqa: S101 -- they taught first
    yield Do(set_price, SetPrice(crew.educator.id, course.course_id, price))
    asked = Course(course.course_id, course.educator_id, price, course.lessons, course.group)
    yield from person.buys(asked)


def cycling(crew: Crew, person: Person) -> Plan:
    """Buys a course, takes as many of its quizzes as a refund allows, spends what they earned on
    the next one, and gives the first one back; again and again."""
    yield from _arrives(crew, person)
    before: Course | None = None
    for course in crew.market.priced_by_others(crew.name):
        if person.world.now > given.BEGINS_AT + (crew.days - 3) * DAY:
            return
        yield from person.buys(course)
        if before is not None:
            try:
                yield from person.gives_back(before)
            except EngineError:
                before = None
        most = max(1, len(course.lessons) * REFUNDABLE_PERCENT // 100)
        yield from _passes(person, course, person.knowing(0.97), most=most)
        before = course
        yield person.world.now + VESTED


def sharing(crew: Crew, person: Person) -> Plan:
    """A group in which one takes each quiz with care and tells the others, who race through it."""
    yield from _arrives(crew, person)
    is_first = person is crew.people[0]
    for course in crew.market.free()[:4]:
        yield from person.enrolls(course)
        for lesson_id in course.lessons:
            answers = _telling(crew, person) if is_first else _from_hearsay(crew, person)
            yield from person.takes_quiz(lesson_id, answers)
            yield person.world.now + timedelta(minutes=person.rng.randint(1, 40))
        if person.world.now > given.BEGINS_AT + crew.days // 2 * DAY:
            break
        yield at_hour(_next_day(person.world.now), person.rng)
    yield person.world.now + VESTED
    yield from _spends_on_others(crew, person)


STRATEGIES: dict[str, tuple[Callable[[Crew, Person], Plan], tuple[int, int]]] = {
    "many accounts": (many_accounts, given.MANY_ACCOUNTS),
    "self-purchase ring": (ring, given.RING),
    "collusive educator": (colluding, given.COLLUDING),
    "refund cycling": (cycling, given.CYCLING),
    "answer sharing": (sharing, given.SHARING),
}
WITH_EDUCATOR = frozenset({"self-purchase ring", "collusive educator"})


def crews(world: World, market: Market, *, people: int, days: int, seed: int) -> list[Crew]:
    """Their accounts, in numbers that grow with the honest people's."""
    made = []
    number = 10 * given.MOST_PEOPLE
    for name, (_, (per_thousand, least)) in STRATEGIES.items():
        size = max(least, people * per_thousand // 1_000)
        accounts = [
            Person(name, number + place, Random(f"{seed}:{name}:{place}"), world)
            for place in range(size)
        ]
        number += size
        educator = accounts[0] if name in WITH_EDUCATOR else None
        made.append(Crew(name, market, days, accounts, educator))
    return made


def plans(crew: Crew) -> list[Plan]:
    strategy, _ = STRATEGIES[crew.name]
    return [strategy(crew, person) for person in crew.people]


def _educates(crew: Crew, person: Person, courses: list[tuple[int, int]]) -> Plan:
    """The educator's own plan, which ends here; the others go on once the courses are there."""
    if person is not crew.educator:
        return
    yield from person.meets()
    yield from person.becomes_educator()
    for number, (price, lessons) in enumerate(courses):
        slug = f"{crew.name.replace(' ', '-')}-{number}"
        yield from teach(
            crew.market, person.id, slug=slug, price=price, lessons=lessons, group=crew.name
        )
    yield given.BEGINS_AT + (given.MOST_DAYS + 1) * DAY


def _arrives(crew: Crew, person: Person) -> Plan:
    yield at_hour(given.BEGINS_AT + person.rng.randrange(1, 4) * DAY, person.rng)
    yield from person.meets(on_discord=person.rng.random() < 0.5)


def _learns_fast(
    crew: Crew, person: Person, courses: list[Course], seconds: tuple[float, float], *, until: int
) -> Plan:
    """A few quizzes a day, so that the cap of a day is used."""
    answers = crew.told(person.rng, seconds)
    for course in courses:
        yield from person.enrolls(course)
        for number, lesson_id in enumerate(course.lessons, start=1):
            yield from person.takes_quiz(lesson_id, answers)
            yield person.world.now + timedelta(minutes=person.rng.randint(1, 30))
            if number % 5 == 0:
                yield at_hour(_next_day(person.world.now), person.rng)
            if person.world.now > given.BEGINS_AT + until * DAY:
                return


def _passes(person: Person, course: Course, answers: Answers, *, most: int) -> Plan:
    for lesson_id in course.lessons[:most]:
        yield from person.takes_quiz(lesson_id, answers)
        yield person.world.now + timedelta(seconds=person.rng.randint(20, 90))


def _spends_on_others(crew: Crew, person: Person) -> Plan:
    """On the course whose price lets them use the most of what they earned."""
    wallet = yield Ask(wallet_page, WalletQuery(person.id))
    usable = wallet.earned * 100 // EARNED_SHARE_PERCENT
    left = crew.market.priced_by_others(crew.name)
    if not usable or not left:
        return
    yield from person.buys(min(left, key=lambda one: (abs(one.price - usable), one.course_id)))


def _telling(crew: Crew, person: Person) -> Answers:
    """Takes the time to find out, and knows the right answers afterwards."""
    careful = person.knowing(0.9)

    def answer(item: ItemToAsk) -> tuple[str, float]:
        crew.known[_named(item)] = item.options[item.right[0]]
        return careful(item)

    return answer


def _from_hearsay(crew: Crew, person: Person) -> Answers:
    guessing = person.knowing(0.5)

    def answer(item: ItemToAsk) -> tuple[str, float]:
        seconds = person.rng.uniform(1.5, 5)
        known = crew.known.get(_named(item))
        return (known, seconds) if known is not None else (guessing(item)[0], seconds)

    return answer


def _named(item: ItemToAsk) -> str:
    return str(item.item_id)


def _next_day(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0) + DAY
