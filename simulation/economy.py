"""One run: a new community, its people, the days, and the figures at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.wallet.commands import AddToFund, OpenTreasury
from engine.wallet.lowest import lowest_own_funds
from engine.wallet.queries import fund_state, verify
from engine.wallet.service import add_to_fund, open_treasury
from simulation import assumptions as given
from simulation import measures
from simulation.adversaries import Crew, crews, plans
from simulation.learners import DAY, learns
from simulation.market import Market, price_of, some_price, teach
from simulation.measures import Extracted, Got, Sale
from simulation.packs import Deposit, deposit
from simulation.people import Person, at_hour
from simulation.reviewing import Reviewer
from simulation.world import Plan, World

HONEST, PATRON = "honest", "patron"
PATRONS_FROM = 20 * given.MOST_PEOPLE  # their numbers


@dataclass(frozen=True)
class Settings:
    people: int
    days: int
    seed: int
    with_adversaries: bool = False


@dataclass(frozen=True)
class FundAt:
    """In minor units, at the end of a day (0: before the first one)."""

    day: int
    fund: int
    committed: int
    own_funds: int


@dataclass(frozen=True)
class GroupFigures:
    name: str
    accounts: int
    rewards: int
    held: int
    declined: int
    spent_earned: int
    left_earned: int
    extracted: Extracted


@dataclass(frozen=True)
class Figures:
    settings: Settings
    people_came: int
    daily_share: float
    completed_share: float  # of enrollments
    journals: int
    issued: int
    sold: int  # tokens in packs
    spent: int
    spent_earned: int
    expired: int
    weeks: tuple[FundAt, ...]
    own_funds_min: int
    honest: tuple[int, ...]  # rewards of each honest learner who came
    honest_rewards: int
    honest_achievements: int  # granted or held
    honest_held: int
    honest_declined: int
    incomes: tuple[int, ...]  # of each honest educator, with what waits
    groups: tuple[GroupFigures, ...]
    refused: dict[str, int]
    problems: tuple[str, ...]

    @property
    def fund_at_start(self) -> int:
        return self.weeks[0].fund

    @property
    def extracted_share(self) -> float:
        """Of the fund at the start; what one strategy lost is no gain of the others."""
        won = sum(max(0, group.extracted.tokens) for group in self.groups)
        return won / self.fund_at_start

    @property
    def honest_reward_share(self) -> float:
        return self.honest_rewards / self.issued if self.issued else 1.0

    @property
    def honest_held_share(self) -> float:
        return self.honest_held / self.honest_achievements if self.honest_achievements else 0.0


@dataclass
class _Community:
    engine: Engine
    world: World
    market: Market
    settings: Settings
    reviewer: Reviewer
    learners: list[Person] = field(default_factory=list)
    educators: list[Person] = field(default_factory=list)
    patrons: list[Person] = field(default_factory=list)
    crews: list[Crew] = field(default_factory=list)
    weeks: list[FundAt] = field(default_factory=list)


async def simulate(settings: Settings, address: Path | str) -> Figures:
    """Plays it on a new database with all tables. The same settings give the same figures."""
    clock = FrozenClock(given.OPENED_AT)
    engine = Engine(address, clock)
    try:
        community = await _founded(engine, clock, settings)
        await _lived(community)
        return await _figures(community)
    finally:
        await engine.close()


async def _founded(engine: Engine, clock: FrozenClock, settings: Settings) -> _Community:
    await engine.run(open_treasury, OpenTreasury("money"))
    # Own money first: what is lowest afterwards is what the community did to it.
    own = settings.people * given.OWN_CAPITAL_EACH
    await engine.run(deposit, Deposit("own-capital", own))
    await engine.run(add_to_fund, AddToFund("fund", settings.people * given.FUND_EACH))
    world, market, seed = World(engine, clock), Market(), settings.seed
    cheats: list[Person] = []
    reviewer = Reviewer(engine, seed, lambda person_id: all(person_id != one.id for one in cheats))
    await reviewer.arrive()
    made = _Community(engine, world, market, settings, reviewer)
    count = max(given.LEAST_EDUCATORS, settings.people // given.PEOPLE_PER_EDUCATOR)
    for number in range(count):
        person = Person(HONEST, number, Random(f"{seed}:educator:{number}"), world)
        made.educators.append(person)
        is_established = number * given.ESTABLISHED_PERCENT % 100 < given.ESTABLISHED_PERCENT
        begins_at = given.OPENED_AT if is_established else given.BEGINS_AT
        world.begin(_teaches(person, market, is_established=is_established), begins_at)
    for number in range(count * given.PATRONS_PER_COURSE):
        patron = Person(PATRON, PATRONS_FROM + number, Random(f"{seed}:patron:{number}"), world)
        made.patrons.append(patron)
        world.begin(_is_patron(patron, market, number), given.OPENED_AT + timedelta(minutes=1))
    for number in range(settings.people):
        person = Person(HONEST, count + number, Random(f"{seed}:learner:{number}"), world)
        made.learners.append(person)
        plan = learns(person, market, settings.days)
        world.begin(plan, given.BEGINS_AT + timedelta(minutes=1))
    if settings.with_adversaries:
        made.crews = crews(world, market, people=settings.people, days=settings.days, seed=seed)
        for crew in made.crews:
            cheats += crew.people
            for plan in plans(crew):
                world.begin(plan, given.BEGINS_AT + timedelta(minutes=1))
    return made


def _teaches(person: Person, market: Market, *, is_established: bool) -> Plan:
    yield from person.meets(on_discord=True, account_age=timedelta(days=400))
    yield from person.becomes_educator()
    # The first one's course is free, so that there is something to begin with.
    draw = some_price if is_established else price_of
    price = draw(person.rng) if person.number else 0
    lessons = person.rng.randint(*given.LESSONS)
    yield from teach(
        market, person.id, slug=f"course-{person.number}", price=price, lessons=lessons
    )


def _is_patron(person: Person, market: Market, number: int) -> Plan:
    """From elsewhere: buys one of the courses that were there before, with money alone. One in six
    at once, so that its educator is no beginner when the month begins; the others later."""
    turn, place = divmod(number, len(market.courses))
    course = market.courses[place]
    if not course.price or turn >= given.PATRONS_PER_COURSE:
        return
    if turn:
        days = person.rng.randrange(20, 40)
        yield at_hour(given.OPENED_AT + days * DAY, person.rng)
    yield from person.meets(on_discord=True, account_age=timedelta(days=400))
    yield from person.buys(course)


async def _lived(community: _Community) -> None:
    world, days = community.world, community.settings.days

    async def each_hour() -> None:
        await community.reviewer.decide_what_is_due()
        passed = world.now - given.BEGINS_AT
        is_week = passed >= timedelta() and passed % (7 * DAY) == timedelta()
        if is_week or passed == days * DAY:
            await _look_at_the_fund(community, passed.days)

    await world.live(given.BEGINS_AT + days * DAY, each_hour)
    await community.reviewer.close()


async def _look_at_the_fund(community: _Community, day: int) -> None:
    state = await community.engine.read(fund_state, None)
    fund = state.available + state.in_slices
    community.weeks.append(FundAt(day, fund, state.committed, state.own_funds))


async def _figures(community: _Community) -> Figures:
    engine, settings = community.engine, community.settings
    everybody = [
        *community.educators,
        *community.learners,
        *community.patrons,
        *(person for crew in community.crews for person in crew.people),
    ]
    wallets = {id(person): await measures.got_by(engine, person) for person in everybody}
    sales: list[Sale] = []
    for person in everybody:
        sales += await measures.sales_to(engine, person)
    incomes = [await measures.earned_by(engine, one.id) for one in community.educators]
    came = [person for person in community.learners if person.id]
    groups = [await _group(community, crew, wallets, sales) for crew in community.crews]
    cheats = {person.id for crew in community.crews for person in crew.people}
    held = [one for one in community.reviewer.seen.values() if one.person_id not in cheats]
    not_granted = sum(one.state != "paid" or not one.tokens for one in held)
    enrolled = sum(person.enrolled for person in came)
    report = await engine.read(verify, None)
    honest = [wallets[id(person)].rewards for person in came]
    return Figures(
        settings=settings,
        people_came=len(came),
        daily_share=measures.daily_share((one.days_active for one in came), settings.days),
        completed_share=sum(one.completed for one in came) / enrolled if enrolled else 0.0,
        journals=report.journals,
        issued=sum(got.rewards for got in wallets.values()),
        sold=sum(person.paid for person in everybody),
        spent=sum(got.spent for got in wallets.values()),
        spent_earned=sum(got.spent_earned for got in wallets.values()),
        expired=sum(got.expired for got in wallets.values()),
        weeks=tuple(community.weeks),
        own_funds_min=await engine.read(lowest_own_funds, None),
        honest=tuple(honest),
        honest_rewards=sum(honest)
        + sum(wallets[id(person)].rewards for person in community.educators),
        honest_achievements=sum(wallets[id(one)].grants for one in came) + not_granted,
        honest_held=len(held),
        honest_declined=sum(one.state == "declined" for one in held),
        incomes=tuple(measures.cashable(income) for income in incomes),
        groups=tuple(groups),
        refused=dict(sorted(community.world.refused.items())),
        problems=tuple(f"{problem.code} {problem.data}" for problem in report.problems),
    )


async def _group(
    community: _Community, crew: Crew, wallets: dict[int, Got], sales: list[Sale]
) -> GroupFigures:
    engine = community.engine
    ids = {person.id for person in crew.people}
    held = [one for one in community.reviewer.seen.values() if one.person_id in ids]
    own = [wallets[id(person)] for person in crew.people]
    educator = crew.educator
    incomes = [await measures.earned_by(engine, educator.id)] if educator and educator.id else []
    return GroupFigures(
        name=crew.name,
        accounts=len(crew.people),
        rewards=sum(got.rewards for got in own),
        held=len(held),
        declined=sum(one.state == "declined" for one in held),
        spent_earned=sum(got.spent_earned for got in own),
        left_earned=sum(got.left_earned for got in own),
        extracted=measures.extracted(
            members=crew.people, wallets=own, incomes=incomes, sales=sales, group=crew.name
        ),
    )
