"""What a town's life leaves in the books, word for word: every journal with its key, what it is
about, what it refers to, its lines and their lots; and which locks each command takes for it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from engine.foundation.addresses import is_postgresql
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine, Ran
from engine.foundation.tx import Tx
from engine.people.commands import Appoint, Meet, Role
from engine.people.link_commands import UndoMerge
from engine.people.linking import undo_merge
from engine.people.service import appoint, meet
from engine.wallet.account_lines import AccountLinesQuery, BalanceAt, account_lines, balance_at
from engine.wallet.checking import CheckBooks, bridges, check_books, freeze_state
from engine.wallet.commands import AddToFund, GrantFromFund, Line, StatementQuery, WalletQuery
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.history import HistoryQuery, history
from engine.wallet.latest import JournalsSince, journals_since
from engine.wallet.line_facts import LineQuery, line_facts
from engine.wallet.lots import EARNED
from engine.wallet.personal_data import export
from engine.wallet.proposals import (
    ProposalQuery,
    Propose,
    Vote,
    proposal,
    propose,
    vote,
    waiting_proposals,
)
from engine.wallet.queries import fund_state, statement, treasury_state, verify, wallet_page
from engine.wallet.reversing import grant_again, take_back_course_grants, take_back_grant
from engine.wallet.sale_commands import EarningsQuery, Quote, RefundSale, Sell
from engine.wallet.sale_queries import earnings, kept_sale, sales_of, was_refunded_with
from engine.wallet.sales import quote, refund, sell
from engine.wallet.service import (
    add_to_fund,
    grant_from_fund,
)
from engine.wallet.snapshots import balance_of, own_funds
from tests.engine.people.linking import linked
from tests.engine.wallet.selling import (
    THING,
    GiveTokens,
    give_tokens,
    market,
    settled,
    with_history,
    work_due_jobs,
)
from tests.engine.wallet.test_snapshots import rows

JOURNALS = """
    SELECT id, idempotency_key, kind, reverses_id, refers_to_id, metadata
    FROM ledger_journal ORDER BY id
"""
LINES = """
    SELECT p.journal_id, d.code, c.code, p.amount, p.asset, p.lot_id FROM ledger_posting p
    JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id
    ORDER BY p.id
"""
LOTS = """
    SELECT id, person_id, bucket, source, fund, journal_id, amount, left_amount, restriction
    FROM token_lot ORDER BY id
"""
PROPOSALS = "SELECT id FROM ledger_proposal ORDER BY id"
EARLY, LATE = datetime(2027, 3, 4, 10, tzinfo=UTC), datetime(2027, 6, 1, tzinfo=UTC)
OF_ANN = "person:1:purchased"
OF_LINKING = {"account", "link_tries", "link_code", "merge"}  # what is locked is their own matter


def written(engine: Engine, after: int = 0) -> str:
    """Every journal after that one: its head, then its lines as `debit > credit amount asset`."""
    lines: dict[int, list[str]] = {}
    for journal, debit, credit, amount, asset, lot in rows(engine.address, LINES):
        of = f" of lot {lot}" if lot is not None else ""
        lines.setdefault(journal, []).append(f"    {debit} > {credit} {amount} {asset}{of}")
    told = []
    for id, key, kind, reverses, refers_to, about in rows(engine.address, JOURNALS):
        if id <= after:
            continue
        links = [
            f"{word} {other}"
            for word, other in (("reverses", reverses), ("refers to", refers_to))
            if other is not None
        ]
        told.append(" ".join((str(id), kind, key, *links, about)))
        told += lines[id]
    return without_stripes(engine, "\n".join(told))


def without_stripes(engine: Engine, text: str) -> str:
    """There a person draws on a stripe of the day's slice: the first one on it."""
    return text.replace("2027-03-04:1", "2027-03-04") if is_postgresql(engine.address) else text


