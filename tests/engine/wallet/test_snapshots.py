"""Snapshots of uncached accounts say what a replay of every posting says; else it is found."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from engine.foundation import jobs
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.schema import with_connection
from engine.wallet.chart import rule_of
from engine.wallet.commands import Journal, OpenTreasury
from engine.wallet.errors import AlreadyReversed, InsufficientBalance, InsufficientFunds
from engine.wallet.ledger import lines_of
from engine.wallet.queries import audit, own_funds, verify
from engine.wallet.service import open_treasury, post_journal
from engine.wallet.snapshots import RollUp, balance_of, differing_snapshots, rebuild, roll_up
from tests.conftest import DatabaseCopies
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.test_economies import STEPS, take

JOURNALS = (
    "SELECT id, idempotency_key, kind, reverses_id, effective_at FROM ledger_journal ORDER BY id"
)
POSTINGS = """
    SELECT d.code, c.code, p.amount FROM ledger_posting p
    JOIN ledger_account d ON d.id = p.debit_id JOIN ledger_account c ON c.id = p.credit_id
"""
CACHED = """
    SELECT a.code, b.balance, b.version, b.floor_amount
    FROM ledger_account a JOIN ledger_balance b ON b.account_id = a.id ORDER BY a.code
"""
ENTRIES = """
    SELECT a.code, e.version, e.delta, e.balance_after
    FROM ledger_account a JOIN ledger_entry e ON e.account_id = a.id ORDER BY a.code, e.version
