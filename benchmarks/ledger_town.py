"""The people of one random economy, what they know of it by the answers, and what they do next."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import ledger_granting, ledger_redeeming
from benchmarks.ledger_step import Step, rows

STARTED = datetime(2027, 3, 4, 9, 0, tzinfo=UTC)
MERGES = "SELECT keeper_id, leaver_id FROM person_merge WHERE state IN ('done', 'final')"
# How often a step is what, out of all.
LIKELY = {
    "pack": 14, "gift": 8, "grant": 16, "sell": 24, "refund": 14, "take_back": 4, "add_to_fund": 3,
    "propose": 2, "correct": 2, "vote": 10, "pay_out": 2, "link": 1, "undo_merge": 1, "move": 5,
    "roll_up": 2, "rebuild": 1, "check": 1, "book": 14, "settle": 8, "void": 4,
    **ledger_redeeming.LIKELY, **ledger_granting.LIKELY,
}  # fmt: skip


@dataclass(frozen=True)
class Booking:
    """`terms`: its educator and their fee."""

    person: int
    terms: tuple[int, int]
    tokens: int


@dataclass
class Town:
    address: Path | str
    chance: random.Random
    moment: datetime = STARTED
    number: int = 0
    buyers: list[int] = field(default_factory=list)
    educators: list[int] = field(default_factory=list)
    admins: list[int] = field(default_factory=list)
    seconds: list[int] = field(default_factory=list)  # the first buyers' other accounts
    left: list[Step] = field(default_factory=list)  # to be done before anything new
    sales: dict[int, int] = field(default_factory=dict)  # what of each price is left, about
    bought: dict[int, tuple[int, int]] = field(default_factory=dict)  # each sale's buyer, course
    grants: list[str] = field(default_factory=list)
    proposals: list[int] = field(default_factory=list)
    merges: list[int] = field(default_factory=list)
    bookings: dict[int, Booking] = field(default_factory=dict)  # by hold, also those that are over
    held: list[int] = field(default_factory=list)  # those that may not be
    redeeming: dict[int, int] = field(default_factory=dict)  # whose each is that may not be over
    confirmed: dict[int, int] = field(default_factory=dict)
    ring: float = 0.0  # how much of what is sold one of them buys from one educator

    def __post_init__(self) -> None:
        self.ring = self.chance.choice([0.0, 0.6])

    def step(self, do: str, given: list[Any], **more: Any) -> Step:
        self.number += 1
        return Step(self.number, do, given, **more)

    def invents(self) -> Step:
        do = self.chance.choices(list(LIKELY), list(LIKELY.values()))[0]
        return INVENTORS[do](self, do) or pack(self, "pack")

    def buyer(self) -> int:
        return self.chance.choice([*self.buyers, *self.unlinked()])

    def inbox(self) -> str:
        """The key of the next step."""
        return f"fuzz:{self.number + 1}"

    def maybe(self) -> str | None:
        """The same, or none: then the ledger's own must do."""
        return self.inbox() if self.chance.random() < 0.5 else None

    def unlinked(self) -> list[int]:
        gone = {row[1] for row in rows(self.address, MERGES)}
        return [second for second in self.seconds if second not in gone]

    def passes(self, **time: int) -> list[Step]:
        """Later, with what is due by then."""
        self.moment += timedelta(**time)
        moved = self.step("move", [self.moment.isoformat()])
        return [moved, self.step("jobs", []), self.step("sweep", [])]

    def ends_hold(self, hold: int, do: str, *more: Any) -> Step:
        """Once more than once, so that one of them comes second."""
        if self.chance.random() < 0.8:
            self.held.remove(hold)
        return self.step(do, [hold, *more], key=self.inbox())

    def thing(self) -> str:
        """Something for sale: a course, or its cohort, which has its number."""
        return f"{self.chance.choice(['course', 'course', 'cohort'])}:{self.number % 7 + 1}"

    def learns(self, step: Step) -> None:
        """Of a step that was done, for the first time."""
        match step.do:
            case "sell" | "settle" | "buy":
                sold = step.answer[0] if step.do == "buy" else step.answer
                self.sales[sold.sale_id] = sold.offer.parts.price
                thing = "" if step.do == "settle" else step.given[3]
                course = int(thing.rpartition(":")[2] or 0)
                self.bought[sold.sale_id] = (step.given[1], course)
            case "refund" | "refund_course":
                self.sales[step.given[1]] -= step.given[2]
            case "grant" if step.answer.amount:
                self.grants.append(step.given[2])
            case "redeem" | "own_goods":
                person = step.given[0 if step.do == "redeem" else 1]
                self.redeeming[step.answer.redemption_id] = person
            case "propose" | "correct" | "stock" | "scholarship":
                self.proposals.append(step.answer.proposal_id)
            case "book":
                _, person, educator, _, price, _, bps = step.given
                self.bookings[step.answer.hold_id] = Booking(person, (educator, bps), price)
                self.held.append(step.answer.hold_id)
            case "link":
                self.merges.append(step.answer.merge_id)


def pack(town: Town, do: str) -> Step:
    """Purchased tokens, or earned ones."""
    n = town.number + 1
    if do == "pack" and town.chance.random() < town.ring / 2:
        return town.step(do, [town.buyers[-1], 1_200, f"{do}:{n}"], key=town.inbox())
    return town.step(do, [town.buyer(), town.chance.randint(1, 300), f"{do}:{n}"], key=town.inbox())


