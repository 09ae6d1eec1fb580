"""A booking whose class session took place: its hold pays the educator, as a sale does."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import Tx
from engine.wallet import hold_journals, ledger
from engine.wallet import sale_statements as sql
from engine.wallet.errors import NothingToRefund, OwnCourse, PriceTooLow
from engine.wallet.hold_commands import SettleBooking
from engine.wallet.holds import end_hold, locked_hold, parts_of_hold, return_lots
from engine.wallet.lots import EARNED, PURCHASED, Taken
from engine.wallet.maturity import MatureSale
from engine.wallet.queries import treasury_state
from engine.wallet.sale_commands import Sold
from engine.wallet.sale_parts import MINIMUM_PRICE, Offer, sale_parts, share
from engine.wallet.sale_rows import of_thing
from engine.wallet.token_policy import SESSION_MATURES_AFTER


def settle_booking(tx: Tx, command: SettleBooking) -> Sold:
    """The price out of the hold, earned and purchased in proportion; the rest returns to its lots.

    Raises NotFound, HoldOver, OwnCourse, PriceTooLow; NothingToRefund for more than is held.
    """
    row = locked_hold(tx, command.hold_id)
    tx.lock("person", command.educator_id)
    held = row.purchased + row.earned
    if command.educator_id == row.person_id:
        raise OwnCourse()
    if type(command.tokens) is not int or command.tokens < MINIMUM_PRICE:
        raise PriceTooLow(price=command.tokens, minimum=MINIMUM_PRICE)
    if command.tokens > held:
        raise NothingToRefund(asked=command.tokens, left=held)
    earned = share(row.earned, command.tokens, held)
    parts = sale_parts(command.tokens, earned, command.fee_bps)
    end_hold(tx, row, "posted", purchased=parts.purchased, earned=parts.earned)
    back = (
        return_lots(tx, row.id, PURCHASED, row.purchased - parts.purchased),
        return_lots(tx, row.id, EARNED, row.earned - parts.earned),
    )
    paid = {
        PURCHASED: _first(parts_of_hold(tx, row.id, PURCHASED), parts.purchased),
        EARNED: _first(parts_of_hold(tx, row.id, EARNED), parts.earned),
    }
    journal = hold_journals.session_settled(
        treasury_state(tx).money,
        row.id,
        row.person_id,
        command.educator_id,
        parts,
        key=f"hold-ended:{row.id}",
        refers_to=row.journal_id,
        purchased=[(one.lot_id, one.amount) for one in paid[PURCHASED]],
        earned=[(one.lot_id, one.amount) for one in paid[EARNED]],
        back=back,
        about={"hold": row.id, **of_thing(row.thing)},
    )
    journal_id = ledger.post(tx, journal).journal_id
    settled = [one.settles_at for taken in paid.values() for one in taken]
    matures_at = max(tx.now + SESSION_MATURES_AFTER, *settled)
    offered = Offer(command.tokens, 0, parts)
    sale_id = _add_sale(tx, row, command, offered, journal_id, matures_at)
    for bucket, taken in paid.items():
        for one in taken:
            tx.change(
                sql.ADD_PART, of_sale=sale_id, of_lot=one.lot_id, as_part=bucket, units=one.amount
            )
    tx.schedule(MatureSale(sale_id), at=matures_at, slot=str(sale_id))
    return Sold(sale_id, offered, matures_at, is_new=True)


def _add_sale(
    tx: Tx, row: Any, command: SettleBooking, offered: Offer, journal_id: int, matures_at: Any
) -> int:
    parts = offered.parts
    sale_id: int = tx.query(
        sql.ADD_SALE,
        of_key=f"booking:{row.id}",
        what=row.thing,
        buyer=row.person_id,
        educator=command.educator_id,
        listed=command.tokens,
        percent=100,  # what was held is what was offered: no limit is left to apply
        bps=command.fee_bps,
        lowered=0,
        to_pay=parts.price,
        of_earned=parts.earned,
        of_fee=parts.fee,
        of_fee_earned=parts.fee_earned,
        of_journal=journal_id,
        of_discount=None,
        at=tx.now,
        matures=matures_at,
    )[0].id
    return sale_id


def _first(taken: list[Taken], units: int) -> list[Taken]:
    """The first so many tokens: what came back was taken last."""
    kept = []
    for one in taken:
        piece = min(units, one.amount)
        units -= piece
        if piece:
            kept.append(Taken(one.lot_id, piece, one.settles_at))
    return kept
