"""The rewards fund: opened once, sliced by day, and never granting more than it holds."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest

from engine.foundation import jobs
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.postgresql import PostgresDatabase
from engine.wallet import personal_data
from engine.wallet.commands import (
    AddToFund,
    Granted,
    GrantFromFund,
    Journal,
    Line,
    OpenTreasury,
    WalletQuery,
)
from engine.wallet.errors import (
    InsufficientFunds,
    KeyConflict,
    TokensLeft,
    TreasuryAlreadyOpen,
    TreasuryNotOpen,
)
from engine.wallet.queries import audit, fund_state, treasury_state, wallet_page
from engine.wallet.service import add_to_fund, grant_from_fund, open_treasury, post_journal
from tests.engine.rewards.meeting import meet_people


@pytest.fixture(autouse=True)
async def people(engine: Engine) -> list[int]:
    """Whose tokens they are, from 1."""
    return await meet_people(engine, 7)


def grant(number: int, amount: int = 20, person_id: int = 1) -> GrantFromFund:
    return GrantFromFund(
        f"quiz-passed:{number}:{person_id}", person_id, "quiz", amount, {"quiz": number}
    )


async def run_due_jobs(engine: Engine) -> None:
    for leased in await engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
        await engine.run(jobs.work_job, leased)


async def test_an_opened_treasury_holds_the_fund_and_owes_nothing(engine: Engine) -> None:
    assert (await engine.read(treasury_state, None)).is_open is False
    opened = await engine.run(open_treasury, OpenTreasury("notional", 10_000, "XXX"))
    assert (opened.is_open, opened.mode, opened.currency, opened.peg) == (
        True,
        "notional",
        "XXX",
        1,
    )
    state = await engine.read(fund_state, None)
    assert (state.available, state.committed, state.own_funds) == (10_000, 0, 0)
    assert await engine.run(open_treasury, OpenTreasury("notional", 10_000, "XXX")) == opened
    report = await engine.read(audit, None)
    assert (report.journals, report.problems) == (2, ())


async def test_another_choice_is_refused(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("points"))
    with pytest.raises(TreasuryAlreadyOpen) as refusal:
        await engine.run(open_treasury, OpenTreasury("money", 5))
    assert refusal.value.data == {"mode": "points"}
    with pytest.raises(TreasuryNotOpen):
        await engine.run(add_to_fund, AddToFund("more", 5))


@pytest.mark.parametrize(
    "command",
    [
        OpenTreasury("gold"),
        OpenTreasury("money", -1),
        OpenTreasury("points", 1),
        OpenTreasury("money", 1, "TOK"),
    ],
)
async def test_a_choice_that_means_nothing_is_a_fault(
    engine: Engine, command: OpenTreasury
) -> None:
    with pytest.raises(ValueError, match=r"no such mode|not an amount|not a currency"):
        await engine.run(open_treasury, command)


@pytest.mark.parametrize("mode", ["", "points"])
async def test_without_tokens_nothing_is_granted(engine: Engine, mode: str) -> None:
    if mode:
        await engine.run(open_treasury, OpenTreasury(mode))
    assert await engine.run(grant_from_fund, grant(1)) == Granted(0, False)


async def test_a_grant_is_committed_money_and_shows_its_facts(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    assert await engine.run(grant_from_fund, grant(7)) == Granted(20, True)
    page = await engine.read(wallet_page, WalletQuery(1))
    assert (page.earned, page.purchased, page.use_by) == (20, 0, date(2027, 8, 31))
    (line,) = page.latest
    assert (line.kind, line.bucket, line.amount) == ("reward.granted", "earned", 20)
    assert line.about == {"programme": "quiz", "quiz": 7}
    state = await engine.read(fund_state, None)
    assert (state.available, state.in_slices, state.committed) == (9_500, 480, 20)
    assert (await engine.read(audit, None)).problems == ()


async def test_a_grant_happens_once_even_on_another_day(engine: Engine, clock: FrozenClock) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(grant_from_fund, grant(7))
    clock.advance(days=3)
    assert await engine.run(grant_from_fund, grant(7)) == Granted(20, False)
    with pytest.raises(KeyConflict):
        await engine.run(grant_from_fund, grant(7, amount=25))
    assert (await engine.read(wallet_page, WalletQuery(1))).earned == 20


async def test_concurrent_grants_never_exceed_the_fund(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 210))
    granted = await asyncio.gather(
        *(engine.run(grant_from_fund, grant(n, person_id=1 + n % 7)) for n in range(40))
    )
    assert sum(found.amount for found in granted) == 200
    state = await engine.read(fund_state, None)
    assert (state.available + state.in_slices, state.committed) == (10, 200)
    assert (await engine.read(audit, None)).problems == ()


async def test_what_the_slices_of_several_people_hold_returns_to_the_fund(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 100_000))
    for person_id in range(1, 6):
        assert (await engine.run(grant_from_fund, grant(7, person_id=person_id))).is_new
    state = await engine.read(fund_state, None)
    # Where commands run side by side, each of these people has a stripe.
    drawn = 2_500 if isinstance(engine.database, PostgresDatabase) else 500
    assert (state.available, state.in_slices) == (100_000 - drawn, drawn - 100)
    await run_due_jobs(engine)
    clock.move_to(datetime(2027, 3, 5, 0, 6, tzinfo=UTC))
    await run_due_jobs(engine)
    state = await engine.read(fund_state, None)
    assert (state.available, state.in_slices, state.committed) == (99_900, 0, 100)
    assert (await engine.read(audit, None)).problems == ()


async def test_an_empty_fund_still_pays_with_what_others_slices_hold(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 1_000))
    await engine.run(grant_from_fund, grant(1, amount=10, person_id=1))  # draws a tenth
    await engine.run(grant_from_fund, grant(2, amount=900, person_id=2))
    state = await engine.read(fund_state, None)
    assert state.available + state.in_slices == 90
    assert (await engine.run(grant_from_fund, grant(3, amount=50, person_id=3))).amount == 50
    assert (await engine.run(grant_from_fund, grant(4, amount=50, person_id=4))).amount == 0
    assert (await engine.read(audit, None)).problems == ()


async def test_a_slice_that_grants_much_draws_more_at_once(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 10_000_000))
    for number in range(60):
        await engine.run(grant_from_fund, grant(number, amount=100))
    drawn = 10_000_000 - (await engine.read(fund_state, None)).available
    assert drawn > 6_000 + 500  # sixty grants of 100; drawn by 500 it would be 6,000
    assert (await engine.read(audit, None)).problems == ()


async def test_what_a_day_did_not_grant_returns_to_the_fund(
    engine: Engine, clock: FrozenClock
) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(grant_from_fund, grant(7))
    await run_due_jobs(engine)
    assert (await engine.read(fund_state, None)).in_slices == 480
    clock.move_to(datetime(2027, 3, 5, 0, 6, tzinfo=UTC))
    await run_due_jobs(engine)
    state = await engine.read(fund_state, None)
    assert (state.available, state.in_slices, state.committed) == (9_980, 0, 20)
    assert (await engine.read(audit, None)).problems == ()


async def test_more_can_be_added_once_per_key(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 100))
    for _ in range(2):
        await engine.run(add_to_fund, AddToFund("march", 50))
    assert (await engine.read(fund_state, None)).available == 150


async def test_a_fund_is_not_fed_with_money_that_is_owed(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 100))
    loss = Line("expense:chargeback", "bank", "USD", 30)
    await engine.run(post_journal, Journal("loss", "correction", (loss,)))
    with pytest.raises(InsufficientFunds) as refusal:
        await engine.run(add_to_fund, AddToFund("march", 50))
    assert refusal.value.data == {"own_funds": 20, "amount": 50}
    assert (await engine.read(fund_state, None)).available == 100


async def test_an_erased_persons_earned_tokens_return_to_the_fund(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(grant_from_fund, grant(1))
    exported = await engine.read(personal_data.export, 1)
    assert (exported["earned"], len(exported["statement"])) == (20, 1)
    for _ in range(2):
        await engine.run(personal_data.erase, 1)
    assert (await engine.read(wallet_page, WalletQuery(1))).earned == 0
    state = await engine.read(fund_state, None)
    assert state.available + state.in_slices == 10_000
    assert (await engine.read(audit, None)).problems == ()


async def test_bought_tokens_are_not_erased_away(engine: Engine) -> None:
    line = Line("issuance:purchased", "person:1:purchased", "TOK", 5)
    await engine.run(post_journal, Journal("bought", "tokens.purchased", (line,)))
    with pytest.raises(TokensLeft) as refusal:
        await engine.run(personal_data.erase, 1)
    assert refusal.value.data == {"purchased": 5}
