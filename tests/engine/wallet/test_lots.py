"""Lots: soonest to expire first, back where they came from, and gone when their time is over."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from engine.foundation import jobs
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.outbox import (
    ClaimDeliveries,
    EndDelivery,
    claim_deliveries,
    end_delivery,
)
from engine.foundation.tx import Tx
from engine.people.commands import ErasePerson
from engine.people.service import erase_person
from engine.wallet import ledger
from engine.wallet import lots as lots_of
from engine.wallet.commands import (
    EarnedLot,
    GrantFromFund,
    Journal,
    Line,
    OpenTreasury,
    WalletQuery,
)
from engine.wallet.errors import InsufficientBalance, LotsDiffer
from engine.wallet.expiry import LOTS_AT_ONCE, Sweep, TokensExpire, sweep
from engine.wallet.lots import EARNED, NewLot, Spendable, Taken, put_back, spendable, take_earned
from engine.wallet.queries import earned_lots, fund_state, verify, wallet_page
from engine.wallet.service import grant_from_fund, open_treasury
from engine.wallet.token_policy import EARNED_LAST, VESTS_AFTER
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.selling import GiveTokens, give_tokens


@pytest.fixture
async def person(engine: Engine) -> int:
    await engine.run(open_treasury, OpenTreasury("money", 100_000))
    (found,) = await meet_people(engine, 1)
    return found


async def earn(engine: Engine, person: int, tokens: int, key: str) -> None:
    granted = await engine.run(grant_from_fund, GrantFromFund(key, person, "quiz", tokens))
    assert granted.amount == tokens


async def settled(engine: Engine) -> None:
    assert (await engine.read(verify, None)).problems == ()


def seen(engine: Engine, person: int, thing: str = "") -> asyncio.Future[Spendable]:
    return asyncio.ensure_future(engine.read(lambda tx, query: spendable(tx, person, query), thing))


def burn(tx: Tx, command: tuple[int, int, str]) -> tuple[Taken, ...]:
    """Spends earned tokens for something, as a journal."""
    person, amount, key = command
    taken = take_earned(tx, person, amount, thing="course:5")
    lines = [
        Line(f"person:{person}:earned", "burn:expiry", "TOK", part.amount, part.lot_id)
        for part in taken
    ]
    lines.append(Line("fund:committed", "fund:rewards", "USD", amount))
    ledger.post(tx, Journal(key, "reward.expired", tuple(lines)))
    return taken


async def test_earned_tokens_wait_a_day_before_they_are_spent(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    await earn(engine, person, 20, "one")
    assert await seen(engine, person) == Spendable(earned=0, given=0, purchased=0, waiting=20)
    with pytest.raises(InsufficientBalance):
        await engine.run(burn, (person, 1, "early"))
    clock.advance(seconds=VESTS_AFTER.total_seconds())
    assert await seen(engine, person) == Spendable(earned=20, given=0, purchased=0, waiting=0)
    await settled(engine)


async def test_what_expires_soonest_is_spent_first(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    await earn(engine, person, 20, "one")
    clock.advance(days=3)
    await earn(engine, person, 30, "two")
    page = await engine.read(wallet_page, WalletQuery(person))
    assert page.use_by == (clock.now() - timedelta(days=3) + EARNED_LAST).date()
    clock.advance(days=2)
    taken = await engine.run(burn, (person, 25, "spent"))
    assert [part.amount for part in taken] == [20, 5]
    page = await engine.read(wallet_page, WalletQuery(person))
    assert (page.earned, page.use_by) == (
        25,
        (clock.now() - timedelta(days=2) + EARNED_LAST).date(),
    )
    await settled(engine)


async def test_a_later_lot_that_expires_sooner_is_spent_first(engine: Engine, person: int) -> None:
    for days in (9, 5, 7):
        lot = GiveTokens(person, 20, f"for-{days}", EARNED, expires_in=timedelta(days=days))
        await engine.run(give_tokens, lot)
    await engine.run(burn, (person, 45, "spent"))
    left = await engine.read(earned_lots, person)
    assert [(lot.tokens, lot.use_by) for lot in left] == [
        (15, engine.clock.now() + timedelta(days=9))
    ]
    await settled(engine)


async def test_what_is_left_of_the_earned_tokens_is_told_with_its_times(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    first = clock.now()
    await earn(engine, person, 20, "one")
    clock.advance(days=3)
    second = clock.now()
    await earn(engine, person, 30, "two")
    clock.advance(days=2)
    await engine.run(burn, (person, 5, "spent"))
    older = EarnedLot(15, "", first + VESTS_AFTER, first + EARNED_LAST)
    newer = EarnedLot(30, "", second + VESTS_AFTER, second + EARNED_LAST)
    assert await engine.read(earned_lots, person) == (older, newer)
    clock.advance(seconds=(older.use_by - clock.now()).total_seconds())
    assert await engine.read(earned_lots, person) == (newer,)
    assert await engine.read(earned_lots, person + 1) == ()


async def test_a_lot_past_its_time_cannot_be_spent_swept_or_not(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    await earn(engine, person, 20, "one")
    clock.advance(seconds=EARNED_LAST.total_seconds())
    with pytest.raises(InsufficientBalance):
        await engine.run(burn, (person, 1, "late"))
    before = await engine.read(fund_state, None)
    assert await engine.run(sweep, Sweep()) == 1
    after = await engine.read(fund_state, None)
    assert (after.available, after.committed) == (before.available + 20, before.committed - 20)
    assert (await engine.read(wallet_page, WalletQuery(person))).earned == 0
    assert await engine.run(sweep, Sweep()) == 0
    await settled(engine)


async def test_a_warning_comes_two_weeks_before_and_once(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    await earn(engine, person, 20, "one")
    clock.advance(days=1)
    await earn(engine, person, 5, "two")
    clock.advance(days=164)
    await engine.run(sweep, Sweep())
    assert await told(engine) == []
    clock.advance(days=1)
    for _ in range(2):
        await engine.run(sweep, Sweep())
    [event] = await told(engine)
    assert (event.person_id, event.tokens) == (person, 20)
    clock.advance(days=1)
    await engine.run(sweep, Sweep())
    assert [event.tokens for event in await told(engine)] == [5]


async def told(engine: Engine) -> list[TokensExpire]:
    """Since this was last asked."""
    claimed = await engine.run(claim_deliveries, ClaimDeliveries("telegram", 10))
    for one in claimed:
        await engine.run(end_delivery, EndDelivery(one.id, "sent", message_id=1))
    return [one.event for one in claimed if isinstance(one.event, TokensExpire)]


async def test_lots_for_one_thing_pay_for_that_thing_alone_and_first(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    await earn(engine, person, 20, "one")

    def give(tx: Tx, amount: int) -> None:
        lines = (
            Line("issuance:rewards:scholarship", f"person:{person}:earned", "TOK", amount),
            Line("fund:rewards", "fund:committed", "USD", amount),
        )
        posted = ledger.post(tx, Journal("scholarship", "reward.granted", lines))
        lots_of.add_lot(
            tx,
            NewLot(
                person_id=person,
                bucket=lots_of.EARNED,
                source="scholarship",
                fund="fund:rewards",
                journal_id=posted.journal_id,
                amount=amount,
                vests_at=tx.now,
                settles_at=tx.now,
                expires_at=tx.now + EARNED_LAST * 2,
                restriction="course:5",
            ),
        )

    await engine.run(give, 100)
    clock.advance(days=2)
    assert await seen(engine, person, "course:6") == Spendable(20, 0, 0, 0)
    assert await seen(engine, person, "course:5") == Spendable(20, 100, 0, 0)
    taken = await engine.run(burn, (person, 110, "spent"))
    assert [part.amount for part in taken] == [100, 10]
    await settled(engine)


async def test_what_comes_back_lies_where_it_lay(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    await earn(engine, person, 20, "one")
    clock.advance(days=2)
    taken = await engine.run(burn, (person, 20, "spent"))

    def back(tx: Tx, parts: tuple[Taken, ...]) -> None:
        lines = [
            Line("burn:expiry", f"person:{person}:earned", "TOK", part.amount, part.lot_id)
            for part in parts
        ]
        lines.append(Line("fund:rewards", "fund:committed", "USD", 20))
        ledger.post(tx, Journal("back", "correction", tuple(lines)))
        put_back(tx, parts)

    await engine.run(back, taken)
    page = await engine.read(wallet_page, WalletQuery(person))
    assert (page.earned, page.use_by) == (
        20,
        (clock.now() - timedelta(days=2) + EARNED_LAST).date(),
    )
    await settled(engine)
    with pytest.raises(LotsDiffer):
        await engine.run(lambda tx, parts: put_back(tx, parts), taken)


async def test_of_sixty_four_spends_of_ten_from_a_hundred_ten_succeed(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    for number in range(4):
        await earn(engine, person, 25, f"grant {number}".replace(" ", "-"))
    clock.advance(days=2)
    answers = await asyncio.gather(
        *(engine.run(burn, (person, 10, f"spend-{number}")) for number in range(64)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(refused) == 54
    assert all(isinstance(answer, InsufficientBalance) for answer in refused)
    assert (await engine.read(wallet_page, WalletQuery(person))).earned == 0
    await settled(engine)


async def test_a_sweep_of_many_lots_goes_on_until_all_are_gone(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    count = LOTS_AT_ONCE + 20
    for number in range(count):
        await earn(engine, person, 1, f"grant-{number}")
    clock.advance(seconds=EARNED_LAST.total_seconds())
    assert await engine.run(sweep, Sweep()) == LOTS_AT_ONCE
    while leased := await engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
        for job in leased:
            await engine.run(jobs.work_job, job)
    assert (await engine.read(wallet_page, WalletQuery(person))).earned == 0
    await settled(engine)


async def test_erasing_a_person_returns_every_lot(
    engine: Engine, person: int, clock: FrozenClock
) -> None:
    await earn(engine, person, 20, "one")
    await earn(engine, person, 5, "two")
    await engine.run(erase_person, ErasePerson(person))
    state = await engine.read(fund_state, None)
    assert state.committed == 0
    await settled(engine)
