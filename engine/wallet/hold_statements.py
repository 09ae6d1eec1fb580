"""The SQL of holds."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update

from engine.wallet import hold_tables, tables

holds = hold_tables.hold.c
parts = hold_tables.hold_lot.c
terms = hold_tables.booking_terms.c
lots = tables.lot.c
accounts = tables.account.c
balances = tables.balance.c

FIND_HOLD = select(hold_tables.hold).where(holds.id == bindparam("hold_id"))
FIND_BY_KEY = select(hold_tables.hold).where(holds.key == bindparam("of_key"))
ADD_HOLD = (
    insert(hold_tables.hold)
    .values(
        key=bindparam("of_key"),
        kind=bindparam("of_kind"),
        person_id=bindparam("of_person"),
        thing=bindparam("what"),
        purchased=bindparam("of_purchased"),
        earned=bindparam("of_earned"),
        state="pending",
        held_at=bindparam("at"),
        expires_at=bindparam("until"),
    )
    .returning(holds.id)
)
SET_JOURNAL = (
    update(hold_tables.hold)
    .where(holds.id == bindparam("hold_id"))
    .values(journal_id=bindparam("of_journal"))
)
ADD_PART = insert(hold_tables.hold_lot).values(
    hold_id=bindparam("of_hold"),
    lot_id=bindparam("of_lot"),
    bucket=bindparam("of_bucket"),
    amount=bindparam("units"),
)
# The condition stands in the statement: of two that would end it, the second changes no row.
END_HOLD = (
    update(hold_tables.hold)
    .where(holds.id == bindparam("hold_id"), holds.state == "pending")
    .values(
        state=bindparam("new_state"),
        settled_purchased=bindparam("of_purchased"),
        settled_earned=bindparam("of_earned"),
        ended_at=bindparam("at"),
    )
)
PARTS_OF = (
    select(hold_tables.hold_lot, lots.settles_at)
    .join_from(hold_tables.hold_lot, tables.lot, lots.id == parts.lot_id)
    .where(parts.hold_id == bindparam("of_hold"))
    .order_by(parts.id)
)
RETURN_PART = (
    update(hold_tables.hold_lot)
    .where(parts.id == bindparam("part_id"))
    .values(returned=parts.returned + bindparam("units"))
)
# Once in a lot's life, and only where its own date would come sooner.
GIVE_GRACE = (
    update(tables.lot)
    .where(
        lots.id == bindparam("lot_id"),
        lots.bucket == "earned",
        lots.graced_at.is_(None),
        lots.expires_at < bindparam("until"),
    )
    .values(expires_at=bindparam("until"), graced_at=bindparam("at"))
)
PENDING_OF = (
    select(hold_tables.hold)
    .where(holds.person_id == bindparam("of_person"), holds.state == "pending")
    .order_by(holds.id)
)
ADD_TERMS = insert(hold_tables.booking_terms).values(
    hold_id=bindparam("of_hold"), educator_id=bindparam("of_educator"), fee_bps=bindparam("bps")
)
FIND_TERMS = select(terms.educator_id, terms.fee_bps).where(terms.hold_id == bindparam("of_hold"))
EARNED_HELD_FOR = (
    select(func.coalesce(func.sum(holds.earned), 0).label("tokens"))
    .join_from(hold_tables.booking_terms, hold_tables.hold, holds.id == terms.hold_id)
    .where(terms.educator_id == bindparam("of_educator"), holds.state == "pending")
)
EVERY_PENDING = select(hold_tables.hold).where(holds.state == "pending").order_by(holds.id)
EXPORT_OF = (
    select(hold_tables.hold).where(holds.person_id == bindparam("of_person")).order_by(holds.id)
)
HOLDING = (
    select(accounts.code, balances.balance)
    .join_from(tables.account, tables.balance, balances.account_id == accounts.id)
    .where(accounts.code.like("hold:%"), balances.balance != 0)
)
