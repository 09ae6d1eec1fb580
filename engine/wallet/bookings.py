"""A place in a class: its price is held, with the educator's limit looked at when it is booked."""

from __future__ import annotations

from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.wallet import hold_statements as sql
from engine.wallet.errors import KeyConflict, NotEnough, OwnCourse
from engine.wallet.hold_commands import Booked, HoldBooking, HoldTokens
from engine.wallet.holds import hold_tokens
from engine.wallet.sale_commands import Quote, Quoted
from engine.wallet.sales import quote


def booking_offer(tx: ReadTx, query: HoldBooking) -> Quoted:
    """What a place would take of the learner's tokens now, and why no more earned ones. They pay up
    to the fee, which is the fund's part: a class has no discount of its educator's that would burn.
    Raises PriceTooLow; ValueError for a fee out of its range."""
    within_fee = query.fee_bps // 100
    terms = Quote(
        query.person_id, query.educator_id, query.thing, query.price, query.fee_bps, within_fee
    )
    return quote(tx, terms)


def hold_booking(tx: Tx, command: HoldBooking) -> Booked:
    """Holds the price. The limit of the educator's earned income is looked at here, once: what is
    held counts against it from now on, and settling takes what was held.

    The same key with the same request gives the first answer again. Raises PriceTooLow, OwnCourse,
    NotEnough, TooManyLots, KeyConflict.
    """
    tx.lock("person", command.person_id, command.educator_id)
    known = tx.one(sql.FIND_BY_KEY, of_key=command.key)
    if known is not None:
        return _booked_before(tx, known, command)
    if command.person_id == command.educator_id:
        raise OwnCourse()
    quoted = booking_offer(tx, command)
    offered = quoted.offer
    if quoted.missing:
        raise NotEnough(
            price=command.price,
            earned=offered.earned,
            purchased=quoted.purchased,
            missing=quoted.missing,
        )
    held = hold_tokens(
        tx,
        HoldTokens(
            command.key,
            "booking",
            command.person_id,
            command.thing,
            command.expires_at,
            offered.purchased,
            offered.earned,
        ),
    )
    tx.change(
        sql.ADD_TERMS, of_hold=held.hold_id, of_educator=command.educator_id, bps=command.fee_bps
    )
    return Booked(held.hold_id, offered.purchased, offered.earned, quoted.limited, is_new=True)


def _booked_before(tx: ReadTx, known: Any, command: HoldBooking) -> Booked:
    agreed = tx.one(sql.FIND_TERMS, of_hold=known.id)
    request = command.person_id, command.thing, command.price, command.educator_id, command.fee_bps
    first = known.person_id, known.thing, known.purchased + known.earned, *(agreed or ())
    if request != first:
        raise KeyConflict(key=command.key)
    return Booked(known.id, known.purchased, known.earned, "", is_new=False)
