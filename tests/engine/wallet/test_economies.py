"""Random economies: whatever people do, the ledger's invariants hold."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.tx import Tx
from engine.wallet import journals
from engine.wallet.commands import (
    AddToFund,
    GrantFromFund,
    Journal,
    Line,
    Money,
    OpenTreasury,
    WalletQuery,
)
from engine.wallet.errors import AlreadyReversed, InsufficientBalance, InsufficientFunds
from engine.wallet.ledger import lines_of
from engine.wallet.queries import audit, fund_state, wallet_page
from engine.wallet.service import (
    add_to_fund,
    grant_from_fund,
    open_treasury,
    post_journal,
    reverse_journal,
)
from tests.conftest import DatabaseCopies
from tests.engine.rewards.meeting import meet_people

PEOPLE = st.integers(1, 3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("grant"), PEOPLE, st.integers(1, 400)),
        st.tuples(st.just("buy"), PEOPLE, st.integers(1, 300)),
        st.tuples(st.just("spend"), PEOPLE, st.integers(1, 300)),
        st.tuples(st.just("expire"), PEOPLE, st.integers(1, 200)),
        st.tuples(st.just("reverse"), st.integers(1, 40), st.just(0)),
        st.tuples(st.just("fund"), PEOPLE, st.integers(1, 500)),
    ),
    max_size=30,
)


def take(tx: Tx, number: int, step: tuple[str, int, int]) -> None:
    what, who, amount = step
    key = f"step:{number}"
    match what:
        case "grant":
            grant_from_fund(tx, GrantFromFund(key, who, "quiz", amount))
        case "buy":
            lines = (
                Line("issuance:purchased", f"person:{who}:purchased", "TOK", amount),
                Line("bank", "backing:purchased", "USD", amount),
            )
            post_journal(tx, Journal(key, "tokens.purchased", lines))
        case "spend":
            lines = (
                Line(f"person:{who}:purchased", "burn:fee", "TOK", amount),
                Line("backing:purchased", "revenue:certification", "USD", amount),
            )
            post_journal(tx, Journal(key, "certificate.paid", lines))
        case "expire":
            expired = journals.reward_expired(Money(), key=key, person_id=who, tokens=amount)
            post_journal(tx, expired)
        case "reverse" if lines_of(tx, who):
            reverse_journal(tx, who, key=key, kind="correction")
        case "fund":
            add_to_fund(tx, AddToFund(key, amount))


async def live_through(address: Path | str, steps: list[tuple[str, int, int]]) -> None:
    engine = Engine(address, FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC)))
    try:
        await engine.run(open_treasury, OpenTreasury("money", 1_000))
        await meet_people(engine, 3)
        for number, step in enumerate(steps):
            with contextlib.suppress(InsufficientBalance, InsufficientFunds, AlreadyReversed):
                await engine.run(lambda tx, told: take(tx, *told), (number, step))
        report = await engine.read(audit, None)
        # Reversing the operator's deposit is ours to do; own funds may then be short.
        assert {problem.code for problem in report.problems} <= {"own_funds"}
        assert report.own_funds >= 0 or any(step[0] == "reverse" for step in steps)
        pages = [await engine.read(wallet_page, WalletQuery(person)) for person in (1, 2, 3)]
        state = await engine.read(fund_state, None)
        assert state.committed == sum(page.earned for page in pages)
        assert min(state.available, state.in_slices, *(page.purchased for page in pages)) >= 0
    finally:
        await engine.close()


@settings(max_examples=25)
@given(steps=STEPS)
def test_a_random_economy_keeps_every_invariant(
    database_copies: DatabaseCopies, steps: list[tuple[str, int, int]]
) -> None:
    with database_copies() as address:
        asyncio.run(live_through(address, steps))
