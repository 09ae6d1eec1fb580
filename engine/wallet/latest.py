"""The newest journals with their postings: what the playground's drawer shows beside a press."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from engine.foundation.tx import ReadTx
from engine.wallet import tables

journals = tables.journal.c
postings = tables.posting.c
debit = tables.account.alias("debit")
credit = tables.account.alias("credit")

NEWER = (
    select(journals.id, journals.kind, journals.idempotency_key)
    .where(journals.id > bindparam("after_id"))
    .order_by(journals.id.desc())
    .limit(20)
)
POSTINGS_OF = (
    select(debit.c.code.label("debit"), credit.c.code.label("credit"), postings.amount)
    .join_from(tables.posting, debit, postings.debit_id == debit.c.id)
    .join(credit, postings.credit_id == credit.c.id)
    .where(postings.journal_id == bindparam("of_journal"))
    .order_by(postings.seq)
)


@dataclass(frozen=True)
class JournalsSince:
    """`id`: the last one known; at most 20 newer ones are told."""

    id: int


@dataclass(frozen=True)
class PostingCard:
    debit: str
    credit: str
    amount: int


@dataclass(frozen=True)
class JournalCard:
    id: int
    kind: str
    key: str
    lines: tuple[PostingCard, ...]


def journals_since(tx: ReadTx, query: JournalsSince) -> tuple[JournalCard, ...]:
    """The oldest of them first."""
    return tuple(
        JournalCard(
            row.id,
            row.kind,
            row.idempotency_key,
            tuple(
                PostingCard(line.debit, line.credit, line.amount)
                for line in tx.query(POSTINGS_OF, of_journal=row.id)
            ),
        )
        for row in reversed(tx.query(NEWER, after_id=query.id))
    )
