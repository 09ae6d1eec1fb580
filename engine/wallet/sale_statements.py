"""The SQL of sales."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update

from engine.wallet import tables

sales = tables.sale.c
parts = tables.sale_lot.c
refunds = tables.sale_refund.c

FIND_SALE = select(tables.sale).where(sales.id == bindparam("sale_id"))
FIND_BY_KEY = select(tables.sale).where(sales.key == bindparam("of_key"))
ADD_SALE = (
    insert(tables.sale)
    .values(
        key=bindparam("of_key"),
        thing=bindparam("what"),
        includes=bindparam("with_it"),
        buyer_id=bindparam("buyer"),
        educator_id=bindparam("educator"),
        list_price=bindparam("listed"),
        share_percent=bindparam("percent"),
        fee_bps=bindparam("bps"),
        discount=bindparam("lowered"),
        price=bindparam("to_pay"),
        earned=bindparam("of_earned"),
        fee=bindparam("of_fee"),
        fee_earned=bindparam("of_fee_earned"),
        refunded=0,
        state="pending",
        journal_id=bindparam("of_journal"),
        discount_journal_id=bindparam("of_discount"),
        sold_at=bindparam("at"),
        matures_at=bindparam("matures"),
        reserve_left=0,
    )
    .returning(sales.id)
)
ADD_PART = insert(tables.sale_lot).values(
    sale_id=bindparam("of_sale"),
    lot_id=bindparam("of_lot"),
    part=bindparam("as_part"),
    amount=bindparam("units"),
    returned=0,
)
PARTS_OF = (
    select(tables.sale_lot).where(parts.sale_id == bindparam("of_sale")).order_by(parts.id.desc())
)
RETURN_PART = (
    update(tables.sale_lot)
    .where(parts.id == bindparam("part_id"))
    .values(returned=parts.returned + bindparam("units"))
)
FIND_REFUND = select(tables.sale_refund).where(refunds.key == bindparam("of_key"))
ADD_REFUND = insert(tables.sale_refund).values(
    key=bindparam("of_key"),
    sale_id=bindparam("of_sale"),
    tokens=bindparam("units"),
    journal_id=bindparam("of_journal"),
    refunded_at=bindparam("at"),
)
REFUNDED_BEFORE = select(func.coalesce(func.sum(refunds.tokens), 0).label("tokens")).where(
    refunds.sale_id == bindparam("of_sale"), refunds.id < bindparam("refund_id")
)
SET_REFUNDED = (
    update(tables.sale)
    .where(sales.id == bindparam("sale_id"))
    .values(refunded=bindparam("in_all"), state=bindparam("new_state"))
)
SET_MATURED = (
    update(tables.sale)
    .where(sales.id == bindparam("sale_id"), sales.state == "pending")
    .values(
        state="matured",
        matured_at=bindparam("at"),
        reserve_left=bindparam("kept"),
        reserved_until=bindparam("until"),
    )
)
TAKE_RESERVE = (
    update(tables.sale)
    .where(sales.id == bindparam("sale_id"))
    .values(reserve_left=sales.reserve_left - bindparam("units"))
)
RESERVES_OF = (
    select(tables.sale)
    .where(sales.educator_id == bindparam("of_educator"), sales.reserve_left > 0)
    .order_by(sales.reserved_until, sales.id)
)
FIRST_SALE_AT = select(func.min(sales.sold_at).label("at")).where(
    sales.educator_id == bindparam("of_educator")
)
PAID_FOR_GOOD = (
    select(sales.id)
    .where(
        sales.buyer_id.in_(bindparam("buyers", expanding=True)),
        sales.state == "matured",
        sales.price > sales.earned,
    )
    .limit(1)
)
PENDING_OF = (
    select(tables.sale)
    .where(sales.educator_id == bindparam("of_educator"), sales.state == "pending")
    .order_by(sales.matures_at, sales.id)
)
EVERY_PENDING = select(tables.sale).where(sales.state == "pending").order_by(sales.id)
EVERY_RESERVE = (
    select(sales.educator_id, func.sum(sales.reserve_left).label("tokens"))
    .where(sales.reserve_left > 0)
    .group_by(sales.educator_id)
)
SOLD_SINCE = select(tables.sale).where(
    sales.educator_id == bindparam("of_educator"), sales.sold_at >= bindparam("since")
)
SALES_OF = (
    select(tables.sale)
    .where(sales.buyer_id == bindparam("of_buyer"), sales.thing == bindparam("what"))
    .order_by(sales.id.desc())
)
SALES_INCLUDING = (
    select(tables.sale)
    .where(sales.buyer_id == bindparam("of_buyer"), sales.includes == bindparam("what"))
    .order_by(sales.id.desc())
)
EXPORT_BOUGHT = (
    select(tables.sale).where(sales.buyer_id == bindparam("of_person")).order_by(sales.id)
)
EXPORT_SOLD = (
    select(tables.sale).where(sales.educator_id == bindparam("of_person")).order_by(sales.id)
)
