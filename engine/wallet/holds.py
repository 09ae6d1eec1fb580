"""Holding tokens until what they are for has happened; they end up in one place or come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.registry import job
from engine.foundation.tx import ReadTx, Tx
from engine.wallet import hold_journals, ledger, lots
from engine.wallet import hold_statements as sql
from engine.wallet.chart import hold_earned, hold_purchased
from engine.wallet.errors import HoldOver, KeyConflict
from engine.wallet.hold_commands import Held, HoldFacts, HoldTokens, VoidHold
from engine.wallet.locking import locked_with_people
from engine.wallet.lots import EARNED, PURCHASED, Taken
from engine.wallet.sale_rows import of_thing
from engine.wallet.token_policy import GRACE


def hold_tokens(tx: Tx, command: HoldTokens) -> Held:
    """Takes them out of the person's lots, so that nothing expires while they are held.

    The same key with the same request gives the first answer again. Raises InsufficientBalance,
    TooManyLots, KeyConflict; ValueError for an amount or a kind that no hold has.
    """
    amounts = command.purchased, command.earned
    if any(type(units) is not int or units < 0 for units in amounts) or not any(amounts):
        raise ValueError(f"nothing that can be held: {amounts}")
    if command.kind not in hold_journals.BEGINS:
        raise ValueError(f"not a kind of hold that a person's tokens are for: {command.kind!r}")
    tx.lock("person", command.person_id)
    known = tx.one(sql.FIND_BY_KEY, of_key=command.key)
    if known is not None:
        return _held_before(known, command)
    purchased = lots.take_purchased(tx, command.person_id, command.purchased)
    earned = lots.take_earned(tx, command.person_id, command.earned, thing=command.thing)
    lots.check_lots(purchased, earned)
    hold_id: int = tx.query(
        sql.ADD_HOLD,
        of_key=command.key,
        of_kind=command.kind,
        of_person=command.person_id,
        what=command.thing,
        of_purchased=command.purchased,
        of_earned=command.earned,
        at=tx.now,
        until=command.expires_at,
    )[0].id
    for bucket, taken in ((PURCHASED, purchased), (EARNED, earned)):
        for one in taken:
            tx.change(
                sql.ADD_PART, of_hold=hold_id, of_lot=one.lot_id, of_bucket=bucket, units=one.amount
            )
    journal = hold_journals.held(
        command.kind,
        hold_id,
        command.person_id,
        key=f"held:{hold_id}",
        purchased=lots.pairs_of(purchased),
        earned=lots.pairs_of(earned),
        about={"hold": hold_id, **of_thing(command.thing)},
    )
    tx.change(
        sql.SET_JOURNAL, hold_id=hold_id, of_journal=ledger.post(tx, journal).journal_id
    )  # fmt: skip
    if command.kind == "booking":  # a redemption lets go of its code too, and sees to that itself
        tx.schedule(ExpireHold(hold_id), at=command.expires_at, slot=str(hold_id))
    return Held(hold_id, is_new=True)


def void_hold(tx: Tx, command: VoidHold) -> bool:
    """Everything goes back into the same lots, with their old dates; False when that happened
    before. Raises NotFound; HoldOver when it was settled."""
    row = locked_hold(tx, command.hold_id)
    if row.state in ("voided", "expired"):
        return False
    bring_back(tx, row, "voided", with_grace=command.by_educator)
    return True


def expire_hold(tx: Tx, command: ExpireHold) -> bool:
    """False where there is nothing to do: it has ended already, or it is too soon."""
    row = locked_hold(tx, command.hold_id)
    if row.state != "pending" or tx.now < row.expires_at:
        return False
    bring_back(tx, row, "expired")
    return True


@job("wallet.expire_hold", expire_hold)
@dataclass(frozen=True)
class ExpireHold:
    """Worked when its time is over."""

    hold_id: int


def hold_facts(tx: ReadTx, hold_id: int) -> HoldFacts:
    """Raises NotFound."""
    row = tx.one(sql.FIND_HOLD, hold_id=hold_id)
    if row is None:
        raise NotFound(what="hold")
    return HoldFacts(
        hold_id=row.id,
        kind=row.kind,
        person_id=row.person_id,
        thing=row.thing,
        tokens=row.purchased + row.earned,
        settled=row.settled_purchased + row.settled_earned,
        state=row.state,
        expires_at=row.expires_at,
    )


def locked_hold(tx: Tx, hold_id: int) -> Any:
    """The hold's row, with its person held until the end. Raises NotFound."""
    return locked_with_people(
        tx, "hold", lambda: tx.one(sql.FIND_HOLD, hold_id=hold_id), lambda hold: (hold.person_id,)
    )


