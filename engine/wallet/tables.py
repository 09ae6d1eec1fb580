"""The ledger's tables and the treasury's one row."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.schema import ExecutableDDLElement

from engine.foundation.columns import BigInt, Text, UtcDateTime, metadata
from engine.wallet import control_tables, hold_tables, income_tables, redemption_tables
from engine.wallet.triggers import POSTGRESQL_TRIGGERS, SQLITE_TRIGGERS

LARGEST_AMOUNT = 1_000_000_000_000
LARGEST_BALANCE = 1_000_000_000_000_000_000
MOST_POSTINGS = 1_000

# STRICT: without it SQLite keeps 1.5 or "12abc" in a column of whole numbers.
account = Table(
    "ledger_account",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("asset", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("normal_side", Integer, nullable=False),  # 1: a debit raises it; -1: a credit does
    Column("floor_amount", BigInt),
    Column("cached", Integer, nullable=False, server_default=text("1")),
    CheckConstraint("kind IN ('asset','liability','equity','revenue','expense')", name="kind"),
    CheckConstraint("normal_side IN (1,-1)", name="normal_side"),
    CheckConstraint("cached IN (0,1)", name="cached"),
    CheckConstraint("floor_amount IS NULL OR cached = 1", name="floor_is_cached"),
    sqlite_strict=True,
)
balance = Table(
    "ledger_balance",
    metadata,
    Column("account_id", BigInt, ForeignKey("ledger_account.id"), primary_key=True),
    Column("balance", BigInt, nullable=False, server_default=text("0")),
    Column("version", BigInt, nullable=False, server_default=text("0")),
    Column("floor_amount", BigInt),
    CheckConstraint(f"balance BETWEEN -{LARGEST_BALANCE} AND {LARGEST_BALANCE}", name="range"),
    CheckConstraint("floor_amount IS NULL OR balance >= floor_amount", name="floor"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
journal = Table(
    "ledger_journal",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("idempotency_key", Text, nullable=False, unique=True),
    Column("request_hash", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("postings", Integer, nullable=False),  # how many it declares; more are refused
    Column("reverses_id", BigInt, ForeignKey("ledger_journal.id"), unique=True),
    Column("refers_to_id", BigInt, ForeignKey("ledger_journal.id")),
    Column("external_ref", Text),
    Column("effective_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("metadata", Text, nullable=False, server_default=text("'{}'")),
    CheckConstraint(f"postings BETWEEN 1 AND {MOST_POSTINGS}", name="postings"),
    sqlite_strict=True,
)
posting = Table(
    "ledger_posting",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("journal_id", BigInt, ForeignKey("ledger_journal.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("debit_id", BigInt, ForeignKey("ledger_account.id"), nullable=False),
    Column("credit_id", BigInt, ForeignKey("ledger_account.id"), nullable=False),
    Column("asset", Text, nullable=False),
    Column("amount", BigInt, nullable=False),
    Column("lot_id", BigInt),
    UniqueConstraint("journal_id", "seq"),
    CheckConstraint("seq >= 0", name="seq"),
    CheckConstraint(f"amount BETWEEN 1 AND {LARGEST_AMOUNT}", name="amount"),
    CheckConstraint("debit_id <> credit_id", name="two_accounts"),
    sqlite_strict=True,
)
# The order of the columns is the order in which the triggers fill them.
entry = Table(
    "ledger_entry",
    metadata,
    Column("account_id", BigInt, ForeignKey("ledger_account.id"), primary_key=True),
    Column("version", BigInt, primary_key=True),
    Column("posting_id", BigInt, ForeignKey("ledger_posting.id"), nullable=False),
    Column("delta", BigInt, nullable=False),
    Column("balance_after", BigInt, nullable=False),
    UniqueConstraint("posting_id", "account_id"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
treasury = Table(
    "treasury",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("mode", Text, nullable=False),  # points | money | notional
    Column("currency", Text, nullable=False),
    Column("peg", Integer, nullable=False),  # minor units per token; fixed for good
    Column("amount", BigInt, nullable=False),  # what the fund started with
    Column("opened_at", UtcDateTime, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("mode IN ('points','money','notional')", name="mode"),
    CheckConstraint("peg >= 1", name="peg"),
)

lot = Table(
    "token_lot",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("person_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("bucket", Text, nullable=False),
    Column("source", Text, nullable=False),  # reward:quiz, scholarship, pack
    # Where the money behind it goes when it expires: the fund it came from; "" for purchased ones.
    Column("fund", Text, nullable=False),
    Column("journal_id", BigInt, ForeignKey("ledger_journal.id"), nullable=False),
    Column("amount", BigInt, nullable=False),
    Column("left_amount", BigInt, nullable=False),
    Column("restriction", Text, nullable=False),  # "" or the one thing it pays for: "course:5"
    Column("vests_at", UtcDateTime, nullable=False),  # not spent before
    Column("settles_at", UtcDateTime, nullable=False),  # the payment behind it is final
    Column("expires_at", UtcDateTime),
    Column("warned_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("graced_at", UtcDateTime),  # its expiry was put off, once: an educator cancelled
    CheckConstraint("bucket IN ('purchased','earned')", name="bucket"),
    CheckConstraint("amount >= 1", name="amount"),
    CheckConstraint("left_amount BETWEEN 0 AND amount", name="left"),
    CheckConstraint("(bucket = 'earned') = (expires_at IS NOT NULL)", name="expiry"),
    Index("ix_token_lot_person_id", "person_id", "bucket"),
    Index("ix_token_lot_journal_id", "journal_id"),
    Index(
        "ix_token_lot_expires_at",
        "expires_at",
        sqlite_where=text("left_amount > 0"),
        postgresql_where=text("left_amount > 0"),
    ),
    sqlite_strict=True,
)

sale = Table(
    "sale",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("thing", Text, nullable=False),  # course:5, cohort:7
    # What comes along with it: a cohort's course. "" for nothing.
    Column("includes", Text, nullable=False, server_default=text("''")),
    Column("buyer_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("educator_id", BigInt, ForeignKey("person.id"), nullable=False),
    Column("list_price", BigInt, nullable=False),
    Column("share_percent", Integer, nullable=False),  # of it, that earned tokens may pay
    Column("fee_bps", Integer, nullable=False),
    # In tokens; what follows from these (net, the purchased part) is worked out in sale_parts.py.
    Column("discount", BigInt, nullable=False),
    Column("price", BigInt, nullable=False),
    Column("earned", BigInt, nullable=False),
    Column("fee", BigInt, nullable=False),
    Column("fee_earned", BigInt, nullable=False),
    Column("refunded", BigInt, nullable=False),  # of the price
    Column("state", Text, nullable=False),  # pending | matured | refunded
    Column("journal_id", BigInt, ForeignKey("ledger_journal.id"), nullable=False),
    Column("discount_journal_id", BigInt, ForeignKey("ledger_journal.id")),
    Column("sold_at", UtcDateTime, nullable=False),
    Column("matures_at", UtcDateTime, nullable=False),
    Column("matured_at", UtcDateTime),
    Column("reserve_left", BigInt, nullable=False),
    Column("reserved_until", UtcDateTime),
    CheckConstraint("state IN ('pending','matured','refunded')", name="state"),
    CheckConstraint("list_price = price + discount", name="price"),
    CheckConstraint("earned BETWEEN 0 AND price", name="earned"),
    CheckConstraint("fee BETWEEN 0 AND price", name="fee"),
    CheckConstraint("fee_earned BETWEEN 0 AND fee", name="fee_earned"),
    CheckConstraint("refunded BETWEEN 0 AND price", name="refunded"),
    CheckConstraint("(state = 'refunded') = (refunded = price)", name="whole"),
    CheckConstraint("reserve_left >= 0", name="reserve"),
    Index("ix_sale_buyer_id", "buyer_id", "thing"),
    Index("ix_sale_educator_id", "educator_id", "state"),
    sqlite_strict=True,
)
sale_lot = Table(
    "sale_lot",
    metadata,
    Column("id", BigInt, primary_key=True),  # in the order in which they were taken
    Column("sale_id", BigInt, ForeignKey("sale.id"), nullable=False),
    Column("lot_id", BigInt, ForeignKey("token_lot.id"), nullable=False),
    Column("part", Text, nullable=False),  # earned | purchased: of the price; discount
    Column("amount", BigInt, nullable=False),
    Column("returned", BigInt, nullable=False),
    CheckConstraint("part IN ('earned','purchased','discount')", name="part"),
    CheckConstraint("amount >= 1", name="amount"),
    CheckConstraint("returned BETWEEN 0 AND amount", name="returned"),
    Index("ix_sale_lot_sale_id", "sale_id"),
    sqlite_strict=True,
)
sale_refund = Table(
    "sale_refund",
    metadata,
    Column("id", BigInt, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("sale_id", BigInt, ForeignKey("sale.id"), nullable=False),
    Column("tokens", BigInt, nullable=False),
    Column("journal_id", BigInt, ForeignKey("ledger_journal.id"), nullable=False),
    Column("refunded_at", UtcDateTime, nullable=False),
    CheckConstraint("tokens >= 1", name="tokens"),
    Index("ix_sale_refund_sale_id", "sale_id"),
    sqlite_strict=True,
)
# Educators who do not want to hear of each hour's sales.
sale_quiet = Table(
    "sale_quiet",
    metadata,
    Column("person_id", BigInt, ForeignKey("person.id"), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    sqlite_strict=True,
)

for _dialect, _triggers in (("sqlite", SQLITE_TRIGGERS), ("postgresql", POSTGRESQL_TRIGGERS)):
    for _table, _text in _triggers:
        _made: ExecutableDDLElement = DDL(_text)  # type: ignore[no-untyped-call]
        event.listen(metadata.tables[_table], "after_create", _made.execute_if(dialect=_dialect))

__all__ = [
    "account",
    "balance",
    "control_tables",
    "entry",
    "hold_tables",
    "income_tables",
    "journal",
    "lot",
    "metadata",
    "posting",
    "redemption_tables",
    "treasury",
]
