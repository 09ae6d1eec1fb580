"""Lots: where each token came from, what it is for, and until when it can be spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.foundation.tx import ReadTx, Tx
from engine.wallet import lot_statements as sql
from engine.wallet.chart import person_earned, person_purchased
from engine.wallet.errors import InsufficientBalance, LotsDiffer, TooManyLots

EARNED, PURCHASED = "earned", "purchased"
# One line each; a refund of it has a few lines more, and a journal a thousand at most.
MOST_LOTS = 900


@dataclass(frozen=True)
class NewLot:
    """`restriction`: the one thing it pays for ("course:5"), "" for any. `fund`: where the money
    behind earned tokens returns when they expire."""

    person_id: int
    bucket: str
    source: str
    journal_id: int
    amount: int
    vests_at: datetime
    settles_at: datetime
    expires_at: datetime | None = None
    fund: str = ""
    restriction: str = ""


@dataclass(frozen=True)
class Taken:
    """`amount` tokens out of a lot."""

    lot_id: int
    amount: int
    settles_at: datetime


@dataclass(frozen=True)
class Also:
    """Another thing that what is for it alone counts for as well, up to so many tokens: a cohort's
    course, at the course's price."""

    thing: str = ""
    at_most: int = 0


NOTHING_ELSE = Also()


@dataclass(frozen=True)
class Spendable:
    """What a person could give now: free earned tokens, earned ones for this very thing alone (or
    for what counts as well), and purchased ones; `waiting` earned ones are not vested yet."""

    earned: int
    given: int
    purchased: int
    waiting: int


def add_lot(tx: Tx, lot: NewLot) -> int:
    lot_id: int = tx.query(
        sql.ADD_LOT,
        of_person=lot.person_id,
        of_bucket=lot.bucket,
        came_from=lot.source,
        back_to=lot.fund,
        of_journal=lot.journal_id,
        units=lot.amount,
        only_for=lot.restriction,
        vests=lot.vests_at,
        settles=lot.settles_at,
        expires=lot.expires_at,
        at=tx.now,
    )[0].id
    return lot_id


def spendable(
    tx: ReadTx, person_id: int, thing: str, also: Also = NOTHING_ELSE
) -> Spendable:  # fmt: skip
    """`thing`: what is to be paid ("course:5"). A lot past its expiry cannot be spent, whether it
    was swept or not."""
    earned = given = beside = purchased = waiting = 0
    for lot in tx.query(sql.LEFT_OF, of_person=person_id):
        if lot.bucket == PURCHASED:
            purchased += lot.left_amount
        elif lot.expires_at <= tx.now or lot.restriction not in ("", thing, also.thing):
            continue
        elif lot.vests_at > tx.now:
            waiting += lot.left_amount
        elif not lot.restriction:
            earned += lot.left_amount
        elif lot.restriction == thing:
            given += lot.left_amount
        else:
            beside += lot.left_amount
    return Spendable(earned, given + min(beside, also.at_most), purchased, waiting)


def take_earned(
    tx: Tx,
    person_id: int,
    amount: int,
    *,
    thing: str,
    also: Also = NOTHING_ELSE,
    free_at_most: int | None = None,
) -> tuple[Taken, ...]:
    """Out of the lots for this thing first, then out of those that count as well; of each the
    soonest to expire. `free_at_most`: how many may come from lots that are for anything. Raises
    InsufficientBalance."""
    tx.lock("person", person_id)
    lots = [
        lot
        for lot in tx.query(sql.LEFT_OF, of_person=person_id)
        if lot.bucket == EARNED and lot.vests_at <= tx.now < lot.expires_at
    ]
    lots.sort(key=lambda lot: (lot.expires_at, lot.id))
    own = [lot for lot in lots if lot.restriction and lot.restriction == thing]
    beside = [lot for lot in lots if lot.restriction and lot.restriction == also.thing != thing]
    free = [lot for lot in lots if not lot.restriction]
    of_own = min(amount, _left(own))
    of_beside = min(amount - of_own, also.at_most, _left(beside))
    of_free = amount - of_own - of_beside
    most = _left(free) if free_at_most is None else min(_left(free), free_at_most)
    if of_free > most:
        raise _short(EARNED, of_own + of_beside + most, amount)
    return (
        *_take(tx, own, of_own, EARNED),
        *_take(tx, beside, of_beside, EARNED),
        *_take(tx, free, of_free, EARNED),
    )


