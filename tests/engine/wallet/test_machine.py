"""A town whose people earn, buy, give back and grow older in any order, beside a model of its lots.

After every step the ledger is what its bare rows say it must be (`replaying.py`), it is what the
engine's own check says, and each lot holds what the model says.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Appoint, Meet, Role
from engine.people.link_commands import UndoMerge
from engine.people.link_errors import UndoSpent, UndoTooLate
from engine.people.linking import undo_merge
from engine.people.role_service import appoint
from engine.people.service import meet
from engine.wallet.commands import GrantFromFund, Line
from engine.wallet.errors import (
    CorrectionUnsound,
    DebtOpen,
    InsufficientBalance,
    InsufficientFunds,
    KeyConflict,
    NotEnough,
)
from engine.wallet.expiry import Sweep, sweep
from engine.wallet.lots import EARNED, PURCHASED
from engine.wallet.proposals import Propose, Vote, propose, vote
from engine.wallet.queries import balance_of, verify
from engine.wallet.reversing import take_back_grant
from engine.wallet.sale_commands import RefundSale, Sell
from engine.wallet.sales import refund, sell
from engine.wallet.service import grant_from_fund
from engine.wallet.snapshots import RollUp, rebuild, roll_up
from tests.conftest import DatabaseCopies
from tests.engine.people.linking import linked
from tests.engine.wallet.conftest import SEED
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.selling import GiveTokens, give_tokens, market, paid_out, work_due_jobs

R = TypeVar("R")
BUYERS = st.integers(0, 2)
EDUCATORS = st.integers(0, 1)


@dataclass
class Lot:
    """As the model keeps it."""

    id: int
    owner: int
    bucket: str
    left: int
    vests_at: datetime
    expires_at: datetime | None


@dataclass
class Deal:
    """A sale as the model keeps it: what each lot gave, in the order of taking."""

    id: int
    price: int
    taken: dict[str, list[tuple[int, int]]]  # earned | purchased | discount
    refunded: int = 0


class Town(RuleBasedStateMachine):
    """Three buyers, two educators, two administrators, and one buyer's second account."""

    def __init__(self, copies: DatabaseCopies) -> None:
        super().__init__()
        self._open = ExitStack()
        self.address = self._open.enter_context(copies())
        self._runner = self._open.enter_context(asyncio.Runner())
        self.clock = FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))
        self.number = 0
        self.lots: dict[int, Lot] = {}
        self.deals: list[Deal] = []
        self.grants: list[tuple[str, int]] = []  # key, lot
        self.last: tuple[Callable[..., Any], Any, Any] | None = None
        self.merge_id: int | None = None
        self._runner.run(self._begin())

    async def _begin(self) -> None:
        self.engine = Engine(self.address, self.clock)
        people = await market(self.engine, 7)
        self.buyers, self.educators, self.admins = people[:3], people[3:5], people[5:]
        for admin in self.admins:
            await self.engine.run(appoint, Appoint(admin, Role.ADMIN))
        met = await self.engine.run(meet, Meet("discord", 71, "Otter"))
        self.second = met.who.person_id

    def does(self, service: Callable[..., R], command: Any) -> R:
        result: R = self._runner.run(self.engine.run(service, command))
        self.last = (service, command, result)
        return result

    def key(self, what: str) -> str:
        self.number += 1
        return f"{what}-{self.number}"

    def journals(self) -> int:
        return len(Rows(self.address).journals)

    # What people do

    @rule(buyer=BUYERS, tokens=st.integers(1, 400), settles=st.integers(0, 20))
    def buys_a_pack(self, buyer: int, tokens: int, settles: int) -> None:
        owner, at = self.buyers[buyer], self.clock.now()
        give = GiveTokens(
            owner, tokens, self.key("pack"), PURCHASED, settles_at=at + timedelta(days=settles)
        )
        self._adds(self.does(give_tokens, give), owner, PURCHASED, tokens, at, None)
        self.last = None  # the giving is the tests' own and no service

    @rule(buyer=BUYERS, tokens=st.integers(1, 90), lasts=st.integers(1, 30))
    def is_given_earned_tokens(self, buyer: int, tokens: int, lasts: int) -> None:
        owner, at, days = self.buyers[buyer], self.clock.now(), timedelta(days=lasts)
        give = GiveTokens(owner, tokens, self.key("gift"), EARNED, expires_in=days)
        self._adds(self.does(give_tokens, give), owner, EARNED, tokens, at, at + days)
        self.last = None

    @rule(buyer=BUYERS, tokens=st.integers(1, 120))
    def earns(self, buyer: int, tokens: int) -> None:
        key, owner, at = self.key("quiz"), self.buyers[buyer], self.clock.now()
        if self.does(grant_from_fund, GrantFromFund(key, owner, "quiz", tokens)).amount:
            lot = max(row.id for row in Rows(self.address).lots)
            until = at + timedelta(days=180)
            self._adds(lot, owner, EARNED, tokens, at + timedelta(hours=24), until)
            self.grants.append((key, lot))

    def _adds(
        self, id: int, owner: int, bucket: str, left: int, vests: datetime, until: datetime | None
    ) -> None:
        self.lots[id] = Lot(id, owner, bucket, left, vests, until)

    @rule(buyer=BUYERS, educator=EDUCATORS, price=st.integers(10, 250), share=st.integers(0, 40))
    def buys_a_course(self, buyer: int, educator: int, price: int, share: int) -> None:
        owner = self.buyers[buyer]
        command = Sell(
            self.key("sale"), owner, self.educators[educator], "course:5", price,
            share_percent=share,
        )  # fmt: skip
        try:
            sold = self.does(sell, command)
        except NotEnough:
            assert sum(lot.left for lot in self._of(owner, PURCHASED)) < price
            self.last = None
            return
        earned = self._takes(self._of(owner, EARNED), sold.offer.earned)
        purchased = self._takes(self._of(owner, PURCHASED), sold.offer.purchased)
        paid, discount = _split(earned, sold.offer.parts.earned)
        taken = {"earned": paid, "purchased": purchased, "discount": discount}
        self.deals.append(Deal(sold.sale_id, sold.offer.parts.price, taken))

    def _of(self, owner: int, bucket: str) -> list[Lot]:
        """What can be spent, in the order in which it is."""
        now = self.clock.now()
        found = [lot for lot in self.lots.values() if (lot.owner, lot.bucket) == (owner, bucket)]
        if bucket == PURCHASED:
            return sorted(found, key=lambda lot: lot.id)
        ripe = [lot for lot in found if lot.expires_at and lot.vests_at <= now < lot.expires_at]
        return sorted(ripe, key=lambda lot: (lot.expires_at, lot.id))

    def _takes(self, lots: list[Lot], tokens: int) -> list[tuple[int, int]]:
        taken = []
        for lot in lots:
            part = min(lot.left, tokens)
            lot.left -= part
            tokens -= part
            if part:
                taken.append((lot.id, part))
        assert tokens == 0, "the model would not have had them"
        return taken

    @precondition(lambda self: any(deal.refunded < deal.price for deal in self.deals))
    @rule(data=st.data())
    def gives_back(self, data: st.DataObject) -> None:
        deals = [deal for deal in self.deals if deal.refunded < deal.price]
        deal = data.draw(st.sampled_from(deals))
        left = deal.price - deal.refunded
        tokens = data.draw(st.one_of(st.just(left), st.integers(1, left)))
        try:
            back = self.does(refund, RefundSale(self.key("refund"), deal.id, tokens))
        except InsufficientFunds:
            self.last = None
            return
        deal.refunded += tokens
        for part, units in (
            ("earned", back.earned), ("purchased", back.purchased), ("discount", back.discount),
        ):  # fmt: skip
            self._returns(deal.taken[part], units)
        assert back.is_whole == (deal.refunded == deal.price)
        if back.is_whole:
            assert not any(deal.taken.values()), "every lot has its own again"

    def _returns(self, taken: list[tuple[int, int]], units: int) -> None:
        """What was taken last comes back first."""
        while units:
            lot, there = taken.pop()
            part = min(units, there)
            self.lots[lot].left += part
            units -= part
            if there > part:
                taken.append((lot, there - part))

    @precondition(lambda self: self.grants)
    @rule(data=st.data())
    def is_taken_back(self, data: st.DataObject) -> None:
        key, lot = data.draw(st.sampled_from(self.grants))
        before = self.lots[lot].left
        amount = next(row.amount for row in Rows(self.address).lots if row.id == lot)
        told = self._runner.run(
            self.engine.run(lambda tx, of: take_back_grant(tx, of, by=self.key("by")), key)
        )
        assert told == (before == amount)
        self.lots[lot].left = 0 if told else before
        if told:
            self.grants.remove((key, lot))
        self.last = None

    # What the operator does

    @rule(tokens=st.integers(1, 3_000))
    def adds_to_the_fund(self, tokens: int) -> None:
        made = self.does(propose, Propose("fund.added", tokens))
        votes = [Vote(admin, made.proposal_id, is_approval=True) for admin in self.admins]
        if made.own_funds < tokens:
            with pytest.raises(InsufficientFunds):
                self.does(vote, votes[0])
        else:
            assert [self.does(vote, one).state for one in votes] == ["waiting", "approved"]
        self.last = None

    @rule(buyer=BUYERS, tokens=st.integers(1, 60))
    def corrects(self, buyer: int, tokens: int) -> None:
        """Takes earned tokens away, ripe or not, with the money behind them."""
        owner = self.buyers[buyer]
        lines = (
            Line(f"person:{owner}:earned", "burn:written_off", "TOK", tokens),
            Line("fund:committed", "fund:rewards", "USD", tokens),
        )
        own = [lot for lot in self.lots.values() if (lot.owner, lot.bucket) == (owner, EARNED)]
        try:
            made = self.does(propose, Propose("correction", lines=lines))
            for admin in self.admins:
                self.does(vote, Vote(admin, made.proposal_id, is_approval=True))
        except InsufficientBalance:
            assert sum(lot.left for lot in own) < tokens
        else:
            self._takes(sorted(own, key=lambda lot: (lot.expires_at, lot.id)), tokens)
        self.last = None

    @rule(buyer=BUYERS, tokens=st.integers(1, 60))
    def is_refused_a_correction_without_its_money(self, buyer: int, tokens: int) -> None:
        line = Line("issuance:purchased", f"person:{self.buyers[buyer]}:purchased", "TOK", tokens)
        before = self.journals()
        made = self.does(propose, Propose("correction", lines=(line,)))
        self.does(vote, Vote(self.admins[0], made.proposal_id, is_approval=True))
        with pytest.raises(CorrectionUnsound):
            self.does(vote, Vote(self.admins[1], made.proposal_id, is_approval=True))
        assert self.journals() == before
        self.last = None

    @rule(educator=EDUCATORS)
    def pays_out(self, educator: int) -> None:
        person = self.educators[educator]
        code = f"educator:{person}:available"
        held = self._runner.run(self.engine.read(balance_of, code))
        if held:
            self.does(paid_out, (person, held, self.key("payout")))
        self.last = None

    @rule(days=st.sampled_from([1, 14, 90]))
    def grows_older(self, days: int) -> None:
        self.clock.advance(days=days)
        self._runner.run(work_due_jobs(self.engine))
        self.does(sweep, Sweep())
        for lot in self.lots.values():
            if lot.expires_at is not None and lot.expires_at <= self.clock.now():
                lot.left = 0
        self.last = None

    @rule(anew=st.booleans())
    def takes_snapshots(self, anew: bool) -> None:
        self.does(rebuild, None) if anew else self.does(roll_up, RollUp())
        self.last = None

    # What happens twice, or to somebody who is two

    @precondition(lambda self: self.last)
    @rule()
    def is_asked_again(self) -> None:
        assert self.last is not None
        service, command, first = self.last
        before = self.journals()
        again = self.does(service, command)
        if hasattr(first, "is_new"):
            again = replace(again, is_new=first.is_new)
        assert again == first
        assert self.journals() == before

    @precondition(lambda self: self.last and isinstance(self.last[1], Sell | RefundSale))
    @rule()
    def is_asked_for_something_else_under_the_same_key(self) -> None:
        assert self.last is not None
        service, command, _ = self.last
        change = "list_price" if isinstance(command, Sell) else "tokens"
        other = replace(command, **{change: getattr(command, change) + 1})
        with pytest.raises(KeyConflict):
            self._runner.run(self.engine.run(service, other))

    @precondition(lambda self: self.merge_id is None)
    @rule()
    def turns_out_to_be_two(self) -> None:
        """The first buyer's second account, which has tokens of its own."""
        at = self.clock.now()
        give = GiveTokens(self.second, 30, self.key("pack"), PURCHASED)
        self._adds(self.does(give_tokens, give), self.second, PURCHASED, 30, at, None)
        done = self._runner.run(linked(self.engine, self.buyers[0], self.second))
        assert done.person_id == self.buyers[0]
        self.merge_id = done.merge_id
        self.moved = [lot for lot in self.lots.values() if lot.owner == self.second]
        for lot in self.moved:
            lot.owner = self.buyers[0]
        self.were = {lot.id: lot.left for lot in self.moved}
        self.last = None

    @precondition(lambda self: self.merge_id is not None)
    @rule()
    def is_two_again(self) -> None:
        is_spent = any(lot.left != self.were[lot.id] for lot in self.moved)
        try:
            self.does(undo_merge, UndoMerge(self.admins[0], self.merge_id))
        except UndoSpent:
            assert is_spent
        except (UndoTooLate, DebtOpen):
            pass
        else:
            assert not is_spent
            for lot in self.moved:
                lot.owner = self.second
            self.merge_id = None
        self.last = None

    # What is always true

    @invariant()
    def the_rows_and_the_model_agree(self) -> None:
        rows = Rows(self.address)
        assert problems(rows) == []
        found = {row.id: (row.person_id, row.left_amount) for row in rows.lots}
        assert found == {lot.id: (lot.owner, lot.left) for lot in self.lots.values()}

    @invariant()
    def the_engines_own_check_finds_nothing(self) -> None:
        assert self._runner.run(self.engine.read(verify, None)).problems == ()

    def teardown(self) -> None:
        self._runner.run(self.engine.close())
        self._open.close()


def _split(taken: list[tuple[int, int]], first: int) -> tuple[list[tuple[int, int]], ...]:
    head, tail = [], []
    for lot, units in taken:
        part = min(first, units)
        first -= part
        if part:
            head.append((lot, part))
        if units > part:
            tail.append((lot, units - part))
    return head, tail


def live(copies: DatabaseCopies, *, examples: int, steps: int) -> None:
    machine = seed(SEED)(lambda: Town(copies))
    given = settings(
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=given)


# What it would find a shorter test must: it takes seconds, and there are thousands of mutants.
@pytest.mark.skipif("MUTANT_UNDER_TEST" in os.environ, reason="too long for each mutant")
def test_whatever_a_town_does_the_ledger_keeps_every_invariant(
    database_copies: DatabaseCopies,
) -> None:
    live(database_copies, examples=4, steps=25)


@pytest.mark.slow
def test_many_towns_for_longer(database_copies: DatabaseCopies) -> None:
    live(database_copies, examples=60, steps=60)
