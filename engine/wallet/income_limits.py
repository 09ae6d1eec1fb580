"""How much of an educator's income may be earned tokens: the fund rewards teaching, not rings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, func, select

from engine.foundation.tx import ReadTx
from engine.people import tables as people_tables
from engine.wallet import sale_statements, tables
from engine.wallet.hold_statements import EARNED_HELD_FOR

# From an educator's first sale on; then a share of what others paid with purchased tokens.
NOTHING_FOR = timedelta(days=30)
LOOKED_BACK = timedelta(days=30)
SHARE_PERCENT = 20
# More than half from one cap group is looked at (income_reviews.py). A first buyer is always more
# than half, and so is a friend who takes the only two courses: not before a third sale, and not
# before it is more than a learner's usual month (ten courses of 100).
REVIEWED_FROM_SALES = 3
REVIEWED_FROM_TOKENS = 1_000
NOT_REVIEWED_AGAIN_FOR = timedelta(days=30)  # the same two, once it was released

sales = tables.sale.c
people = people_tables.person.c
_left = sales.price - sales.refunded
# What was kept of each cap group's purchases, by class.
INCOME = (
    select(
        func.coalesce(people.cap_group_id, people.id).label("group_id"),
        func.sum((sales.price - sales.earned) * _left // sales.price).label("purchased"),
        func.sum(sales.earned * _left // sales.price).label("earned"),
    )
    .select_from(tables.sale)
    .join(people_tables.person, people.id == sales.buyer_id)
    .where(sales.educator_id == bindparam("of_educator"), sales.sold_at > bindparam("since"))
    .group_by(func.coalesce(people.cap_group_id, people.id))
)


@dataclass(frozen=True)
class IncomeLimit:
    """`tokens`: earned ones that the next sale or booking may bring. `reason`: new_educator |
    one_buyer (more than half of what was paid came from one cap group, which then does not count) |
    share."""

    tokens: int
    reason: str


def income_limit(tx: ReadTx, educator_id: int) -> IncomeLimit:
    first = tx.query(sale_statements.FIRST_SALE_AT, of_educator=educator_id)[0].at
    if first is None or tx.now - first < NOTHING_FOR:
        return IncomeLimit(0, "new_educator")
    rows = tx.query(INCOME, of_educator=educator_id, since=tx.now - LOOKED_BACK)
    # Booked classes count before they take place: else ten bookings would share one limit.
    held = tx.query(EARNED_HELD_FOR, of_educator=educator_id)[0].tokens
    return limit_of(
        purchased=[int(row.purchased) for row in rows],
        earned=sum(int(row.earned) for row in rows) + int(held),
    )


def limit_of(*, purchased: list[int], earned: int) -> IncomeLimit:
    """`purchased`: by cap group, of the last 30 days; `earned`: what of the limit is used up, by
    sales and by what is held."""
    counted, reason = sum(purchased), "share"
    most = max(purchased, default=0)
    if 2 * most > counted:
        counted, reason = counted - most, "one_buyer"
    return IncomeLimit(max(0, counted * SHARE_PERCENT // 100 - earned), reason)