def take_purchased(tx: Tx, person_id: int, amount: int) -> tuple[Taken, ...]:
    """First in, first out. Raises InsufficientBalance."""
    tx.lock("person", person_id)
    lots = [lot for lot in tx.query(sql.LEFT_OF, of_person=person_id) if lot.bucket == PURCHASED]
    lots.sort(key=lambda lot: (lot.created_at, lot.id))
    return _take(tx, lots, amount, PURCHASED)


def take_any(tx: Tx, person_id: int, bucket: str, amount: int) -> tuple[Taken, ...]:
    """For a correction: the soonest to expire first, whether they can be spent yet or not. Raises
    InsufficientBalance."""
    tx.lock("person", person_id)
    found = [lot for lot in tx.query(sql.LEFT_OF, of_person=person_id) if lot.bucket == bucket]
    found.sort(key=lambda lot: (lot.expires_at or lot.created_at, lot.id))
    return _take(tx, found, amount, bucket)


def take_all_of(tx: Tx, lots: Iterable[Any]) -> tuple[Taken, ...]:
    """What is left of these lots, whatever they are for."""
    return tuple(_take_one(tx, lot, lot.left_amount) for lot in lots if lot.left_amount)


def put_back(tx: Tx, taken: Sequence[Taken]) -> None:
    """Into the same lots, with their old dates. Raises LotsDiffer: more than was ever in it."""
    for part in taken:
        if not tx.change(sql.PUT_BACK, lot_id=part.lot_id, units=part.amount):
            raise LotsDiffer(lot_id=part.lot_id)


def check_lots(*taken: Sequence[Taken]) -> None:
    """Raises TooManyLots for what no one journal can take."""
    needed = sum(len(lots) for lots in taken)
    if needed > MOST_LOTS:
        raise TooManyLots(lots=needed, most=MOST_LOTS)


def split(taken: Iterable[Taken], first: int) -> tuple[list[Taken], list[Taken]]:
    """The first so many tokens, and the rest."""
    head: list[Taken] = []
    tail: list[Taken] = []
    for one in taken:
        units = min(first, one.amount)
        first -= units
        if units:
            head.append(Taken(one.lot_id, units, one.settles_at))
        if one.amount > units:
            tail.append(Taken(one.lot_id, one.amount - units, one.settles_at))
    return head, tail


def pairs_of(taken: Iterable[Taken]) -> list[tuple[int, int]]:
    """(lot, tokens), as a journal's lines name them."""
    return [(one.lot_id, one.amount) for one in taken]


def _left(lots: Iterable[Any]) -> int:
    return sum(lot.left_amount for lot in lots)


def _take(tx: Tx, lots: Sequence[Any], amount: int, bucket: str) -> tuple[Taken, ...]:
    taken, missing = [], amount
    for lot in lots:
        part = min(missing, lot.left_amount)
        if part:
            taken.append(_take_one(tx, lot, part))
            missing -= part
    if missing:
        raise _short(bucket, amount - missing, amount)
    return tuple(taken)


def _take_one(tx: Tx, lot: Any, amount: int) -> Taken:
    if not tx.change(sql.TAKE, lot_id=lot.id, units=amount):
        raise LotsDiffer(lot_id=lot.id)
    return Taken(lot.id, amount, lot.settles_at)


def _short(bucket: str, balance: int, amount: int) -> InsufficientBalance:
    return InsufficientBalance(account=f"person:{bucket}", balance=balance, amount=amount)


def account_of(person_id: int, bucket: str) -> str:
    return person_earned(person_id) if bucket == EARNED else person_purchased(person_id)
