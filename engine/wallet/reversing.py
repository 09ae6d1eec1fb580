"""A grant that should not have been made is taken back, and made again when that was wrong."""

from __future__ import annotations

from datetime import date

from engine.foundation.tx import Tx
from engine.wallet import statements
from engine.wallet.commands import GrantFromFund
from engine.wallet.lot_statements import LOT_OF_JOURNAL
from engine.wallet.lots import take_all_of
from engine.wallet.service import ReturnSlice, grant_from_fund, reverse_journal


def take_back_grant(tx: Tx, key: str, *, by: str) -> bool:
    """Reverses the grant of this ledger key; `by` tells its reversals apart. False where there is
    none, or its tokens are spent."""
    granted = tx.one(statements.FIND_JOURNAL, of_key=key)
    source = tx.one(statements.FIND_GRANT, of_key=key)
    if granted is None or source is None:
        return False
    made = tx.query(LOT_OF_JOURNAL, of_journal=granted.id)
    if any(lot.left_amount < lot.amount for lot in made):
        return False
    take_all_of(tx, made)
    reverse_journal(tx, granted.id, key=f"{key}:taken-back:{by}", kind="reward.taken_back")
    _, _, programme, day, *_ = source.paid_by.split(":")
    # A past day's slice was given back already: what has come into it follows.
    tx.schedule(
        ReturnSlice(programme, date.fromisoformat(day)), at=tx.now, slot=f"{key}:taken-back:{by}"
    )
    return True


def grant_again(tx: Tx, key: str, *, by: str, person_id: int, programme: str, tokens: int) -> int:
    """What was taken back `by` mistake is granted anew, as far as the fund can; the amount."""
    again = GrantFromFund(f"{key}:again:{by}", person_id, programme, tokens)
    return grant_from_fund(tx, again).amount