# Everything that the wallet is asked: by Ann (1), by Eva the educator (2), by an administrator (3).
QUESTIONS: tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...] = (
    (wallet_page, (WalletQuery(1), WalletQuery(2))),
    (statement, (StatementQuery(1, limit=100), StatementQuery(1, before=40, limit=2))),
    (history, (HistoryQuery(1, 100), HistoryQuery(1, 3), HistoryQuery(2, 3))),
    (earnings, (EarningsQuery(2),)),
    (lambda tx, who: sales_of(tx, who, THING), (1,)),
    (lambda tx, who: kept_sale(tx, who, "course:6"), (1,)),
    (lambda tx, who: kept_sale(tx, who, THING), (1,)),
    (lambda tx, key: was_refunded_with(tx, key), ("part", "none")),
    (quote, (Quote(1, 2, THING, 100), Quote(1, 2, "course:9", 5_000, 1_000, 50))),
    (export, (1, 2, 3)),
    (fund_state, (None,)),
    (treasury_state, (None,)),
    (bridges, (None,)),
    (freeze_state, (3,)),
    (waiting_proposals, (3,)),
    (verify, (None,)),
    (lambda tx, code: balance_of(tx, code), ("bank", "person:1:earned", "person:77:earned")),
    (lambda tx, amount: own_funds(tx, amount), ("USD", "EUR")),
    (balance_at, (BalanceAt("bank", EARLY), BalanceAt("bank", LATE), BalanceAt(OF_ANN, LATE))),
    (account_lines, (AccountLinesQuery(OF_ANN), AccountLinesQuery("bank", 3, 7, 2))),
    (journals_since, (JournalsSince(0), JournalsSince(17))),
)


async def answers(engine: Engine) -> str:
    asked = [(question, query) for question, queries in QUESTIONS for query in queries]
    lines = (await engine.read(statement, StatementQuery(1, limit=100))).lines
    asked += [(line_facts, LineQuery(1, line.id)) for line in lines]
    asked += [(proposal, ProposalQuery(3, row[0])) for row in rows(engine.address, PROPOSALS)]
    told = [
        f"{plain(query)}\n    {plain(await engine.read(question, query))}"
        for question, query in asked
    ]
    return without_stripes(engine, "\n".join(told))


def plain(value: Any) -> str:
    """As JSON: a dataclass by its fields."""

    def other(part: Any) -> Any:
        if is_dataclass(part):
            return {field.name: getattr(part, field.name) for field in fields(part)}
        return part.isoformat() if isinstance(part, date) else str(part)

    return json.dumps(value, default=other)


async def nothing() -> None:
    """Life goes on."""


Pause = Callable[[], Awaitable[None]]


