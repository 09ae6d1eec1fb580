"""What each group got out of the ledger, asked of the engine's own questions when it is over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.foundation.door import Engine
from engine.foundation.tx import ReadTx
from engine.wallet.commands import StatementQuery, WalletLine, WalletQuery
from engine.wallet.queries import statement, wallet_page
from engine.wallet.sale_commands import Earnings, EarningsQuery, SaleFacts
from engine.wallet.sale_queries import earnings, sales_of
from simulation.market import Course
from simulation.people import Person

ALL_LINES = 1_000_000
PAID_OUT = frozenset({"reward.granted"})
TAKEN_BACK = frozenset({"reward.taken_back", "reward.returned"})
SPENT = frozenset({"course.purchased", "discount.burned"})
GIVEN_BACK = frozenset({"purchase.refunded", "discount.returned"})


@dataclass(frozen=True)
class Got:
    """One person's tokens: `rewards` kept of those granted, `spent` less what came back, and what
    is `left` of both classes."""

    rewards: int
    grants: int  # how many rewards were granted
    spent: int
    spent_earned: int
    expired: int
    left_earned: int
    left_purchased: int


@dataclass(frozen=True)
class Sale:
    """What is kept of one purchase. `list_price` is what the page said."""

    buyer_id: int
    course: Course
    list_price: int
    net_purchased: int
    net_earned: int
    earned: int


async def got_by(engine: Engine, person: Person) -> Got:
    if not person.id:
        return Got(0, 0, 0, 0, 0, 0, 0)
    told = await engine.read(statement, StatementQuery(person.id, limit=ALL_LINES))
    wallet = await engine.read(wallet_page, WalletQuery(person.id))
    earned = [line for line in told.lines if line.bucket == "earned"]
    return Got(
        rewards=_sum(earned, PAID_OUT | TAKEN_BACK),
        grants=sum(line.kind in PAID_OUT for line in earned),
        spent=-_sum(told.lines, SPENT | GIVEN_BACK),
        spent_earned=-_sum(earned, SPENT | GIVEN_BACK),
        expired=-_sum(earned, frozenset({"reward.expired"})),
        left_earned=wallet.earned,
        left_purchased=wallet.purchased,
    )


async def sales_to(engine: Engine, person: Person) -> list[Sale]:
    """Of each course once: what was bought and not given back."""
    kept = []
    for course in {one.course_id: one for one in person.bought}.values():

        def question(tx: ReadTx, thing: str) -> list[SaleFacts]:
            return sales_of(tx, person.id, thing)

        for sale in await engine.read(question, f"course:{course.course_id}"):
            if sale.left:
                parts = sale.parts
                kept.append(
                    Sale(
                        buyer_id=person.id,
                        course=course,
                        list_price=parts.price + sale.discount,
                        net_purchased=parts.net_purchased,
                        net_earned=parts.net_earned,
                        earned=parts.earned + sale.discount,
                    )
                )
    return kept


async def earned_by(engine: Engine, educator_id: int) -> Earnings:
    return await engine.read(earnings, EarningsQuery(educator_id))


def cashable(of: Earnings) -> int:
    return of.pending + of.available + of.reserve - of.debt


@dataclass(frozen=True)
class Extracted:
    """A group's balance with all others, in tokens (and so in minor units of the peg):

    `earnings` of its educators, `goods` that members bought of other educators, at list price, less
    the `money` that members paid for tokens they no longer hold and less what `outsiders` paid its
    educators out of money.
    """

    earnings: int
    goods: int
    money: int
    outsiders: int

    @property
    def tokens(self) -> int:
        return self.earnings + self.goods - self.money - self.outsiders


def extracted(
    *,
    members: Sequence[Person],
    wallets: Sequence[Got],
    incomes: Iterable[Earnings],
    sales: Iterable[Sale],
    group: str,
) -> Extracted:
    ids = {person.id for person in members if person.id}
    ours, theirs = [], []
    for sale in sales:
        if sale.buyer_id in ids and sale.course.group != group:
            theirs.append(sale)
        elif sale.buyer_id not in ids and sale.course.group == group:
            ours.append(sale)
    paid = sum(person.paid for person in members)
    return Extracted(
        earnings=sum(cashable(income) for income in incomes),
        goods=sum(sale.list_price for sale in theirs),
        money=paid - sum(wallet.left_purchased for wallet in wallets),
        outsiders=sum(sale.net_purchased for sale in ours),
    )


def _sum(lines: Iterable[WalletLine], kinds: frozenset[str]) -> int:
    return sum(line.amount for line in lines if line.kind in kinds)


def deciles(values: Sequence[int]) -> list[int]:
    """The values below which 10%, 20% … 90% lie, by rank; [] of none."""
    ranked = sorted(values)
    return [ranked[len(ranked) * tenth // 10] for tenth in range(1, 10)] if ranked else []


def daily_share(active: Iterable[Iterable[int]], days: int) -> float:
    """Of the people who came in the month, the share that came on an average day of its last
    fourteen."""
    counts: Counter[int] = Counter()
    people = 0
    for days_of_one in active:
        marked = set(days_of_one)
        people += bool(marked)
        counts.update(marked)
    last = range(max(0, days - 14), days)
    return sum(counts[day] for day in last) / len(last) / people if people else 0.0
