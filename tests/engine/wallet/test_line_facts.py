"""What "Why?" shows: the rows behind a line, and only one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import NotFound
from engine.foundation.tx import Tx
from engine.wallet import ledger
from engine.wallet.commands import (
    GrantFromFund,
    Journal,
    Line,
    OpenTreasury,
    StatementQuery,
)
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.history import HistoryQuery, history
from engine.wallet.line_facts import LineQuery, line_facts
from engine.wallet.lots import take_earned
from engine.wallet.queries import statement
from engine.wallet.service import grant_from_fund, open_treasury
from engine.wallet.token_policy import EARNED_LAST
from tests.engine.rewards.meeting import meet_people


@pytest.fixture
async def two(engine: Engine) -> tuple[int, int]:
    first, second = await meet_people(engine, 2)
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    for person in (first, second):
        grant = GrantFromFund(f"quiz-passed:7:{person}", person, "quiz", 25, {"quiz": 7})
        await engine.run(grant_from_fund, grant)
    return first, second


async def newest(engine: Engine, person: int) -> int:
    return (await engine.read(statement, StatementQuery(person))).lines[0].id


async def test_a_grant_shows_its_postings_and_the_lot_it_made(
    engine: Engine, two: tuple[int, int], clock: FrozenClock
) -> None:
    person, _ = two
    found = await engine.read(line_facts, LineQuery(person, await newest(engine, person)))
    assert found.key == f"quiz-passed:7:{person}"
    assert (found.line.amount, found.line.balance_after) == (25, 25)
    tokens, money = found.postings
    assert tokens == Line("issuance:rewards:quiz", f"person:{person}:earned", "TOK", 25)
    # On PostgreSQL it is one of the day's stripes.
    assert money.debit.startswith("fund:slice:quiz:2027-03-04")
    assert money == replace(money, credit="fund:committed", asset="USD", amount=25)
    (lot,) = found.made
    assert (lot.source, lot.amount, lot.left) == ("reward:quiz", 25, 25)
    assert lot.expires_at == clock.now() + EARNED_LAST
    assert found.spent == ()


async def test_what_is_spent_shows_the_lots_and_nothing_of_others(
    engine: Engine, two: tuple[int, int], clock: FrozenClock
) -> None:
    """Two people's tokens expire in one journal."""
    made_at = clock.now()
    clock.advance(seconds=(EARNED_LAST + timedelta(days=1)).total_seconds())
    await engine.run(sweep, Sweep())
    person, other = two
    lines = [await newest(engine, who) for who in two]
    found = await engine.read(line_facts, LineQuery(person, lines[0]))
    (posting,) = found.postings
    assert (posting.debit, posting.credit, posting.amount) == (
        f"person:{person}:earned",
        "burn:expiry",
        25,
    )
    (lot,) = found.spent
    assert (lot.source, lot.amount, lot.left, lot.made_at) == ("reward:quiz", 25, 0, made_at)
    assert found.made == ()
    others = await engine.read(line_facts, LineQuery(other, lines[1]))
    assert others.journal_id == found.journal_id


def spend_in_two_lines(tx: Tx, person: int) -> None:
    (taken,) = take_earned(tx, person, 20, thing="")
    own = f"person:{person}:earned"
    lines = (
        Line(own, "burn:redemption", "TOK", 17, taken.lot_id),
        Line(own, "burn:fee", "TOK", 3, taken.lot_id),
        Line("fund:committed", "fund:rewards", "USD", 20),
    )
    ledger.post(tx, Journal("in-two-lines", "discount.burned", lines))


async def test_a_lot_that_two_lines_take_of_is_told_once_with_their_sum(
    engine: Engine, two: tuple[int, int], clock: FrozenClock
) -> None:
    person, _ = two
    clock.advance(days=2)
    await engine.run(spend_in_two_lines, person)
    found = await engine.read(line_facts, LineQuery(person, await newest(engine, person)))
    (lot,) = found.spent
    assert (lot.amount, lot.left) == (20, 5)


async def test_a_line_of_somebody_else_is_not_found(engine: Engine, two: tuple[int, int]) -> None:
    person, other = two
    line = await newest(engine, other)
    for asked in (line, 0, 10**9):
        with pytest.raises(NotFound):
            await engine.read(line_facts, LineQuery(person, asked))


async def test_a_history_is_oldest_first_and_says_when_it_is_cut(
    engine: Engine, two: tuple[int, int], clock: FrozenClock
) -> None:
    person, _ = two
    clock.move_to(datetime(2027, 3, 6, 9, 0, tzinfo=UTC))
    await engine.run(grant_from_fund, GrantFromFund("streak:1", person, "streak", 50))
    whole = await engine.read(history, HistoryQuery(person, 10))
    assert [line.amount for line in whole.lines] == [25, 50]
    assert whole.is_whole
    part = await engine.read(history, HistoryQuery(person, 1))
    assert [line.amount for line in part.lines] == [50]
    assert (part.is_whole, part.totals[0].before, part.totals[0].after) == (False, 25, 75)