def end_hold(tx: Tx, row: Any, state: str, *, purchased: int = 0, earned: int = 0) -> None:
    """The one way out of `pending`: whoever comes second changes no row. Raises HoldOver."""
    changed = tx.change(
        sql.END_HOLD,
        hold_id=row.id,
        new_state=state,
        of_purchased=purchased,
        of_earned=earned,
        at=tx.now,
    )
    if changed != 1:
        raise HoldOver(state=tx.query(sql.FIND_HOLD, hold_id=row.id)[0].state)


def parts_of_hold(tx: ReadTx, hold_id: int, bucket: str) -> list[Taken]:
    """What it took of each lot, in that order."""
    rows = tx.query(sql.PARTS_OF, of_hold=hold_id)
    return [Taken(row.lot_id, row.amount, row.settles_at) for row in rows if row.bucket == bucket]


def return_lots(tx: Tx, hold_id: int, bucket: str, units: int) -> list[tuple[int, int]]:
    """Puts so many back where they came from, what was taken last first: (lot, tokens)."""
    back: list[Taken] = []
    for row in reversed(tx.query(sql.PARTS_OF, of_hold=hold_id)):
        piece = min(units, row.amount - row.returned) if row.bucket == bucket else 0
        if piece:
            tx.change(sql.RETURN_PART, part_id=row.id, units=piece)
            back.append(Taken(row.lot_id, piece, tx.now))
            units -= piece
    if units:
        raise ValueError(f"{units} {bucket} tokens more than the hold took")
    lots.put_back(tx, back)
    return lots.pairs_of(back)


def expected_of_holds(tx: ReadTx) -> dict[str, int]:
    """By account: what every pending hold must have in it. One that has ended has nothing."""
    expected: dict[str, int] = {}
    for row in tx.query(sql.EVERY_PENDING):
        expected[hold_purchased(row.id)] = row.purchased
        expected[hold_earned(row.id)] = row.earned
    return {code: tokens for code, tokens in expected.items() if tokens}


def held_by(tx: ReadTx, person_id: int) -> int:
    """How many tokens are held for what is not over."""
    rows = tx.query(sql.PENDING_OF, of_person=person_id)
    return sum(row.purchased + row.earned for row in rows)


def _held_before(known: Any, command: HoldTokens) -> Held:
    request = command.kind, command.person_id, command.thing, command.purchased, command.earned
    first = known.kind, known.person_id, known.thing, known.purchased, known.earned
    if request != first:
        raise KeyConflict(key=command.key)
    return Held(known.id, is_new=False)


def bring_back(tx: Tx, row: Any, state: str, *, with_grace: bool = False) -> None:
    """All of it, into the same lots. Raises HoldOver."""
    end_hold(tx, row, state)
    purchased = return_lots(tx, row.id, PURCHASED, row.purchased)
    earned = return_lots(tx, row.id, EARNED, row.earned)
    journal = hold_journals.came_back(
        row.kind,
        row.id,
        row.person_id,
        key=f"hold-ended:{row.id}",
        refers_to=row.journal_id,
        purchased=purchased,
        earned=earned,
        about={"hold": row.id, **of_thing(row.thing)},
    )
    ledger.post(tx, journal)
    for lot_id, _ in earned if with_grace else ():
        tx.change(sql.GIVE_GRACE, lot_id=lot_id, until=tx.now + GRACE, at=tx.now)
