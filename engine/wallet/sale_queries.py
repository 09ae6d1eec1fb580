"""Questions about sales: one's own purchases, an educator's earnings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.foundation.errors import Forbidden
from engine.foundation.tx import ReadTx
from engine.people.commands import Role
from engine.people.queries import roles_of
from engine.wallet import income_statements
from engine.wallet import sale_statements as sql
from engine.wallet.chart import (
    educator_available,
    educator_debt,
    educator_pending,
    educator_reserve,
)
from engine.wallet.queries import balance_of
from engine.wallet.sale_commands import (
    Earnings,
    EarningsQuery,
    PendingOrder,
    Reserved,
    SaleFacts,
)
from engine.wallet.sale_rows import net_left, parts_of


def sales_of(tx: ReadTx, buyer_id: int, thing: str) -> list[SaleFacts]:
    """Every sale of this thing to this person, the newest first."""
    return [_facts(row) for row in tx.query(sql.SALES_OF, of_buyer=buyer_id, what=thing)]


def sales_including(tx: ReadTx, buyer_id: int, thing: str) -> list[SaleFacts]:
    """Every sale of something else that this thing came along with, the newest first."""
    return [_facts(row) for row in tx.query(sql.SALES_INCLUDING, of_buyer=buyer_id, what=thing)]


def _facts(row: Any) -> SaleFacts:
    return SaleFacts(
        sale_id=row.id,
        thing=row.thing,
        buyer_id=row.buyer_id,
        educator_id=row.educator_id,
        discount=row.discount,
        parts=parts_of(row),
        left=row.price - row.refunded,
        state=row.state,
        sold_at=row.sold_at,
        matures_at=row.matures_at,
    )


def kept_sale(tx: ReadTx, buyer_id: int, thing: str) -> SaleFacts | None:
    """The one of this thing that was not given back."""
    return next((sale for sale in sales_of(tx, buyer_id, thing) if sale.left), None)


def kept_including(tx: ReadTx, buyer_id: int, thing: str) -> SaleFacts | None:
    """The newest one of something else that brought this thing along and was not given back."""
    return next((sale for sale in sales_including(tx, buyer_id, thing) if sale.left), None)


def has_paid_for_good(tx: ReadTx, people: Iterable[int]) -> bool:
    """Has one of them paid with purchased tokens for something that is final?"""
    return tx.one(sql.PAID_FOR_GOOD, buyers=list(people)) is not None


def was_refunded_with(tx: ReadTx, key: str) -> bool:
    return tx.one(sql.FIND_REFUND, of_key=key) is not None


def earnings(tx: ReadTx, query: EarningsQuery) -> Earnings:
    """What an educator has earned, by what may be done with it. Raises Forbidden for who neither
    teaches nor ever sold anything."""
    person_id = query.person_id
    has_sold = tx.query(sql.FIRST_SALE_AT, of_educator=person_id)[0].at is not None
    if not has_sold and not {Role.EDUCATOR, Role.ADMIN} & set(roles_of(tx, person_id)):
        raise Forbidden(role="educator")
    month = tx.now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sold = tx.query(sql.SOLD_SINCE, of_educator=person_id, since=month)
    held = {sale.id for sale in tx.query(income_statements.HELD_OF, of_educator=person_id)}
    return Earnings(
        pending=balance_of(tx, educator_pending(person_id)),
        available=balance_of(tx, educator_available(person_id)),
        reserve=balance_of(tx, educator_reserve(person_id)),
        debt=balance_of(tx, educator_debt(person_id)),
        this_month=sum(net_left(sale) for sale in sold),
        orders=tuple(
            PendingOrder(sale.thing, net_left(sale), sale.matures_at, sale.id in held)
            for sale in tx.query(sql.PENDING_OF, of_educator=person_id)
        ),
        reserves=tuple(
            Reserved(sale.reserve_left, sale.reserved_until)
            for sale in tx.query(sql.RESERVES_OF, of_educator=person_id)
        ),
    )