"""


def rows(address: Path | str, question: str) -> list[tuple[Any, ...]]:
    def ask(connection: Connection) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.exec_driver_sql(question)]

    return with_connection(address, ask)


def act(address: Path | str, *statements: str) -> None:
    def run(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)

    with_connection(address, run, commit=True)


def replayed(address: Path | str) -> dict[str, int]:
    """Every balance, added up here from the bare postings."""
    sums: Counter[str] = Counter()
    for debit, credit, amount in rows(address, POSTINGS):
        sums[debit] += amount * rule_of(debit).normal_side
        sums[credit] -= amount * rule_of(credit).normal_side
    return dict(sums)


async def balances(engine: Engine) -> dict[str, int]:
    return {code: await engine.read(balance_of, code) for code in replayed(engine.address)}


async def live(engine: Engine, steps: list[tuple[str, int, int]], roll_ups: set[int]) -> None:
    await meet_people(engine, 3)
    await engine.run(open_treasury, OpenTreasury("money", 1_000))
    for number, step in enumerate(steps):
        with contextlib.suppress(InsufficientBalance, InsufficientFunds, AlreadyReversed):
            await engine.run(lambda tx, told: take(tx, *told), (number, step))
        if number in roll_ups:
            await engine.run(roll_up, RollUp())


@settings(max_examples=10)
@given(steps=STEPS, roll_ups=st.sets(st.integers(0, 29), max_size=4))
def test_a_snapshot_and_its_tail_are_the_whole_ledger(
    database_copies: DatabaseCopies, steps: list[tuple[str, int, int]], roll_ups: set[int]
) -> None:
    async def compare(address: Path | str) -> None:
        engine = Engine(address, FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC)))
        try:
            await live(engine, steps, roll_ups)
            told = replayed(address)
            assert await balances(engine) == told
            weighs = {"asset": 1, "liability": -1}
            assert await engine.read(own_funds, "USD") == sum(
                weighs[rule.kind] * held
                for code, held in told.items()
                if (rule := rule_of(code)).asset == "settlement" and rule.kind in weighs
            )
            assert await engine.run(rebuild, None) >= 0
            assert await balances(engine) == told
        finally:
            await engine.close()

    with database_copies() as address:
        asyncio.run(compare(address))


@settings(max_examples=5)
@given(steps=STEPS)
def test_posting_every_journal_anew_gives_every_balance_bit_for_bit(
    database_copies: DatabaseCopies, steps: list[tuple[str, int, int]]
) -> None:
    async def copy(old: Path | str, new: Path | str) -> None:
        clock = FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))
        first, second = Engine(old, clock), Engine(new, clock)
        try:
            await live(first, steps, set())
            numbers: dict[int, int] = {}
            for id, key, kind, reverses, _ in rows(old, JOURNALS):
                lines = await first.read(lines_of, id)
                journal = Journal(key, kind, lines, reverses=numbers.get(reverses))
                numbers[id] = (await second.run(post_journal, journal)).journal_id
            for question in (CACHED, ENTRIES):
                assert rows(new, question) == rows(old, question)
            assert await balances(second) == replayed(old)
        finally:
            await first.close()
            await second.close()

    with database_copies() as old, database_copies() as new:
        asyncio.run(copy(old, new))


async def test_the_daily_roll_up_takes_in_what_was_posted_since(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 1_000))
    await engine.run(jobs.plan_recurring, None)
    for spent in range(2):
        clock.advance(days=1)
        for job in await engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
            await engine.run(jobs.work_job, job)
        await engine.run(jobs.plan_recurring, None)
        newest = rows(engine.address, "SELECT max(id) FROM ledger_posting")[0][0]
        held = rows(engine.address, "SELECT DISTINCT up_to_posting FROM ledger_snapshot")
        assert held == [(newest,)]
        before = newest
        await engine.run(lambda tx, n: take(tx, n, ("fund", 1, 50)), spent)
        assert await engine.read(balance_of, "bank") == 1_050 + 50 * spent
    newest = rows(engine.address, "SELECT max(id) FROM ledger_posting")[0][0]
    assert await engine.run(roll_up, RollUp()) == newest - before > 0
    assert await engine.run(roll_up, RollUp()) == 0
    assert await engine.read(balance_of, "burn:tax") == 0  # never used
    assert (await engine.read(verify, None)).problems == ()


async def test_own_funds_are_read_from_the_snapshot(engine: Engine) -> None:
    """Else a posting that is gone behind it would be missed at once."""
    await engine.run(open_treasury, OpenTreasury("money", 1_000))
    await engine.run(roll_up, RollUp())
    act(engine.address, "UPDATE ledger_snapshot SET balance = balance + 7 WHERE account_id = 1")
    assert rows(engine.address, "SELECT code FROM ledger_account WHERE id = 1") == [("bank",)]
    assert await engine.read(own_funds, "USD") == 7


FORGED = {
    "another balance": "UPDATE ledger_snapshot SET balance = balance + 7 WHERE account_id = 1",
    "a later posting": (
        "UPDATE ledger_snapshot SET up_to_posting = up_to_posting + 5 WHERE account_id = 1"
    ),
    "a missing one": "DELETE FROM ledger_snapshot WHERE account_id = 1",
}


@pytest.mark.parametrize("name", FORGED)
async def test_a_forged_snapshot_is_found_and_mended_by_a_rebuild(
    engine: Engine, name: str
) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 1_000))
    await engine.run(roll_up, RollUp())
    assert (await engine.read(verify, None)).problems == ()
    act(engine.address, FORGED[name])
    assert {found.code for found in (await engine.read(verify, None)).problems} == {
        "snapshot_differs"
    }
    await engine.run(rebuild, None)
    assert (await engine.read(verify, None)).problems == ()


async def test_a_posting_that_is_under_way_is_waited_for(engine: Engine) -> None:
    """PostgreSQL gives an id out before it is committed: none may fall behind the horizon."""
    await meet_people(engine, 3)
    await engine.run(open_treasury, OpenTreasury("money", 1_000_000))
    kinds = [("fund", 1, 5), ("grant", 1, 3), ("buy", 2, 4)]

    async def steps(first: int) -> None:
        for number in range(first, first + 12):
            await engine.run(lambda tx, told: take(tx, *told), (number, kinds[number % 3]))

    async def rolled_up() -> None:
        for _ in range(8):
            await engine.run(roll_up, RollUp())

    await asyncio.gather(*(steps(100 * part) for part in range(6)), rolled_up())
    assert await balances(engine) == replayed(engine.address)
    assert (await engine.read(audit, None)).problems == ()
    assert await engine.read(lambda tx, _: differing_snapshots(tx), None) == ()