def grant(town: Town, do: str) -> Step:
    n, chance = town.number + 1, town.chance
    course = chance.choice([0, n % 7 + 1])  # 0: for nothing in a course
    given = [town.buyer(), chance.randint(1, 120), f"grant:{n}", course]
    return town.step(do, given, key=town.maybe())


def sell(town: Town, do: str) -> Step:
    n, chance = town.number + 1, town.chance
    given = [f"sale:{n}", town.buyer(), chance.choice(town.educators), town.thing(),
             chance.randint(10, 250), 1_500, chance.randint(0, 40)]  # fmt: skip
    if chance.random() < town.ring:
        given[1:3] = town.buyers[-1], town.educators[0]
        given[4] = chance.randint(200, 450)
    return town.step(do, given, key=town.maybe())


def refund(town: Town, do: str) -> Step | None:
    if not town.sales:
        return None
    sale = town.chance.choice(list(town.sales))
    most = max(1, town.sales[sale])
    tokens = town.chance.choice([most, town.chance.randint(1, most)])
    return town.step(do, [f"refund:{town.number + 1}", sale, tokens], key=town.maybe())


def take_back(town: Town, do: str) -> Step | None:
    if not town.grants:
        return None
    return town.step(do, [town.chance.choice(town.grants)], key=town.inbox())


def add_to_fund(town: Town, do: str) -> Step:
    given = [f"fund:{town.number + 1}", town.chance.randint(1, 400)]
    return town.step(do, given, key=town.maybe())


def propose(town: Town, do: str) -> Step:
    return town.step(do, [town.chance.randint(1, 900)], key=town.inbox())


def correct(town: Town, do: str) -> Step:
    return town.step(do, [town.buyer(), town.chance.randint(1, 40)], key=town.inbox())


def vote(town: Town, do: str) -> Step | None:
    if not town.proposals:
        return None
    given = [town.chance.choice(town.admins), town.chance.choice(town.proposals)]
    return town.step(do, given, key=town.maybe())


def pay_out(town: Town, do: str) -> Step:
    given = [town.chance.choice(town.educators), f"payout:{town.number + 1}"]
    return town.step(do, given, key=town.inbox())


def link(town: Town, do: str) -> Step | None:
    unlinked = town.unlinked()
    if not unlinked:
        return None
    first, second = town.buyers[town.seconds.index(unlinked[0])], unlinked[0]
    # Nobody is linked while something is held for them.
    held = [hold for hold in town.held if town.bookings[hold].person in (first, second)]
    *before, linked = (
        *(town.ends_hold(hold, "void", False) for hold in held),
        *(
            ledger_redeeming.ended(town, "cancel", redemption)
            for redemption, person in list(town.redeeming.items())
            if person in (first, second)
        ),
        town.step(do, [first, second]),
    )  # fmt: skip
    town.left += [*before[1:], linked]
    return before[0] if before else town.left.pop()


def undo_merge(town: Town, do: str) -> Step | None:
    if not town.merges:
        return None
    return town.step(do, [town.admins[0], town.merges[-1]], key=town.inbox())


def move(town: Town, do: str) -> Step:
    minutes = town.chance.choice([11, 11, 24 * 60, 24 * 60, 14 * 24 * 60, 40 * 24 * 60])
    moved, *due = town.passes(minutes=minutes)
    racing = [
        one
        for hold in town.chance.sample(town.held, min(3, len(town.held)))
        for one in (town.step("expire", [hold], key=town.inbox()), settled(town, "settle", hold))
    ]
    racing += ledger_redeeming.racing(town)
    town.chance.shuffle(racing)
    town.left += [*racing, *due]
    return moved


def book(town: Town, do: str) -> Step:
    """A place in a class of one of the educators."""
    n, chance = town.number + 1, town.chance
    until = town.moment + timedelta(hours=chance.randint(1, 20 * 24))
    given = [f"place:{n}", town.buyer(), chance.choice(town.educators), f"session:{n % 5 + 1}",
             chance.randint(10, 150), until.isoformat(), chance.choice([1_000, 1_500])]  # fmt: skip
    return town.step(do, given, key=town.maybe())


def settle(town: Town, do: str) -> Step | None:
    return settled(town, do, town.chance.choice(town.held)) if town.held else None


def settled(town: Town, do: str, hold: int) -> Step:
    """All of it, or a part."""
    booking = town.bookings[hold]
    educator, bps = booking.terms
    part = town.chance.randint(10, booking.tokens)
    return town.ends_hold(hold, do, educator, town.chance.choice([booking.tokens, part]), bps)


def void(town: Town, do: str) -> Step | None:
    if not town.held:
        return None
    hold = town.chance.choice(town.held)
    return town.ends_hold(hold, do, town.chance.random() < 0.5)


def alone(town: Town, do: str) -> Step:
    return town.step(do, [])


def check(town: Town, do: str) -> Step:
    return town.step(do, [town.admins[0]])


INVENTORS: dict[str, Callable[[Town, str], Step | None]] = {
    "pack": pack, "gift": pack, "grant": grant, "sell": sell, "refund": refund,
    "take_back": take_back, "add_to_fund": add_to_fund, "propose": propose, "correct": correct,
    "vote": vote, "pay_out": pay_out, "link": link, "undo_merge": undo_merge, "move": move,
    "roll_up": alone, "rebuild": alone, "check": check, "book": book,
    "settle": settle, "void": void, **ledger_redeeming.INVENTORS,
    **ledger_granting.INVENTORS,
}  # fmt: skip