async def life(engine: Engine, clock: FrozenClock, pause: Pause = nothing) -> None:
    ann, eva, admin, boss = await market(engine, 4, has_history=False)
    for person in (admin, boss):
        await engine.run(appoint, Appoint(person, Role.ADMIN))
    second = (await engine.run(meet, Meet("discord", 71, "Ann"))).who.person_id
    await with_history(engine, eva)  # else nothing earned may be given to her
    # Earned in two days' slices, one of them taken back, one granted again.
    facts: dict[str, int | str] = {"quiz": 7, "course": 5}
    await engine.run(grant_from_fund, GrantFromFund("quiz:7", ann, "quiz", 20, facts))
    await engine.run(lambda tx, key: take_back_grant(tx, key, by="merge-1"), "quiz:7")
    await engine.run(
        lambda tx, key: grant_again(
            tx, key, by="merge-1", person_id=ann, programme="quiz", tokens=20
        ),
        "quiz:7",
    )
    await engine.run(grant_from_fund, GrantFromFund("quiz:8", ann, "streak", 30, {"days": 7}))
    await engine.run(grant_from_fund, GrantFromFund("quiz:9", ann, "quiz", 5, facts))
    await engine.run(lambda tx, who: take_back_course_grants(tx, who, 5, by="refund"), ann)
    await engine.run(give_tokens, GiveTokens(second, 100, "pack"))
    await engine.run(give_tokens, GiveTokens(ann, 200, "pack-two"))
    await engine.run(give_tokens, GiveTokens(ann, 40, "gift", EARNED))
    clock.advance(days=1)
    # Two who are one, and two again, and one.
    merge = await linked(engine, ann, second)
    await engine.run(undo_merge, UndoMerge(admin, merge.merge_id))
    await linked(engine, ann, second)
    sold = await engine.run(sell, Sell("one", ann, eva, THING, 200))
    await engine.run(refund, RefundSale("part", sold.sale_id, 50))
    clock.advance(days=14)
    await work_due_jobs(engine)
    await engine.run(refund, RefundSale("more", sold.sale_id, 60))
    rest = sold.offer.parts.price - 110
    await engine.run(refund, RefundSale("rest", sold.sale_id, rest))
    await engine.run(sell, Sell("two", ann, eva, "course:6", 100, share_percent=0))
    # One that nobody will decide.
    await engine.run(propose, Propose("fund.added", 7, by_person_id=admin))
    await pause()
    clock.advance(days=105)
    await work_due_jobs(engine)
    for command in (
        Propose("operator.deposited", 500),
        Propose("fund.added", 300, "fund:scholarship"),
        Propose(
            "correction",
            lines=(
                Line(f"person:{ann}:earned", "burn:written_off", "TOK", 33),
                Line("fund:committed", "fund:rewards", "USD", 33),
                Line("issuance:purchased", f"person:{ann}:purchased", "TOK", 4),
                Line("bank", "backing:purchased", "USD", 4),
                Line("issuance:rewards:quiz", f"person:{ann}:earned", "TOK", 6),
                Line("fund:rewards", "fund:committed", "USD", 6),
            ),
        ),
    ):
        made = await engine.run(propose, command)
        for person in (admin, boss):
            await engine.run(vote, Vote(person, made.proposal_id, is_approval=True))
    await engine.run(add_to_fund, AddToFund("march", 10))
    await settled(engine)
    clock.advance(days=70)
    await engine.run(sweep, Sweep())
    await engine.run(check_books, CheckBooks(admin))
    await settled(engine)
    await pause()


async def test_a_life_leaves_these_journals_and_lots(engine: Engine, clock: FrozenClock) -> None:
    await life(engine, clock)
    lots = "\n".join(" ".join(map(str, row)) for row in rows(engine.address, LOTS))
    assert f"{written(engine)}\n\n{lots}\n" == Path(__file__).with_name("a_life.txt").read_text()


async def test_every_question_is_answered_as_the_books_stand(
    engine: Engine, clock: FrozenClock
) -> None:
    told: list[str] = []

    async def ask() -> None:
        told.append(f"{clock.now():%Y-%m-%d}\n{await answers(engine)}\n")

    await life(engine, clock, ask)
    assert "\n".join(told) == Path(__file__).with_name("answers_of_a_life.txt").read_text()


async def test_a_command_takes_these_locks_first(
    engine: Engine, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are PostgreSQL's; which ones are asked for is the same on both."""
    taken: list[str] = []
    told: list[str] = []
    lock = Tx.lock

    def noted(tx: Tx, kind: str, *ids: int | str) -> None:
        taken.append(" ".join((kind, *map(str, ids))))
        lock(tx, kind, *ids)

    def ended(ran: Ran) -> None:
        if taken and OF_LINKING.isdisjoint(lock.split()[0] for lock in taken):
            told.append(f"{ran.name}: {', '.join(taken)}")
        taken.clear()

    monkeypatch.setattr(Tx, "lock", noted)
    engine.on_command = ended
    await life(engine, clock)
    assert "\n".join(told) + "\n" == Path(__file__).with_name("locks_of_a_life.txt").read_text()
