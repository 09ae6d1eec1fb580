"""The SQL of the bridges, the freeze and the proposals."""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, or_, select, update

from engine.wallet import control_tables, tables
from engine.wallet.audit import BRIDGES
from engine.wallet.snapshot_statements import UNCACHED_NOW

accounts = tables.account.c
balances = tables.balance.c
freezes = control_tables.freeze.c
proposals = control_tables.proposal.c
votes = control_tables.vote.c

_uncached = UNCACHED_NOW.order_by(None).subquery()
_cached = (
    select(func.coalesce(func.sum(balances.balance), 0))
    .join_from(tables.account, tables.balance, balances.account_id == accounts.id)
)  # fmt: skip
# One statement: money and tokens are of the same moment. A column for each side of each bridge.
BRIDGES_NOW = select(
    *(
        (
            _cached.where(accounts.code.like(money.replace("*", "%")))
            if "*" in money
            else select(func.coalesce(func.sum(_uncached.c.balance), 0)).where(
                _uncached.c.code == money
            )
        )
        .scalar_subquery()
        .label(f"money_{number}")
        for number, (money, _) in enumerate(BRIDGES)
    ),
    *(
        _cached.where(or_(*(accounts.code.like(shape.replace("*", "%")) for shape in shapes)))
        .scalar_subquery()
        .label(f"tokens_{number}")
        for number, (_, shapes) in enumerate(BRIDGES)
    ),
)

OPEN_FREEZE = select(control_tables.freeze).where(freezes.lifted_at.is_(None))
LAST_FREEZE = select(control_tables.freeze).order_by(freezes.id.desc()).limit(1)
ADD_FREEZE = insert(control_tables.freeze).values(
    problems=bindparam("found"),
    told=bindparam("known"),
    frozen_at=bindparam("at"),
    checked_at=bindparam("at"),
)
_freeze = update(control_tables.freeze).where(freezes.id == bindparam("freeze_id"))
SET_FOUND = _freeze.values(
    problems=bindparam("found"), told=bindparam("known"), checked_at=bindparam("at")
)
LIFT_FREEZE = _freeze.values(
    problems="[]",
    checked_at=bindparam("at"),
    lifted_at=bindparam("at"),
    lifted_by=bindparam("by_person"),
)

ADD_PROPOSAL = (
    insert(control_tables.proposal)
    .values(
        kind=bindparam("of_kind"),
        payload=bindparam("given"),
        proposed_by=bindparam("by_person"),
        beneficiary_id=bindparam("for_person"),
        state="waiting",
        proposed_at=bindparam("at"),
        expires_at=bindparam("until"),
    )
    .returning(proposals.id)
)
FIND_PROPOSAL = select(control_tables.proposal).where(proposals.id == bindparam("proposal_id"))
WAITING_PROPOSALS = (
    select(control_tables.proposal)
    .where(proposals.state == "waiting", proposals.expires_at > bindparam("now"))
    .order_by(proposals.id)
)
# The condition stands in the statement: whoever comes second decides nothing.
DECIDE = (
    update(control_tables.proposal)
    .where(proposals.id == bindparam("proposal_id"), proposals.state == "waiting")
    .values(state=bindparam("new_state"), decided_at=bindparam("at"), journal_id=bindparam("made"))
)
ADD_VOTE = insert(control_tables.vote).values(
    proposal_id=bindparam("of_proposal"),
    person_id=bindparam("by_person"),
    decision=bindparam("said"),
    voted_at=bindparam("at"),
)
VOTES_ON = (
    select(control_tables.vote)
    .where(votes.proposal_id == bindparam("of_proposal"))
    .order_by(votes.voted_at, votes.person_id)
)
VOTES_OF = (
    select(control_tables.vote)
    .where(votes.person_id == bindparam("of_person"))
    .order_by(votes.proposal_id)
)
