"""What the fuzzer's steps are to the engine: a service for each, and its command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.foundation.tx import Tx
from engine.people.link_commands import UndoMerge
from engine.people.linking import undo_merge
from engine.wallet import ledger
from engine.wallet.bookings import hold_booking
from engine.wallet.chart import educator_available, person_earned
from engine.wallet.checking import CheckBooks, check_books
from engine.wallet.commands import AddToFund, GrantFromFund, Line, Money
from engine.wallet.discount_codes import (
    Due,
    GiveCode,
    MakeCode,
    StopCode,
    give_code,
    make_code,
    stop_code,
    use_discount,
)
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.hold_commands import HoldBooking, SettleBooking, VoidHold
from engine.wallet.hold_settling import settle_booking
from engine.wallet.holds import ExpireHold, expire_hold, void_hold
from engine.wallet.income_reviews import DecideIncome, decide_income
from engine.wallet.journals import fund_added
from engine.wallet.lots import EARNED, PURCHASED, Also
from engine.wallet.proposals import Propose, Vote, propose, vote
from engine.wallet.queries import balance_of
from engine.wallet.redemption_commands import (
    EndRedemption,
    ImportVouchers,
    Redeeming,
    RedeemVoucher,
)
from engine.wallet.redemptions import (
    ExpireRedemption,
    confirm_redemption,
    expire_redemption,
    hold_for_own_goods,
    hold_voucher,
    lapse_redemption,
    void_redemption,
)
from engine.wallet.reversing import take_back_course_grants, take_back_grant
from engine.wallet.sale_commands import Refunded, RefundSale, Sell, Sold
from engine.wallet.sales import refund, sell
from engine.wallet.scholarships import FUND
from engine.wallet.service import add_to_fund, grant_from_fund
from engine.wallet.snapshots import RollUp, rebuild, roll_up
from engine.wallet.vouchers_csv import VoucherRow
from engine.wallet.vouchers_importing import import_vouchers
from tests.engine.wallet.selling import GiveTokens, give_tokens, paid_out


def take_back(tx: Tx, key: str) -> bool:
    return take_back_grant(tx, key, by="fuzz")


def pay_out(tx: Tx, told: tuple[int, str]) -> int:
    """All that is available; how many tokens."""
    educator, key = told
    tokens = balance_of(tx, educator_available(educator))
    if tokens:
        paid_out(tx, (educator, tokens, key))
    return tokens


def correction(person_id: int, tokens: int) -> Propose:
    return Propose(
        "correction",
        lines=(
            Line(f"person:{person_id}:earned", "burn:written_off", "TOK", tokens),
            Line("fund:committed", "fund:rewards", "USD", tokens),
        ),
    )


def stocked(
    by: int, is_prepaid: bool, code: str, codes: int, cost: int, price: int, until: str
) -> ImportVouchers:
    day = datetime.fromisoformat(until)
    return ImportVouchers(
        by,
        is_prepaid,
        tuple(
            VoucherRow(n, "acme", f"A book of {price}", f"{code}-{n}", cost, price, day)
            for n in range(codes)
        ),
    )


def own_goods(tx: Tx, told: tuple[str, int, int]) -> Redeeming:
    key, person, tokens = told
    return hold_for_own_goods(tx, key=key, person_id=person, tokens=tokens, thing="subscription:1")


def endow(tx: Tx, amount: int) -> None:
    """The scholarship fund, of the operator's own."""
    ledger.post(tx, fund_added(Money(), key="endowed", amount=amount, fund=FUND))


def sale(*given: Any) -> Sell:
    """For a cohort, what is for the course of its number counts as well."""
    asked = Sell(*given)
    kind, _, number = asked.thing.partition(":")
    return replace(asked, also=Also(f"course:{number}", 60)) if kind == "cohort" else asked


def buy(tx: Tx, asked: Sell) -> tuple[Sold, int]:
    """With the code that waits, as a course is bought; how many tokens a fund gave for it."""
    due = Due(asked.thing, asked.list_price, codes=asked.also, lots=asked.also)
    used = use_discount(tx, asked.buyer_id, due)
    if used is not None and not used.fund:
        asked = replace(asked, list_price=asked.list_price - used.tokens)
    return sell(tx, asked), used.tokens if used is not None and used.fund else 0


def refund_course(tx: Tx, told: tuple[str, int, int, int, int]) -> tuple[Refunded, int, int]:
    """As a course is given back; how many of its rewards were taken back, and their tokens."""
    key, sale, tokens, person, course = told
    back = refund(tx, RefundSale(key, sale, tokens))
    before = balance_of(tx, person_earned(person))
    grants = take_back_course_grants(tx, person, course, by=f"refund:{sale}")
    return back, grants, before - balance_of(tx, person_earned(person))


# What a line's `do` names: the service, and the command made of its `with`.
SERVICES: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "pack": (give_tokens, lambda who, n, key: GiveTokens(who, n, key, PURCHASED)),
    "gift": (give_tokens, lambda who, n, key: GiveTokens(who, n, key, EARNED)),
    "grant": (
        grant_from_fund,
        lambda who, n, key, course: GrantFromFund(
            key, who, "quiz", n, {"course": course, "quiz": 1} if course else {}
        ),
    ),
    "sell": (sell, sale),
    "refund": (refund, lambda *given: RefundSale(*given)),
    "book": (
        hold_booking,
        lambda key, who, by, what, price, until, bps: HoldBooking(
            key, who, by, what, price, datetime.fromisoformat(until), bps
        ),
    ),
    "settle": (settle_booking, lambda *given: SettleBooking(*given)),
    "void": (void_hold, lambda of, is_educators: VoidHold(of, is_educators)),
    "expire": (expire_hold, lambda of: ExpireHold(of)),
    "stock": (import_vouchers, stocked),
    "redeem": (hold_voucher, lambda *given: RedeemVoucher(*given)),
    "own_goods": (own_goods, lambda *given: given),
    "confirm": (confirm_redemption, lambda *given: EndRedemption(*given)),
    "cancel": (void_redemption, lambda *given: EndRedemption(*given)),
    "lapse": (lapse_redemption, lambda *given: EndRedemption(*given)),
    "let_go": (expire_redemption, lambda of: ExpireRedemption(of)),
    "buy": (buy, sale),
    "refund_course": (refund_course, lambda *given: given),
    "scholarship": (
        propose,
        lambda n, by, who, what, educator: Propose(
            "scholarship", n, by_person_id=by, for_person_id=who, thing=what, educator_id=educator
        ),
    ),
    "make_code": (
        make_code,
        lambda by, code, until, *worth: MakeCode(by, code, datetime.fromisoformat(until), *worth),
    ),
    "stop_code": (stop_code, lambda by, of: StopCode(by, of)),
    "give_code": (give_code, lambda who, code: GiveCode(who, code)),
    "decide": (decide_income, lambda *given: DecideIncome(*given)),
    "take_back": (take_back, lambda key: key),
    "add_to_fund": (add_to_fund, lambda key, n: AddToFund(key, n)),
    "propose": (propose, lambda n: Propose("fund.added", n)),
    "correct": (propose, correction),
    "vote": (vote, lambda who, of: Vote(who, of, is_approval=True)),
    "pay_out": (pay_out, lambda who, key: (who, key)),
    "undo_merge": (undo_merge, lambda who, of: UndoMerge(who, of)),
    "sweep": (sweep, Sweep),
    "roll_up": (roll_up, RollUp),
    "rebuild": (rebuild, lambda: None),
    "check": (check_books, CheckBooks),
}
