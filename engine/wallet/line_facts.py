"""The rows behind one line of a person's statement: what "Why?" shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from engine.foundation.errors import NotFound
from engine.foundation.tx import ReadTx
from engine.wallet import tables
from engine.wallet.chart import TOKENS, person_earned, person_purchased
from engine.wallet.commands import Line, StatementQuery, WalletLine
from engine.wallet.ledger import lines_of
from engine.wallet.lot_statements import LOT_OF_JOURNAL
from engine.wallet.queries import statement

journals = tables.journal.c
lots = tables.lot.c

JOURNAL_OF_LINE = (
    select(
        journals.id,
        journals.idempotency_key.label("key"),
        journals.reverses_id,
        journals.refers_to_id,
    )
    .join_from(tables.posting, tables.journal, journals.id == tables.posting.c.journal_id)
    .where(tables.posting.c.id == bindparam("of_posting"))
)
LOTS_BY_ID = (
    select(tables.lot).where(lots.id.in_(bindparam("ids", expanding=True))).order_by(lots.id)
)


@dataclass(frozen=True)
class LineQuery:
    person_id: int
    line_id: int


@dataclass(frozen=True)
class LotFacts:
    """`amount`: what came into it, or what this journal took out of it."""

    source: str
    amount: int
    left: int
    made_at: datetime
    vests_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True)
class LineFacts:
    """`key`: the fact's ledger key. `postings`: those of the journal that touch this person's
    tokens, and the money behind them where nobody else's tokens are in the journal."""

    line: WalletLine
    journal_id: int
    key: str
    reverses: int | None
    refers_to: int | None
    postings: tuple[Line, ...]
    made: tuple[LotFacts, ...]
    spent: tuple[LotFacts, ...]


def line_facts(tx: ReadTx, query: LineQuery) -> LineFacts:
    """Raises NotFound, also for a line of somebody else."""
    found = statement(tx, StatementQuery(query.person_id, before=query.line_id + 1, limit=1)).lines
    if not found or found[0].id != query.line_id:
        raise NotFound(what="line")
    line = found[0]
    journal = tx.query(JOURNAL_OF_LINE, of_posting=query.line_id)[0]
    every = lines_of(tx, journal.id)
    own = {person_earned(query.person_id), person_purchased(query.person_id)}
    mine = [one for one in every if own & {one.debit, one.credit}]
    is_alone = all(one in mine for one in every if one.asset == TOKENS)
    # A lot is named by each line that takes of it: the educator's part and the fee, say.
    out: Counter[int] = Counter()
    for one in mine:
        if one.lot is not None and one.debit in own:
            out[one.lot] += one.amount
    made = tx.query(LOT_OF_JOURNAL, of_journal=journal.id)
    spent = tx.query(LOTS_BY_ID, ids=list(out)) if out else []
    return LineFacts(
        line=line,
        journal_id=journal.id,
        key=journal.key,
        reverses=journal.reverses_id,
        refers_to=journal.refers_to_id,
        postings=tuple(every if is_alone else mine),
        made=tuple(
            LotFacts(
                lot.source, lot.amount, lot.left_amount, lot.created_at, lot.vests_at,
                lot.expires_at,
            )
            for lot in made
            if lot.person_id == query.person_id and lot.bucket == line.bucket
        ),
        spent=tuple(
            LotFacts(
                lot.source, out[lot.id], lot.left_amount, lot.created_at, lot.vests_at,
                lot.expires_at,
            )
            for lot in spent
            if lot.bucket == line.bucket
        ),
    )  # fmt: skip
