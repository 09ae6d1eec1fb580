"""Selling something for tokens, and giving them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.wallet import ledger, sale_journals
from engine.wallet import sale_statements as sql
from engine.wallet.chart import educator_available, person_earned
from engine.wallet.commands import Money
from engine.wallet.errors import (
    InsufficientBalance,
    InsufficientFunds,
    KeyConflict,
    NotEnough,
    NothingToRefund,
    OwnCourse,
    PriceTooLow,
)
from engine.wallet.income_limits import income_limit
from engine.wallet.lots import (
    Spendable,
    Taken,
    check_lots,
    pairs_of,
    put_back,
    spendable,
    split,
    take_earned,
    take_purchased,
)
from engine.wallet.queries import balance_of, own_funds, treasury_state
from engine.wallet.sale_commands import Quote, Quoted, Refunded, RefundSale, Sell, Sold
from engine.wallet.sale_journals import Parties, Sources
from engine.wallet.sale_parts import (
    FEE_RANGE_BPS,
    MINIMUM_PRICE,
    Offer,
    RefundParts,
    offer,
    refund_parts,
)
from engine.wallet.sale_recording import NewSale, record_sale
from engine.wallet.sale_rows import facts_of, locked_sale, of_thing, parts_of
from engine.wallet.service import reverse_journal
from engine.wallet.token_policy import COURSE_MATURES_AFTER

EARNED, PURCHASED, DISCOUNT = "earned", "purchased", "discount"  # what a lot gave a part of


def quote(tx: ReadTx, query: Quote) -> Quoted:
    """What it would cost now, and whether that is there. Raises PriceTooLow; ValueError for a fee
    out of its range."""
    low, high = FEE_RANGE_BPS
    if not low <= query.fee_bps <= high or not 0 <= query.share_percent <= 100:
        raise ValueError(f"no such terms: fee {query.fee_bps}, share {query.share_percent}")
    if query.list_price < MINIMUM_PRICE:
        raise PriceTooLow(price=query.list_price, minimum=MINIMUM_PRICE)
    held = spendable(tx, query.buyer_id, query.thing, query.also)
    offered = _offered(query, held, held.earned)
    limited = ""
    # Tokens that are for this very thing (a scholarship) are a decision of their own: not limited.
    if offered.earned > min(held.given + query.granted, query.list_price):
        limit = income_limit(tx, query.educator_id)
        within = _offered(query, held, min(held.earned, limit.tokens))
        limited = limit.reason if within.earned < offered.earned else ""
        offered = within
    return Quoted(offered, held.purchased, held.waiting, limited)


def _offered(query: Quote, held: Spendable, earned: int) -> Offer:
    return offer(
        query.list_price,
        earned=earned,
        given=held.given + query.granted,
        fee_bps=query.fee_bps,
        share_percent=query.share_percent,
    )


def sell(tx: Tx, command: Sell) -> Sold:
    """Takes the tokens out of the buyer's lots; the educator's net waits for maturity.

    The same key with the same request gives the first answer again. Raises PriceTooLow, OwnCourse,
    NotEnough, TooManyLots, KeyConflict; ValueError for terms that no sale has.
    """
    tx.lock("person", command.buyer_id, command.educator_id)
    known = tx.one(sql.FIND_BY_KEY, of_key=command.key)
    if known is not None:
        return _sold_before(known, command)
    if command.buyer_id == command.educator_id:
        raise OwnCourse()
    terms = Quote(
        command.buyer_id,
        command.educator_id,
        command.thing,
        command.list_price,
        command.fee_bps,
        command.share_percent,
        also=command.also,
    )
    quoted = quote(tx, terms)
    if quoted.missing:
        raise NotEnough(
            price=command.list_price,
            earned=quoted.offer.earned,
            purchased=quoted.purchased,
            missing=quoted.missing,
        )
    return _take_and_post(tx, command, quoted.offer)


def refund(tx: Tx, command: RefundSale) -> Refunded:
    """Gives so much of the price back, into the lots it came from, with their old dates.

    Before maturity it comes out of this order's pending; afterwards out of what the educator has
    available, then their reserve, then it is their debt. The same key again gives the first answer.
    Raises NotFound, NothingToRefund, KeyConflict; InsufficientFunds when the operator's own funds
    do not cover the fee that goes back after maturity.
    """
    sale = locked_sale(tx, command.sale_id)
    parts = parts_of(sale)
    known = tx.one(sql.FIND_REFUND, of_key=command.key)
    if known is not None:
        return _refunded_before(tx, known, sale, command)
    left = sale.price - sale.refunded
    if type(command.tokens) is not int or not 1 <= command.tokens <= left:
        raise NothingToRefund(asked=command.tokens, left=left)
    back = refund_parts(parts, before=sale.refunded, back=command.tokens)
    is_whole = command.tokens == left
    rows = tx.query(sql.PARTS_OF, of_sale=sale.id)
    purchased = _return_lots(tx, rows, PURCHASED, back.purchased)
    earned = _return_lots(tx, rows, EARNED, back.earned)
    money = treasury_state(tx).money
    is_matured = sale.matured_at is not None
    journal = sale_journals.purchase_refunded(
        money,
        Parties(sale.buyer_id, sale.educator_id),
        back,
        _sources(tx, sale, back.net) if is_matured else Sources(pending=back.net),
        is_matured=is_matured,
        key=f"purchase-refunded:{sale.id}:{sale.refunded}",
        refers_to=sale.journal_id,
        purchased=purchased,
        earned=earned,
        about={**facts_of(sale), "back": command.tokens, "before": sale.refunded},
    )
    journal_id = ledger.post(tx, journal).journal_id
    tx.change(
        sql.SET_REFUNDED,
        sale_id=sale.id,
        in_all=sale.refunded + command.tokens,
        new_state="refunded" if is_whole else sale.state,
    )
    tx.change(
        sql.ADD_REFUND,
        of_key=command.key,
        of_sale=sale.id,
        units=command.tokens,
        of_journal=journal_id,
        at=tx.now,
    )
    discount = _return_discount(tx, money, sale, rows) if is_whole else 0
    if is_matured or discount:
        _check_own_funds(tx, money)
    return Refunded(sale.id, back.earned, back.purchased, discount, is_whole, is_new=True)


def _take_and_post(tx: Tx, command: Sell, offered: Offer) -> Sold:
    parts = offered.parts
    # Lots for this very thing come first, and none of them is a discount: what is taken last is.
    of_earned = take_earned(
        tx, command.buyer_id, offered.earned, thing=command.thing, also=command.also
    )
    earned, discount = split(of_earned, parts.earned)
    purchased = take_purchased(tx, command.buyer_id, parts.purchased)
    check_lots(of_earned, purchased)
    money = treasury_state(tx).money
    facts = of_thing(command.thing)  # the sale's row, which is not there yet, names the journal
    discount_journal_id = None
    if discount:
        burned = sale_journals.discount_burned(
            money,
            command.buyer_id,
            key=f"discount-burned:{command.key}",
            taken=pairs_of(discount),
            about=facts,
        )
        discount_journal_id = ledger.post(tx, burned).journal_id
    journal = sale_journals.course_purchased(
        money,
        Parties(command.buyer_id, command.educator_id),
        parts,
        key=f"course-purchased:{command.key}",
        purchased=pairs_of(purchased),
        earned=pairs_of(earned),
        about=facts,
    )
    journal_id = ledger.post(tx, journal).journal_id
    return record_sale(
        tx,
        NewSale(
            key=command.key,
            thing=command.thing,
            buyer_id=command.buyer_id,
            educator_id=command.educator_id,
            offer=offered,
            share_percent=command.share_percent,
            fee_bps=command.fee_bps,
            journal_id=journal_id,
            matures_after=COURSE_MATURES_AFTER,
            taken={EARNED: earned, PURCHASED: purchased, DISCOUNT: discount},
            discount_journal_id=discount_journal_id,
            includes=command.includes,
        ),
    )


def _sold_before(known: Any, command: Sell) -> Sold:
    request = (
        command.buyer_id,
        command.educator_id,
        command.thing,
        command.list_price,
        command.fee_bps,
        command.share_percent,
        command.includes,
    )
    first = (
        known.buyer_id,
        known.educator_id,
        known.thing,
        known.list_price,
        known.fee_bps,
        known.share_percent,
        known.includes,
    )
    if request != first:
        raise KeyConflict(key=command.key)
    offered = Offer(known.list_price, known.discount, parts_of(known))
    return Sold(known.id, offered, known.matures_at, is_new=False)


def _refunded_before(tx: ReadTx, known: Any, sale: Any, command: RefundSale) -> Refunded:
    if (known.sale_id, known.tokens) != (command.sale_id, command.tokens):
        raise KeyConflict(key=command.key)
    before = tx.query(sql.REFUNDED_BEFORE, of_sale=sale.id, refund_id=known.id)[0].tokens
    back: RefundParts = refund_parts(parts_of(sale), before=int(before), back=known.tokens)
    is_whole = before + known.tokens == sale.price
    discount = sale.discount if is_whole else 0
    return Refunded(sale.id, back.earned, back.purchased, discount, is_whole, is_new=False)


def _sources(tx: Tx, sale: Any, net: int) -> Sources:
    available = min(net, balance_of(tx, educator_available(sale.educator_id)))
    reserve = _take_reserve(tx, sale, net - available)
    return Sources(available=available, reserve=reserve, debt=net - available - reserve)


def _take_reserve(tx: Tx, sale: Any, wanted: int) -> int:
    """Out of this order's own reserve first, then of those that end soonest; how many."""
    missing = wanted
    rows = tx.query(sql.RESERVES_OF, of_educator=sale.educator_id)
    for row in sorted(rows, key=lambda row: row.id != sale.id):
        units = min(missing, row.reserve_left)
        if units:
            tx.change(sql.TAKE_RESERVE, sale_id=row.id, units=units)
            missing -= units
    return wanted - missing


