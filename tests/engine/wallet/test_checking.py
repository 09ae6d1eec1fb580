"""A ledger that does not add up freezes cash-out, is told once, and goes on when it is clean."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from engine.foundation import jobs
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden
from engine.foundation.outbox import ClaimDeliveries, EndDelivery, claim_deliveries, end_delivery
from engine.people.commands import Appoint, Role
from engine.people.role_service import appoint
from engine.wallet.checking import (
    CashOutFrozen,
    CheckBooks,
    LiftFreeze,
    bridges,
    cash_out_is_frozen,
    check_books,
    freeze_state,
    lift_freeze,
)
from engine.wallet.commands import GrantFromFund, OpenTreasury
from engine.wallet.service import grant_from_fund, open_treasury
from engine.wallet.snapshots import RollUp, roll_up
from tests.engine.rewards.meeting import meet_people
from tests.engine.wallet.test_attacks import Attacker


@dataclass
class Books:
    engine: Engine
    clock: FrozenClock
    attacker: Attacker
    learner: int
    admins: tuple[int, int]

    async def next_day(self) -> None:
        """The daily jobs of a day, at the hour they are due."""
        await self.engine.run(jobs.plan_recurring, None)
        self.clock.advance(days=1)
        for job in await self.engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
            await self.engine.run(jobs.work_job, job)

    async def told(self) -> list[tuple[int, object]]:
        claimed = await self.engine.run(claim_deliveries, ClaimDeliveries("telegram"))
        for delivery in claimed:
            await self.engine.run(end_delivery, EndDelivery(delivery.id, "sent"))
        return [
            (found.to_id, found.event)
            for found in claimed
            if isinstance(found.event, CashOutFrozen)
        ]

    async def is_frozen(self) -> bool:
        return await self.engine.read(lambda tx, _: cash_out_is_frozen(tx), None)

    def forge(self, tokens: int) -> None:
        """Behind the triggers' back, as somebody with the database's password could."""
        if self.attacker.is_on_server:
            self.attacker.runs("ALTER TABLE ledger_balance DISABLE TRIGGER ALL")
        else:
            self.attacker.runs("DROP TRIGGER IF EXISTS ledger_balance_check")
        self.attacker.runs(
            f"UPDATE ledger_balance SET balance = balance + {tokens} WHERE account_id = "  # noqa: S608
            f"(SELECT id FROM ledger_account WHERE code = 'person:{self.learner}:earned')"
        )


@pytest.fixture
async def books(engine: Engine, clock: FrozenClock) -> Books:
    learner, *admins = await meet_people(engine, 3)
    for admin in admins:
        await engine.run(appoint, Appoint(admin, Role.ADMIN))
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    grant = GrantFromFund("quiz-passed:1:1", learner, "quiz", 20)
    await engine.run(grant_from_fund, grant)
    return Books(engine, clock, Attacker(engine), learner, (admins[0], admins[1]))


async def test_sound_books_freeze_nothing(books: Books) -> None:
    await books.next_day()
    assert await books.told() == []
    assert not await books.is_frozen()


async def test_the_four_bridges_are_read_from_snapshots_and_balances(books: Books) -> None:
    for _ in range(2):
        found = {one.account: (one.money, one.owed) for one in await books.engine.read(bridges, 0)}
        assert found == {
            "backing:purchased": (0, 0),
            "fund:committed": (20, 20),
            "backing:earnings": (0, 0),
            "receivable:educator:*": (0, 0),
        }
        await books.engine.run(roll_up, RollUp())


async def test_a_forged_balance_is_found_by_the_daily_check_and_told_once(books: Books) -> None:
    books.forge(500)
    await books.next_day()
    assert await books.is_frozen()
    first, second = books.admins
    # The forged row is a balance that is no replay, tokens without lots and without money.
    told = await books.told()
    assert told == [(first, CashOutFrozen(2)), (second, CashOutFrozen(2))]
    state = await books.engine.read(freeze_state, first)
    account = f"person:{books.learner}:earned"
    assert [(problem.code, problem.data) for problem in state.problems] == [
        ("balance_differs", {"account": account, "balance": 520, "replayed": 20}),
        ("lots_differ", {"account": account, "balance": 520, "in_lots": 20}),
    ]
    # Another day, another amount, the same problem.
    books.forge(1)
    await books.next_day()
    assert await books.told() == []
    # Learning goes on; but the new entry chains to a balance that no entry gave: that is new.
    again = GrantFromFund("quiz-passed:2:1", books.learner, "quiz", 20)
    assert (await books.engine.run(grant_from_fund, again)).amount == 20
    await books.next_day()
    assert {event for _, event in await books.told()} == {CashOutFrozen(1)}


async def test_only_a_clean_check_lets_an_administrator_unfreeze(books: Books) -> None:
    books.forge(500)
    admin, _ = books.admins
    found = await books.engine.run(check_books, CheckBooks(admin))
    assert found.is_frozen
    still = await books.engine.run(lift_freeze, LiftFreeze(admin))
    assert (still.is_frozen, len(still.problems)) == (True, 2)
    books.forge(-500)
    # Clean again, but that is for a person to say.
    await books.next_day()
    state = await books.engine.read(freeze_state, admin)
    assert (state.is_frozen, state.problems) == (True, ())
    lifted = await books.engine.run(lift_freeze, LiftFreeze(admin))
    assert not lifted.is_frozen
    assert not await books.is_frozen()
    again = await books.engine.run(check_books, CheckBooks(admin))
    assert again == lifted
    assert again.frozen_at == found.frozen_at is not None
    # What comes back after that is new.
    await books.told()
    books.forge(500)
    await books.next_day()
    assert len(await books.told()) == 2


async def test_only_administrators_look_and_lift(books: Books) -> None:
    books.forge(500)
    for command in (
        lambda: books.engine.run(check_books, CheckBooks(books.learner)),
        lambda: books.engine.run(lift_freeze, LiftFreeze(books.learner)),
        lambda: books.engine.read(freeze_state, books.learner),
    ):
        with pytest.raises(Forbidden):
            await command()
