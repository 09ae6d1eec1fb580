"""A grant that should not have been made is taken back, and made again when that was wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from engine.foundation.tx import Tx
from engine.wallet import ledger, statements
from engine.wallet.chart import TOKENS, person_earned
from engine.wallet.commands import GrantFromFund, Journal
from engine.wallet.lot_statements import LOT_OF_JOURNAL
from engine.wallet.lots import take_all_of
from engine.wallet.service import ReturnSlice, grant_from_fund, reverse_journal


def take_back_grant(tx: Tx, key: str, *, by: str, kind: str = "reward.taken_back") -> bool:
    """Reverses the grant of this ledger key, whoever has its tokens by now; `by` tells its
    reversals apart. False where there is none, or its tokens are spent."""
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
    _take_back(tx, granted.id, made, key=f"{key}:taken-back:{by}", kind=kind)
    _, _, programme, day, *_ = source.paid_by.split(":")
    # A past day's slice was given back already: what has come into it follows.
    tx.schedule(
        ReturnSlice(programme, date.fromisoformat(day)), at=tx.now, slot=f"{key}:taken-back:{by}"
    )
    return True


def _take_back(tx: Tx, journal_id: int, made: Iterable[Any], *, key: str, kind: str) -> None:
    lines = ledger.opposite(ledger.lines_of(tx, journal_id))
    holders = {person_earned(lot.person_id) for lot in made}
    if not holders or any(line.debit in holders for line in lines):
        reverse_journal(tx, journal_id, key=key, kind=kind)
        return
    # It was granted to somebody who was linked to its holder since: nothing is left over there.
    (holder,) = holders
    (lot,) = made
    now = tuple(
        replace(line, debit=holder, lot=lot.id) if line.asset == TOKENS else line for line in lines
    )
    ledger.post(tx, Journal(key, kind, now, refers_to=journal_id))


def take_back_course_grants(tx: Tx, person_id: int, course_id: int, *, by: str) -> int:
    """Every grant for something in this course that is not spent yet, also those of accounts that
    were linked to this one; how many were taken back."""
    rows = tx.query(
        statements.GRANTS_OF_COURSE,
        of_person=person_id,
        # `about` is written with its keys in order and without spaces.
        inside=f'%"course":{course_id},%',
        at_end=f'%"course":{course_id}}}%',
    )
    return sum(
        take_back_grant(tx, row.idempotency_key, by=by, kind="reward.returned") for row in rows
    )


def grant_again(tx: Tx, key: str, *, by: str, person_id: int, programme: str, tokens: int) -> int:
    """What was taken back `by` mistake is granted anew, about the same, as far as the fund can; the
    amount."""
    about = json.loads(tx.query(statements.ABOUT_OF, of_key=key)[0].about)
    again = GrantFromFund(f"{key}:again:{by}", person_id, programme, tokens, about)
    return grant_from_fund(tx, again).amount
