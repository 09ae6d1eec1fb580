"""A grant that should not have been made is taken back, and made again when that was wrong."""

from __future__ import annotations

from datetime import date

from engine.foundation.tx import Tx
from engine.wallet import statements
from engine.wallet.chart import person_earned
from engine.wallet.commands import GrantFromFund
from engine.wallet.lot_statements import LOT_OF_JOURNAL
from engine.wallet.lots import take_all_of
from engine.wallet.service import ReturnSlice, grant_from_fund, reverse_journal


def take_back_grant(tx: Tx, key: str, *, by: str, kind: str = "reward.taken_back") -> bool:
    """Reverses the grant of this ledger key; `by` tells its reversals apart. False where there is
    none, or its tokens are spent."""
    granted = tx.one(statements.FIND_JOURNAL, of_key=key)
    source = tx.one(statements.FIND_GRANT, of_key=key)
    if granted is None or source is None:
        return False
    owners = {lot.person_id for lot in tx.query(LOT_OF_JOURNAL, of_journal=granted.id)}
    tx.lock("person", *owners)  # whoever is spending these tokens has them, or has not
    made = tx.query(LOT_OF_JOURNAL, of_journal=granted.id)
    if any(lot.left_amount < lot.amount for lot in made):
        return False
    take_all_of(tx, made)
    reverse_journal(tx, granted.id, key=f"{key}:taken-back:{by}", kind=kind)
    _, _, programme, day, *_ = source.paid_by.split(":")
    # A past day's slice was given back already: what has come into it follows.
    tx.schedule(
        ReturnSlice(programme, date.fromisoformat(day)), at=tx.now, slot=f"{key}:taken-back:{by}"
    )
    return True


def take_back_course_grants(tx: Tx, person_id: int, course_id: int, *, by: str) -> int:
    """Every grant for something in this course that is not spent yet; how many were taken back."""
    rows = tx.query(
        statements.GRANTS_OF_COURSE,
        of_code=person_earned(person_id),
        # `about` is written with its keys in order and without spaces.
        inside=f'%"course":{course_id},%',
        at_end=f'%"course":{course_id}}}%',
    )
    return sum(
        take_back_grant(tx, row.idempotency_key, by=by, kind="reward.returned") for row in rows
    )


def grant_again(tx: Tx, key: str, *, by: str, person_id: int, programme: str, tokens: int) -> int:
    """What was taken back `by` mistake is granted anew, as far as the fund can; the amount."""
    again = GrantFromFund(f"{key}:again:{by}", person_id, programme, tokens)
    return grant_from_fund(tx, again).amount
