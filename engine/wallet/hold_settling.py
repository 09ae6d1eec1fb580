"""A booking whose class session took place: its hold pays the educator, as a sale does."""

from __future__ import annotations

from engine.foundation.tx import Tx
from engine.wallet import hold_journals, ledger
from engine.wallet import hold_statements as sql
from engine.wallet.errors import NothingToRefund, OwnCourse, PriceTooLow
from engine.wallet.hold_commands import SettleBooking
from engine.wallet.holds import end_hold, locked_hold, parts_of_hold, return_lots
from engine.wallet.lots import EARNED, PURCHASED, pairs_of, split
from engine.wallet.queries import treasury_state
from engine.wallet.sale_commands import Sold
from engine.wallet.sale_parts import MINIMUM_PRICE, Offer, sale_parts, share
from engine.wallet.sale_recording import NewSale, record_sale
from engine.wallet.sale_rows import of_thing
from engine.wallet.token_policy import SESSION_MATURES_AFTER


def settle_booking(tx: Tx, command: SettleBooking) -> Sold:
    """The price out of the hold, earned and purchased in proportion; the rest returns to its lots.

    The limit of the educator's earned income is not looked at: it was when the learner booked, and
    what they were told then is what they pay, whatever the educator has sold or given back since.

    Raises NotFound, HoldOver, OwnCourse, PriceTooLow; NothingToRefund for more than is held;
    ValueError for another educator or fee than it was booked with.
    """
    row = locked_hold(tx, command.hold_id)
    tx.lock("person", command.educator_id)
    agreed = tx.one(sql.FIND_TERMS, of_hold=row.id)
    if agreed is not None and tuple(agreed) != (command.educator_id, command.fee_bps):
        raise ValueError(f"booked with {agreed}, settled with {command}")
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
    # What comes back was taken last: the first ones stay.
    paid = {
        PURCHASED: split(parts_of_hold(tx, row.id, PURCHASED), parts.purchased)[0],
        EARNED: split(parts_of_hold(tx, row.id, EARNED), parts.earned)[0],
    }
    journal = hold_journals.session_settled(
        treasury_state(tx).money,
        row.id,
        row.person_id,
        command.educator_id,
        parts,
        key=f"hold-ended:{row.id}",
        refers_to=row.journal_id,
        purchased=pairs_of(paid[PURCHASED]),
        earned=pairs_of(paid[EARNED]),
        back=back,
        about={"hold": row.id, **of_thing(row.thing)},
    )
    journal_id = ledger.post(tx, journal).journal_id
    return record_sale(
        tx,
        NewSale(
            key=f"booking:{row.id}",
            thing=row.thing,
            buyer_id=row.person_id,
            educator_id=command.educator_id,
            offer=Offer(command.tokens, 0, parts),
            share_percent=100,  # what was held is what was offered: no limit is left to apply
            fee_bps=command.fee_bps,
            journal_id=journal_id,
            matures_after=SESSION_MATURES_AFTER,
            taken=paid,
        ),
    )
