"""Discount codes: an educator lowers a price, or the platform pays a part of it out of a fund."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Role
from engine.people.queries import cap_group_members, person_row, require_role, roles_of
from engine.wallet import redemption_statements as sql
from engine.wallet.chart import UnknownAccount, rule_of
from engine.wallet.lots import NOTHING_ELSE, Also, spendable
from engine.wallet.queries import balance_of, treasury_state
from engine.wallet.redemption_errors import CodeNotGood, CodeRefused
from engine.wallet.sale_parts import MINIMUM_PRICE, share
from engine.wallet.scholarships import GrantRestricted, grant_restricted

PROGRAMME = "discount"
MOST_USES = 100_000
MOST_TOKENS = 1_000_000
LONGEST = timedelta(days=366)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{4,22}[A-Z0-9]")
_FUND = re.compile(r"fund:(rewards|scholarship|campaign:[A-Za-z0-9_-]{1,64})")


@dataclass(frozen=True)
class MakeCode:
    """Either `percent` or `tokens` off. `fund` "": an educator's own, for one thing alone; else the
    fund that pays. `thing` "": for any."""

    by_person_id: int
    code: str
    valid_until: datetime
    percent: int = 0
    tokens: int = 0
    thing: str = ""
    fund: str = ""
    most_uses: int = 100
    most_each: int = 1


@dataclass(frozen=True)
class StopCode:
    by_person_id: int
    code_id: int


@dataclass(frozen=True)
class GiveCode:
    person_id: int
    code: str


@dataclass(frozen=True)
class CodeFacts:
    """`used`: how often. `is_over`: stopped, used up or past its day."""

    code_id: int
    code: str
    percent: int
    tokens: int
    thing: str
    fund: str
    most_uses: int
    used: int
    valid_until: datetime
    is_over: bool


@dataclass(frozen=True)
class CodeGiven:
    """`thing` "": for any."""

    use_id: int
    thing: str
    percent: int
    tokens: int


@dataclass(frozen=True)
class Discount:
    """What a code takes off one price: `fund` pays it, or, with "", the educator lowers it."""

    use_id: int
    tokens: int
    fund: str


@dataclass(frozen=True)
class Due:
    """What somebody is about to pay, and for what. `codes`, `lots`: what these may be for as well
    (a cohort's course), and how much of the price they then count for."""

    thing: str
    price: int
    codes: Also = NOTHING_ELSE
    lots: Also = NOTHING_ELSE


def make_code(tx: Tx, command: MakeCode) -> CodeFacts:
    """A fund's is an administrator's to make; that an educator's is for a course of theirs is seen
    to where courses are known. Raises Forbidden, CodeRefused."""
    person_row(tx, command.by_person_id)
    if command.fund:
        require_role(tx, command.by_person_id, Role.ADMIN)
    code = plain(command.code)
    reason = _why_not(tx, command, code)
    if reason:
        raise CodeRefused(reason=reason)
    added = tx.change(
        sql.ADD_CODE,
        of_code=code,
        by_person=command.by_person_id,
        of_fund=command.fund,
        only_for=command.thing,
        of_percent=command.percent,
        units=command.tokens,
        uses_in_all=command.most_uses,
        uses_each=command.most_each,
        until=command.valid_until,
        at=tx.now,
    )
    if not added:
        raise CodeRefused(reason="taken")
    return next(made for made in codes_of(tx, command.by_person_id) if made.code == code)


def stop_code(tx: Tx, command: StopCode) -> bool:
    """By who made it, and a fund's by any administrator. False when it was stopped before, or is
    none of theirs."""
    own = {made.code_id for made in codes_of(tx, command.by_person_id)}
    return command.code_id in own and bool(tx.change(
        sql.STOP_CODE, code_id=command.code_id, at=tx.now
    ))  # fmt: skip


def codes_of(tx: ReadTx, by_person_id: int) -> tuple[CodeFacts, ...]:
    """One's own, and every fund's for an administrator; the newest first."""
    is_admin = int(Role.ADMIN in roles_of(tx, by_person_id))
    return tuple(
        CodeFacts(
            code_id=row.id,
            code=row.code,
            percent=row.percent,
            tokens=row.tokens,
            thing=row.thing,
            fund=row.fund,
            most_uses=row.most_uses,
            used=row.used,
            valid_until=row.valid_until,
            is_over=_is_over(tx, row) or row.used >= row.most_uses,
        )
        for row in tx.query(sql.CODES_OF, of_person=by_person_id, is_admin=is_admin)
    )


def give_code(tx: Tx, command: GiveCode) -> CodeGiven:
    """Kept for the next purchase that it is for, in place of one that was given before. Count the
    try first, as a command of its own. Raises CodeNotGood, whatever the reason."""
    tx.lock("person", command.person_id)
    person_row(tx, command.person_id)
    # What no code looks like is not looked for: a NUL would be a fault of PostgreSQL's.
    good = is_code(command.code)
    row = tx.one(sql.FIND_CODE, of_code=plain(command.code)) if good else None
    if row is None or not _is_good(tx, row, command.person_id):
        raise CodeNotGood()
    tx.change(sql.DROP_OPEN, of_person=command.person_id)
    use_id: int = tx.query(
        sql.ADD_USE, of_code=row.id, of_person=command.person_id, at=tx.now
    )[0].id  # fmt: skip
    return CodeGiven(use_id, row.thing, row.percent, row.tokens)


def given_code(tx: ReadTx, person_id: int) -> CodeGiven | None:
    """The one that waits for a purchase, while it is good."""
    row = tx.one(sql.OPEN_USE, of_person=person_id)
    if row is None or not _is_good(tx, row, person_id):
        return None
    return CodeGiven(row.use_id, row.thing, row.percent, row.tokens)


def discount_for(tx: ReadTx, person_id: int, due: Due) -> Discount | None:
    """What the waiting code takes off this price. One discount an order: who was given tokens for
    this very thing uses those. An educator's never goes below the lowest price; a fund that is too
    empty pays nothing; one for a thing that counts as well takes off no more than that counts."""
    row = tx.one(sql.OPEN_USE, of_person=person_id)
    if row is None or row.thing not in ("", due.thing, due.codes.thing):
        return None
    if not _is_good(tx, row, person_id):
        return None
    if spendable(tx, person_id, due.thing, due.lots).given:
        return None
    wanted = share(due.price, row.percent, 100) if row.percent else row.tokens
    tokens = min(wanted, due.price if row.fund else due.price - MINIMUM_PRICE)
    if row.thing not in ("", due.thing):
        tokens = min(tokens, due.codes.at_most)
    if tokens < 1:
        return None
    if row.fund and balance_of(tx, row.fund) < tokens * treasury_state(tx).peg:
        return None
    return Discount(row.use_id, tokens, row.fund)


def use_discount(tx: Tx, person_id: int, due: Due) -> Discount | None:
    """Uses the waiting code up: a fund's becomes tokens for this thing alone. In the purchase's
    transaction: without a purchase it is not used."""
    tx.lock("person", person_id)
    row = tx.one(sql.OPEN_USE, of_person=person_id)
    if row is None:
        return None
    tx.lock("discount_code", row.id)  # so that its last use is one person's
    found = discount_for(tx, person_id, due)
    if found is None:
        return None
    changed = tx.change(
        sql.SET_USED, use_id=found.use_id, what=due.thing, units=found.tokens, at=tx.now
    )
    if changed != 1:
        return None
    if found.fund:
        tx.lock("fund", 0)
        key = f"discount:{found.use_id}"
        grant_restricted(
            tx, GrantRestricted(key, person_id, due.thing, found.tokens, found.fund, PROGRAMME)
        )
    return found


def plain(code: str) -> str:
    """As it is kept: capitals, without the spaces that people type."""
    return "".join(code.split()).upper()


def is_code(code: str) -> bool:
    """May a code be called so?"""
    return _CODE.fullmatch(plain(code)) is not None


def _why_not(tx: ReadTx, command: MakeCode, code: str) -> str:
    numbers = command.percent, command.tokens, command.most_uses, command.most_each
    if any(type(number) is not int for number in numbers):
        return "worth"
    is_percent = 1 <= command.percent <= 100 and command.tokens == 0
    is_tokens = 1 <= command.tokens <= MOST_TOKENS and command.percent == 0
    if not is_code(code):
        return "form"
    if not (is_percent or is_tokens):
        return "worth"
    if not 1 <= command.most_each <= command.most_uses <= MOST_USES:
        return "uses"
    if not tx.now < command.valid_until <= tx.now + LONGEST:
        return "until"
    return "" if _is_fund(command) else "fund"


def _is_fund(command: MakeCode) -> bool:
    if not command.fund:
        return bool(command.thing)
    try:
        rule_of(command.fund)
    except UnknownAccount:
        return False
    return bool(_FUND.fullmatch(command.fund))


def _is_over(tx: ReadTx, row: Any) -> bool:
    return row.stopped_at is not None or row.valid_until <= tx.now


def _is_good(tx: ReadTx, row: Any, person_id: int) -> bool:
    """Uses count for everybody who was ever one person with them."""
    if _is_over(tx, row):
        return False
    counts = [
        tx.query(sql.COUNT_USES, of_code=row.id, of_person=member)[0]
        for member in sorted(cap_group_members(tx, person_id))
    ]
    each = sum(int(count.each) for count in counts)
    return bool(counts[0].in_all < row.most_uses and each < row.most_each)