def _return_lots(tx: Tx, rows: Iterable[Any], part: str, units: int) -> list[tuple[int, int]]:
    """Puts so many back where they came from, what was taken last first: (lot, tokens)."""
    back: list[Taken] = []
    for row in rows:
        piece = min(units, row.amount - row.returned) if row.part == part else 0
        if piece:
            tx.change(sql.RETURN_PART, part_id=row.id, units=piece)
            back.append(Taken(row.lot_id, piece, tx.now))
            units -= piece
    if units:
        raise ValueError(f"{units} {part} tokens more than the sale took")
    put_back(tx, back)
    return pairs_of(back)


def _return_discount(tx: Tx, money: Money, sale: Any, rows: Iterable[Any]) -> int:
    if sale.discount_journal_id is None:
        return 0
    back = _return_lots(tx, rows, DISCOUNT, sale.discount)
    key = f"discount-returned:{sale.id}"
    tx.lock("fund", 0)

    def pay_from(account: str) -> None:
        returned = sale_journals.discount_returned(
            money, sale.buyer_id, key=key, back=back, paid_by=account, about=facts_of(sale)
        )
        ledger.post(tx, returned)

    burned = ledger.lines_of(tx, sale.discount_journal_id)
    try:
        if burned[0].debit == person_earned(sale.buyer_id):
            reverse_journal(tx, sale.discount_journal_id, key=key, kind="discount.returned")
        else:
            # The buyer was linked to somebody since: the lots are that person's now.
            pay_from("fund:rewards")
    except InsufficientBalance:
        # The fund has granted that money to others since; a refund does not wait for it.
        pay_from("expense:goodwill")
    return int(sale.discount)


def _check_own_funds(tx: ReadTx, money: Money) -> None:
    """What the platform gives back of its own must be its own. Raises InsufficientFunds."""
    funds = own_funds(tx, money.currency)
    if funds < 0:
        raise InsufficientFunds(own_funds=funds, amount=0)
