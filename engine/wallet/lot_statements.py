"""The lots' SQL."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, func, insert, select, update

from engine.wallet import tables

lots = tables.lot.c

ADD_LOT = (
    insert(tables.lot)
    .values(
        person_id=bindparam("of_person"),
        bucket=bindparam("of_bucket"),
        source=bindparam("came_from"),
        fund=bindparam("back_to"),
        journal_id=bindparam("of_journal"),
        amount=bindparam("units"),
        left_amount=bindparam("units"),
        restriction=bindparam("only_for"),
        vests_at=bindparam("vests"),
        settles_at=bindparam("settles"),
        expires_at=bindparam("expires"),
        created_at=bindparam("at"),
    )
    .returning(lots.id)
)
LEFT_OF = (
    select(tables.lot)
    .where(lots.person_id == bindparam("of_person"), lots.left_amount > 0)
    .order_by(lots.id)
)
LOT_OF_JOURNAL = select(tables.lot).where(lots.journal_id == bindparam("of_journal"))
# The condition stands in the statement: whoever comes second finds nothing to take.
TAKE = (
    update(tables.lot)
    .where(lots.id == bindparam("lot_id"), lots.left_amount >= bindparam("units"))
    .values(left_amount=lots.left_amount - bindparam("units"))
)
PUT_BACK = (
    update(tables.lot)
    .where(lots.id == bindparam("lot_id"), lots.left_amount + bindparam("units") <= lots.amount)
    .values(left_amount=lots.left_amount + bindparam("units"))
)
SOONEST = select(func.min(lots.expires_at).label("at")).where(
    lots.person_id == bindparam("of_person"),
    lots.bucket == "earned",
    lots.left_amount > 0,
    lots.expires_at > bindparam("now"),
)
EXPIRED = (
    select(tables.lot)
    .where(lots.expires_at <= bindparam("now"), lots.left_amount > 0)
    .order_by(lots.expires_at, lots.id)
    .limit(bindparam("most"))
)
SOON_EXPIRED = (
    select(
        lots.person_id,
        func.sum(lots.left_amount).label("tokens"),
        func.min(lots.expires_at).label("at"),
    )
    .where(
        and_(lots.expires_at > bindparam("now"), lots.expires_at <= bindparam("until")),
        lots.left_amount > 0,
        lots.warned_at.is_(None),
    )
    .group_by(lots.person_id)
    .order_by(lots.person_id)
    .limit(bindparam("most"))
)
SET_WARNED = (
    update(tables.lot)
    .where(
        lots.person_id == bindparam("of_person"),
        lots.expires_at <= bindparam("until"),
        lots.warned_at.is_(None),
    )
    .values(warned_at=bindparam("at"))
)
