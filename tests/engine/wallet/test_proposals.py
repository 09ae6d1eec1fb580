"""Two administrators who are two decide; it is booked once, or refused with figures."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from engine.foundation import jobs
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden, NotFound
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.foundation.tx import Tx
from engine.people import link_statements
from engine.people.cap_groups import unite
from engine.people.commands import Appoint, RevokeRole, Role
from engine.people.queries import cap_group_of
from engine.people.role_service import appoint, revoke_role
from engine.wallet.commands import GrantFromFund, Line, OpenTreasury, WalletQuery
from engine.wallet.errors import (
    CorrectionUnsound,
    InsufficientBalance,
    InsufficientFunds,
    NotYoursToApprove,
    SameGroupApproves,
    TreasuryNotOpen,
)
from engine.wallet.proposals import (
    OPEN_FOR,
    Proposal,
    ProposalMade,
    ProposalQuery,
    Propose,
    Vote,
    proposal,
    propose,
    vote,
    waiting_proposals,
)
from engine.wallet.queries import fund_state, verify, wallet_page
from engine.wallet.service import grant_from_fund, open_treasury
from engine.wallet.snapshots import balance_of
from tests.engine.rewards.meeting import meet_people


@dataclass
class Board:
    engine: Engine
    clock: FrozenClock
    admins: Sequence[int]
    learner: int

    async def propose(self, kind: str, amount: int = 0, *lines: Line, by: int = 0) -> Proposal:
        command = Propose(kind, amount, lines=lines, by_person_id=by)
        return await self.engine.run(propose, command)

    async def approve(self, by: int, made: Proposal) -> Proposal:
        return await self.engine.run(vote, Vote(by, made.proposal_id, is_approval=True))

    async def decline(self, by: int, made: Proposal) -> Proposal:
        return await self.engine.run(vote, Vote(by, made.proposal_id, is_approval=False))

    async def holds(self, code: str) -> int:
        return await self.engine.read(balance_of, code)

    async def deposit(self, amount: int) -> None:
        made = await self.propose("operator.deposited", amount)
        for admin in self.admins[:2]:
            await self.approve(admin, made)


@pytest.fixture
async def board(engine: Engine, clock: FrozenClock) -> Board:
    """Three administrators and a learner with 20 earned tokens."""
    *admins, learner = await meet_people(engine, 4)
    for admin in admins:
        await engine.run(appoint, Appoint(admin, Role.ADMIN))
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    await engine.run(grant_from_fund, GrantFromFund("quiz-passed:1:1", learner, "quiz", 20))
    return Board(engine, clock, admins, learner)


def merged(tx: Tx, pair: tuple[int, int]) -> None:
    """As linking two accounts and separating them again leaves it."""
    keeper, leaver = pair
    made = tx.query(link_statements.ADD_MERGE, keeper=keeper, leaver=leaver, at=tx.now)[0].id
    unite(tx, keeper, leaver)
    tx.change(link_statements.UNDO_MERGE, merge_id=made, at=tx.now, by_person=keeper)


async def test_two_approvals_book_it_once_and_a_third_reads_who_decided(board: Board) -> None:
    first, second, third = board.admins
    made = await board.propose("operator.deposited", 500)
    assert (made.state, made.can_approve) == ("waiting", 3)
    claimed = await board.engine.run(claim_deliveries, ClaimDeliveries("telegram"))
    assert [(d.to_id, d.event) for d in claimed] == [
        (admin, ProposalMade(made.proposal_id)) for admin in board.admins
    ]
    for _ in range(2):  # a second press does nothing
        waits = await board.approve(first, made)
        assert (waits.state, waits.approved_by) == ("waiting", (first,))
    assert await board.holds("own:capital") == 10_000
    done = await board.approve(second, made)
    assert (done.state, done.approved_by) == ("approved", (first, second))
    late = await board.approve(third, made)
    assert (late.state, late.approved_by) == ("approved", (first, second))
    assert (await board.decline(third, made)).state == "approved"
    assert await board.holds("own:capital") == 10_500
    assert (await board.engine.read(verify, None)).problems == ()


async def test_presses_at_once_book_it_once(board: Board) -> None:
    made = await board.propose("operator.deposited", 500)
    await asyncio.gather(*(board.approve(admin, made) for admin in [*board.admins] * 4))
    assert await board.holds("own:capital") == 10_500


async def test_the_fund_grows_by_own_funds_and_never_beyond(board: Board) -> None:
    first, second, _ = board.admins
    made = await board.propose("fund.added", 300)
    with pytest.raises(InsufficientFunds) as refusal:
        await board.approve(first, made)
    assert refusal.value.data == {"own_funds": 0, "amount": 300}
    await board.deposit(400)
    await board.approve(first, made)
    other = await board.propose("fund.added", 200)
    await board.approve(first, other)
    assert (await board.approve(second, made)).state == "approved"
    state = await board.engine.read(fund_state, None)
    assert (state.available, state.own_funds) == (9_500 + 300, 100)
    # It was covered when the first one said yes, and is not any more.
    with pytest.raises(InsufficientFunds) as refusal:
        await board.approve(second, other)
    assert refusal.value.data == {"own_funds": 100, "amount": 200}
    seen = await board.engine.read(proposal, ProposalQuery(first, other.proposal_id))
    assert (seen.state, seen.approved_by) == ("waiting", (first,))


async def test_one_refusal_ends_it(board: Board) -> None:
    first, second, third = board.admins
    made = await board.propose("operator.deposited", 500)
    await board.approve(first, made)
    ended = await board.decline(second, made)
    assert (ended.state, ended.declined_by) == ("declined", second)
    assert (await board.approve(third, made)).state == "declined"
    assert await board.holds("own:capital") == 10_000


async def test_it_expires_after_seven_days(board: Board) -> None:
    first, second, _ = board.admins
    made = await board.propose("operator.deposited", 500)
    await board.approve(first, made)
    board.clock.advance(seconds=OPEN_FOR.total_seconds() - 1)
    assert len(await board.engine.read(waiting_proposals, first)) == 1
    board.clock.advance(seconds=1)
    assert await board.engine.read(waiting_proposals, first) == ()
    assert (await board.approve(second, made)).state == "expired"
    assert await board.holds("own:capital") == 10_000


async def test_what_nobody_looks_at_expires_by_itself(board: Board) -> None:
    made = await board.propose("operator.deposited", 500)
    board.clock.advance(days=7)
    for job in await board.engine.run(jobs.claim_jobs, jobs.ClaimJobs()):
        await board.engine.run(jobs.work_job, job)
    ended = await board.engine.read(proposal, ProposalQuery(board.admins[0], made.proposal_id))
    assert ended.state == "expired"


async def test_neither_proposer_nor_beneficiary_approves(board: Board) -> None:
    first, second, third = board.admins
    gift = (
        Line("issuance:rewards:correction", f"person:{first}:earned", "TOK", 5),
        Line("fund:rewards", "fund:committed", "USD", 5),
    )
    made = await board.propose("correction", 0, *gift, by=second)
    assert made.can_approve == 1
    for concerned in (first, second):
        with pytest.raises(NotYoursToApprove):
            await board.approve(concerned, made)
    assert (await board.approve(third, made)).state == "waiting"


async def test_people_ever_linked_count_as_one(board: Board) -> None:
    first, second, third = board.admins
    await board.engine.run(merged, (first, board.learner))
    await board.engine.run(merged, (board.learner, second))
    groups = [
        await board.engine.read(cap_group_of, person)
        for person in (first, second, board.learner, third)
    ]
    assert groups == [first, first, first, third]
    made = await board.propose("operator.deposited", 500)
    assert made.can_approve == 2
    await board.approve(first, made)
    with pytest.raises(SameGroupApproves):
        await board.approve(second, made)
    lines = (
        Line(f"person:{board.learner}:earned", "burn:expiry", "TOK", 5),
        Line("fund:committed", "fund:rewards", "USD", 5),
    )
    own = await board.propose("correction", 0, *lines)
    assert own.can_approve == 1
    with pytest.raises(NotYoursToApprove):
        await board.approve(second, own)


async def test_who_was_linked_or_left_office_meanwhile_does_not_count(board: Board) -> None:
    first, second, third = board.admins
    made = await board.propose("operator.deposited", 500)
    await board.approve(first, made)
    await board.engine.run(revoke_role, RevokeRole(second, first, Role.ADMIN))
    assert (await board.approve(second, made)).state == "waiting"
    with pytest.raises(Forbidden):
        await board.approve(first, made)
    assert (await board.approve(third, made)).state == "approved"
    # Who decided it stays told, also of who has left since.
    await board.engine.run(revoke_role, RevokeRole(second, third, Role.ADMIN))
    assert (await board.approve(second, made)).approved_by == (first, second, third)


async def test_a_correction_moves_tokens_with_their_lots(board: Board) -> None:
    first, second, _ = board.admins
    lines = (
        Line(f"person:{board.learner}:earned", "burn:expiry", "TOK", 15),
        Line("fund:committed", "fund:rewards", "USD", 15),
    )
    back = (
        Line("issuance:rewards:correction", f"person:{board.learner}:earned", "TOK", 4),
        Line("fund:rewards", "fund:committed", "USD", 4),
    )
    for correction, left in ((lines, 5), (back, 9)):
        made = await board.propose("correction", 0, *correction)
        await board.approve(first, made)
        assert (await board.approve(second, made)).state == "approved"
        page = await board.engine.read(wallet_page, WalletQuery(board.learner))
        assert page.earned == left
        assert (await board.engine.read(verify, None)).problems == ()


async def test_a_correction_that_shakes_a_bridge_is_refused_and_books_nothing(
    board: Board,
) -> None:
    first, second, _ = board.admins
    gift = Line("issuance:rewards:correction", f"person:{board.learner}:earned", "TOK", 4)
    made = await board.propose("correction", 0, gift)
    await board.approve(first, made)
    with pytest.raises(CorrectionUnsound) as refusal:
        await board.approve(second, made)
    assert refusal.value.data == {"account": "fund:committed", "money": 20, "owed": 24}
    page = await board.engine.read(wallet_page, WalletQuery(board.learner))
    assert page.earned == 20
    assert (await board.engine.read(verify, None)).problems == ()


async def test_a_correction_that_would_leave_own_funds_short_is_refused(board: Board) -> None:
    first, second, _ = board.admins
    made = await board.propose("correction", 0, Line("expense:rewards", "bank", "USD", 30))
    await board.approve(first, made)
    with pytest.raises(InsufficientFunds) as refusal:
        await board.approve(second, made)
    assert refusal.value.data == {"own_funds": 0, "amount": 30}


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        (Line("bank", "fund:nowhere", "USD", 5), "no place"),
        (Line("bank", "own:capital", "TOK", 5), "holds USD"),
        (Line("bank", "own:capital", "USD", 0), "that move something"),
        (Line("bank", "bank", "USD", 5), "to itself"),
        (Line("hold:3:earned", "burn:expiry", "TOK", 5), "belongs to what"),
    ],
)
async def test_lines_that_the_chart_does_not_hold_are_not_proposed(
    board: Board, line: Line, refused: str
) -> None:
    with pytest.raises(ValueError, match=refused):
        await board.propose("correction", 0, line)


async def test_what_cannot_be_booked_is_not_proposed(board: Board) -> None:
    line = Line(f"person:{board.learner}:earned", "burn:expiry", "TOK", 21)
    with pytest.raises(InsufficientBalance):
        await board.propose("correction", 0, line)
    nobody = Line("issuance:rewards:correction", "person:999:earned", "TOK", 1)
    with pytest.raises(NotFound):
        await board.propose("correction", 0, nobody)
    with pytest.raises(ValueError, match="an amount"):
        await board.propose("fund.added", 0)
    with pytest.raises(ValueError, match="nothing that can be"):
        await board.propose("reward.granted", 5)
    for question in (waiting_proposals, lambda tx, by: proposal(tx, ProposalQuery(by, 1))):
        with pytest.raises(Forbidden):
            await board.engine.read(question, board.learner)


async def test_without_tokens_there_is_nothing_to_propose(engine: Engine) -> None:
    await engine.run(open_treasury, OpenTreasury("points"))
    with pytest.raises(TreasuryNotOpen):
        await engine.run(propose, Propose("fund.added", 5))
