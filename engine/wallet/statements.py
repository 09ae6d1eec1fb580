"""The wallet's SQL."""

from __future__ import annotations

from sqlalchemy import (
    and_,
    bindparam,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from engine.foundation.columns import Text
from engine.wallet import tables

accounts = tables.account.c
balances = tables.balance.c
journals = tables.journal.c
postings = tables.posting.c
entries = tables.entry.c

FIND_JOURNAL = select(journals.id, journals.request_hash).where(
    journals.idempotency_key == bindparam("of_key")
)
# By the lots, which go along when accounts are linked: the journal names who they were then.
_granted = tables.lot.c
GRANTS_OF_COURSE = (
    select(journals.id, journals.idempotency_key)
    .join_from(tables.journal, tables.lot, _granted.journal_id == journals.id)
    .where(
        journals.kind == "reward.granted",
        _granted.person_id == bindparam("of_person"),
        _granted.bucket == "earned",
        _granted.left_amount == _granted.amount,
        or_(
            journals.metadata.like(bindparam("inside")), journals.metadata.like(bindparam("at_end"))
        ),
    )
    .order_by(journals.id)
)
ABOUT_OF = select(journals.metadata.label("about")).where(
    journals.idempotency_key == bindparam("of_key")
)
# What the rewards' journals since a moment moved into and out of wallets.
REWARDS_MOVED = (
    select(journals.kind, func.sum(postings.amount).label("tokens"))
    .join_from(tables.journal, tables.posting, postings.journal_id == journals.id)
    .where(
        journals.kind.in_(
            ("reward.granted", "reward.taken_back", "reward.returned", "reward.expired")
        ),
        journals.created_at > bindparam("since"),
        postings.asset == "TOK",
    )
    .group_by(journals.kind)
)
FIND_REVERSAL = select(journals.id).where(journals.reverses_id == bindparam("of_journal"))
ADD_JOURNAL = (
    insert(tables.journal)
    .values(
        idempotency_key=bindparam("key"),
        request_hash=bindparam("hash"),
        kind=bindparam("of_kind"),
        postings=bindparam("declared"),
        reverses_id=bindparam("reverses"),
        refers_to_id=bindparam("refers_to"),
        effective_at=bindparam("effective"),
        created_at=bindparam("created"),
        metadata=bindparam("about"),
    )
    .returning(journals.id)
)
ADD_POSTING = insert(tables.posting).values(
    journal_id=bindparam("of_journal"),
    seq=bindparam("number"),
    debit_id=bindparam("debit"),
    credit_id=bindparam("credit"),
    asset=bindparam("of_asset"),
    amount=bindparam("units"),
    lot_id=bindparam("of_lot"),
)
ADD_ACCOUNT = (
    upsert(tables.account)
    .values(
        code=bindparam("of_code"),
        asset=bindparam("of_asset"),
        kind=bindparam("of_kind"),
        normal_side=bindparam("side"),
        floor_amount=bindparam("floor"),
        cached=bindparam("is_cached"),
    )
    .on_conflict_do_nothing(index_elements=["code"])
)
_account = select(
    accounts.code,
    accounts.id,
    accounts.asset,
    accounts.normal_side,
    accounts.floor_amount,
    balances.balance,
    balances.version,
).join_from(tables.account, tables.balance, balances.account_id == accounts.id, isouter=True)
FIND_ACCOUNT = _account.where(accounts.code == bindparam("of_code"))
FIND_ACCOUNTS = _account.where(accounts.code.in_(bindparam("codes", expanding=True)))
_debit = tables.account.alias("debit")
_credit = tables.account.alias("credit")
FIND_LINES = (
    select(
        _debit.c.code.label("debit"),
        _credit.c.code.label("credit"),
        postings.asset,
        postings.amount,
        postings.lot_id,
    )
    .join_from(tables.posting, _debit, _debit.c.id == postings.debit_id)
    .join(_credit, _credit.c.id == postings.credit_id)
    .where(postings.journal_id == bindparam("of_journal"))
    .order_by(postings.seq)
)

FIND_GRANT = (
    select(_debit.c.code.label("paid_by"))
    .join_from(tables.journal, tables.posting, postings.journal_id == journals.id)
    .join(_debit, _debit.c.id == postings.debit_id)
    .join(_credit, _credit.c.id == postings.credit_id)
    .where(journals.idempotency_key == bindparam("of_key"), _credit.c.code == "fund:committed")
)

FIND_TREASURY = select(
    tables.treasury.c.mode,
    tables.treasury.c.currency,
    tables.treasury.c.peg,
    tables.treasury.c.amount,
)
ADD_TREASURY = insert(tables.treasury).values(
    id=1,
    mode=bindparam("of_mode"),
    currency=bindparam("of_currency"),
    peg=bindparam("of_peg"),
    amount=bindparam("of_amount"),
    opened_at=bindparam("at"),
)

PERSON_BALANCES = (
    select(accounts.code, balances.balance)
    .join_from(tables.account, tables.balance, balances.account_id == accounts.id)
    .where(accounts.code.in_((bindparam("earned_code"), bindparam("purchased_code"))))
)
# One line per journal and class of tokens, newest first; a line's id is its last posting.
PERSON_LINES = (
    select(
        func.max(entries.posting_id).label("id"),
        accounts.code,
        journals.kind,
        journals.effective_at,
        journals.metadata.label("about"),
        func.sum(entries.delta).label("amount"),
        func.max(entries.version).label("version"),
    )
    .join_from(tables.account, tables.entry, entries.account_id == accounts.id)
    .join(tables.posting, postings.id == entries.posting_id)
    .join(tables.journal, journals.id == postings.journal_id)
    .where(
        accounts.code.in_((bindparam("earned_code"), bindparam("purchased_code"))),
    )
    .group_by(journals.id, accounts.code, journals.kind, journals.effective_at, journals.metadata)
    .having(func.max(entries.posting_id) < bindparam("before"))
    .order_by(func.max(entries.posting_id).desc())
    .limit(bindparam("most"))
)
BALANCE_AT = (
    select(entries.balance_after)
    .join_from(tables.entry, tables.account, accounts.id == entries.account_id)
    .where(accounts.code == bindparam("of_code"), entries.version == bindparam("of_version"))
)
CACHED_TOTAL = (
    select(func.coalesce(func.sum(balances.balance), 0).label("total"))
    .join_from(tables.account, tables.balance, balances.account_id == accounts.id)
    .where(
        or_(
            accounts.code.like(bindparam("like_first")),
            accounts.code.like(bindparam("like_second")),
        )
    )
)
# What the audit asks.
# Lots that do not add up to the balance of their owner and class.
_lots = tables.lot.c
_in_lots = (
    select(_lots.person_id, _lots.bucket, func.sum(_lots.left_amount).label("held"))
    .group_by(_lots.person_id, _lots.bucket)
    .subquery()
)
_code_of_lots = literal("person:") + cast(_in_lots.c.person_id, Text) + ":" + _in_lots.c.bucket
LOTS_THAT_DIFFER = (
    select(
        _code_of_lots.label("code"),
        _in_lots.c.held,
        func.coalesce(balances.balance, 0).label("balance"),
    )
    .join_from(_in_lots, tables.account, accounts.code == _code_of_lots, isouter=True)
    .join(tables.balance, balances.account_id == accounts.id, isouter=True)
    .where(_in_lots.c.held != func.coalesce(balances.balance, 0))
    .union_all(
        select(accounts.code, literal(0), balances.balance)
        .join_from(tables.account, tables.balance, balances.account_id == accounts.id)
        .where(
            accounts.code.like("person:%"),
            balances.balance != 0,
            ~select(_in_lots.c.held).where(_code_of_lots == accounts.code).exists(),
        )
    )
)
EDUCATORS_WAITING = (
    select(accounts.code, balances.balance)
    .join_from(tables.account, tables.balance, balances.account_id == accounts.id)
    .where(accounts.code.like("educator:%:pending") | accounts.code.like("educator:%:reserve"))
)
COUNTS = select(
    select(func.count()).select_from(tables.journal).scalar_subquery().label("journals"),
    select(func.count()).select_from(tables.posting).scalar_subquery().label("postings"),
    select(func.count()).select_from(tables.account).scalar_subquery().label("accounts"),
)
_sides = union_all(
    select(postings.debit_id.label("account_id"), postings.amount.label("signed")),
    select(postings.credit_id.label("account_id"), (-postings.amount).label("signed")),
).subquery()
_sums = (
    select(_sides.c.account_id, func.sum(_sides.c.signed).label("debited"))
    .group_by(_sides.c.account_id)
    .subquery()
)
REPLAYED_BALANCES = (
    select(
        accounts.code,
        accounts.asset,
        accounts.normal_side,
        accounts.floor_amount,
        accounts.cached,
        func.coalesce(_sums.c.debited, 0).label("debited"),
        balances.balance,
    )
    .join_from(tables.account, _sums, _sums.c.account_id == accounts.id, isouter=True)
    .join(tables.balance, balances.account_id == accounts.id, isouter=True)
    .order_by(accounts.id)
)
INCOMPLETE_JOURNALS = (
    select(journals.id, journals.postings, func.count(postings.id).label("found"))
    .join_from(tables.journal, tables.posting, postings.journal_id == journals.id, isouter=True)
    .group_by(journals.id, journals.postings)
    .having(func.count(postings.id) != journals.postings)
)
_chain = select(
    entries.account_id,
    entries.version,
    entries.delta,
    entries.balance_after,
    func.lag(entries.version, 1, 0)
    .over(partition_by=entries.account_id, order_by=entries.version)
    .label("version_before"),
    func.lag(entries.balance_after, 1, 0)
    .over(partition_by=entries.account_id, order_by=entries.version)
    .label("balance_before"),
).subquery()
BROKEN_CHAINS = (
    select(accounts.code, _chain.c.version)
    .join_from(_chain, tables.account, accounts.id == _chain.c.account_id)
    .where(
        or_(
            _chain.c.version != _chain.c.version_before + 1,
            _chain.c.balance_after != _chain.c.balance_before + _chain.c.delta,
        )
    )
)
# Every side of a posting on a cached account has its entry, and no entry stands alone.
_cached_sides = (
    select(func.count())
    .join_from(_sides, tables.account, accounts.id == _sides.c.account_id)
    .where(accounts.cached == 1)
    .scalar_subquery()
)
_true_entries = (
    select(func.count())
    .join_from(tables.entry, tables.posting, postings.id == entries.posting_id)
    .join(tables.account, accounts.id == entries.account_id)
    .where(
        or_(
            and_(
                postings.debit_id == accounts.id,
                entries.delta == accounts.normal_side * postings.amount,
            ),
            and_(
                postings.credit_id == accounts.id,
                entries.delta == -accounts.normal_side * postings.amount,
            ),
        )
    )
    .scalar_subquery()
)
ENTRY_COUNTS = select(
    _cached_sides.label("wanted"),
    select(func.count()).select_from(tables.entry).scalar_subquery().label("found"),
    _true_entries.label("true_ones"),
)
