"""What two administrators decide together: proposed by the shell, approved in chat, then booked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.foundation.errors import NotFound
from engine.foundation.registry import event, job
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Role
from engine.people.queries import admins, cap_group_of, person_row, private_chats, require_role
from engine.wallet import control_statements as sql
from engine.wallet import correcting, journals, ledger, redemption_proposals
from engine.wallet.commands import Journal, Line
from engine.wallet.errors import (
    InsufficientFunds,
    NotYoursToApprove,
    SameGroupApproves,
    TreasuryNotOpen,
)
from engine.wallet.queries import treasury_state
from engine.wallet.snapshots import own_funds
from engine.wallet.tables import LARGEST_AMOUNT

KINDS = ("operator.deposited", "fund.added", "correction", *redemption_proposals.KINDS)
FUNDS = ("fund:rewards", "fund:scholarship")
NEEDED = 2
OPEN_FOR = timedelta(days=7)


@event("wallet.proposal_made")
@dataclass(frozen=True)
class ProposalMade:
    """To every administrator."""

    proposal_id: int


@dataclass(frozen=True)
class Propose:
    """`amount` in minor units, for deposits, fund additions and a partner's bill (`partner`), in
    tokens for a scholarship (`for_person_id`, `thing`, its educator); `lines` for a correction.
    `by_person_id` 0: the shell."""

    kind: str
    amount: int = 0
    fund: str = "fund:rewards"
    lines: tuple[Line, ...] = ()
    by_person_id: int = 0
    for_person_id: int = 0
    thing: str = ""
    educator_id: int = 0
    partner: str = ""
    import_id: int = 0


@dataclass(frozen=True)
class Vote:
    by_person_id: int
    proposal_id: int
    is_approval: bool


@dataclass(frozen=True)
class ProposalQuery:
    by_person_id: int
    proposal_id: int


@dataclass(frozen=True)
class Proposal:
    """`state`: waiting | approved | declined | expired. `approved_by`: those whose word counts yet.
    `can_approve`: how many of the administrators could, each cap group once; two are needed.
    `lines`: what is booked. `own_funds`: now, in minor units. `needed`: approvals in all. `about`:
    numbers and codes of a scholarship, a partner's bill or an import of vouchers."""

    proposal_id: int
    kind: str
    state: str
    lines: tuple[Line, ...]
    approved_by: tuple[int, ...]
    declined_by: int | None
    proposed_by: int | None
    can_approve: int
    own_funds: int
    expires_at: datetime
    journal_id: int | None
    needed: int = NEEDED
    about: dict[str, int | str] = field(default_factory=dict)


def propose(tx: Tx, command: Propose) -> Proposal:
    """Writes it down and tells every administrator. Raises TreasuryNotOpen, InsufficientBalance,
    NotFound (a person who is not there), Forbidden; ValueError for what the chart does not hold."""
    treasury = treasury_state(tx)
    if not treasury.is_open or treasury.mode == "points":
        raise TreasuryNotOpen(mode=treasury.mode)
    if command.by_person_id:
        require_role(tx, command.by_person_id, Role.ADMIN)
    if command.kind not in KINDS or command.fund not in FUNDS:
        raise ValueError(f"nothing that can be proposed: {command.kind} {command.fund}")
    if command.kind == "correction":
        correcting.check_lines(tx, command.lines)
        payload: dict[str, Any] = {
            "lines": [[line.debit, line.credit, line.asset, line.amount] for line in command.lines]
        }
    elif command.kind in redemption_proposals.KINDS:
        payload = redemption_proposals.payload_of(tx, command)
    else:
        if type(command.amount) is not int or not 1 <= command.amount <= LARGEST_AMOUNT:
            raise ValueError(f"an amount from 1 to {LARGEST_AMOUNT}, not {command.amount!r}")
        payload = {"amount": command.amount, "fund": command.fund}
    people = correcting.people_in(command.lines)
    for person_id in people:
        person_row(tx, person_id)
    if command.kind == redemption_proposals.SCHOLARSHIP:
        people = (command.for_person_id,)
        redemption_proposals.check_now(tx, command.kind, payload)
    proposal_id: int = tx.query(
        sql.ADD_PROPOSAL,
        of_kind=command.kind,
        given=json.dumps(payload),
        by_person=command.by_person_id or None,
        for_person=people[0] if len(people) == 1 else None,
        at=tx.now,
        until=tx.now + OPEN_FOR,
    )[0].id
    tx.schedule(Expire(proposal_id), at=tx.now + OPEN_FOR, slot=str(proposal_id))
    tx.emit(ProposalMade(proposal_id), to=private_chats(tx, admins(tx, None)))
    return _proposal(tx, proposal_id)


def vote(tx: Tx, command: Vote) -> Proposal:
    """An administrator's word; the second approval books it, one refusal ends it. On what is
    decided already, and a second time, it changes nothing.

    Raises Forbidden, NotFound, NotYoursToApprove, SameGroupApproves; at approval also
    InsufficientFunds, InsufficientBalance and CorrectionUnsound: it then waits on.
    """
    require_role(tx, command.by_person_id, Role.ADMIN)
    tx.lock("proposal", command.proposal_id)
    row = _row(tx, command.proposal_id)
    if row.state == "waiting" and row.expires_at <= tx.now:
        _drop(tx, row, "expired")
    spoken = {known.person_id for known in tx.query(sql.VOTES_ON, of_proposal=row.id)}
    if _row(tx, row.id).state != "waiting" or command.by_person_id in spoken:
        return _proposal(tx, row.id)
    if command.is_approval:
        _check_voter(tx, row, command.by_person_id)
        _check_now(tx, row)
    tx.change(
        sql.ADD_VOTE,
        of_proposal=row.id,
        by_person=command.by_person_id,
        said="approve" if command.is_approval else "decline",
        at=tx.now,
    )
    if not command.is_approval:
        _drop(tx, row, "declined")
    elif len(_approvals(tx, row)) >= _needed(row):
        _decide(tx, row.id, "approved", journal_id=_book(tx, row))
    return _proposal(tx, row.id)


def proposal(tx: ReadTx, query: ProposalQuery) -> Proposal:
    """Raises Forbidden, NotFound."""
    require_role(tx, query.by_person_id, Role.ADMIN)
    return _proposal(tx, query.proposal_id)


def waiting_proposals(tx: ReadTx, by_person_id: int) -> tuple[Proposal, ...]:
    """The oldest first. Raises Forbidden."""
    require_role(tx, by_person_id, Role.ADMIN)
    return tuple(_proposal(tx, row.id) for row in tx.query(sql.WAITING_PROPOSALS, now=tx.now))


def expire_proposal(tx: Tx, command: Expire) -> None:
    tx.lock("proposal", command.proposal_id)
    row = _row(tx, command.proposal_id)
    if row.state == "waiting":
        _drop(tx, row, "expired")


@job("wallet.expire_proposal", expire_proposal)
@dataclass(frozen=True)
class Expire:
    """Seven days after it was made."""

    proposal_id: int


def _decide(tx: Tx, proposal_id: int, state: str, *, journal_id: int | None = None) -> None:
    tx.change(sql.DECIDE, proposal_id=proposal_id, new_state=state, at=tx.now, made=journal_id)


def _drop(tx: Tx, row: Any, state: str) -> None:
    _decide(tx, row.id, state)
    if row.kind in redemption_proposals.KINDS:
        redemption_proposals.let_go(tx, row.kind, json.loads(row.payload))


def _needed(row: Any) -> int:
    """For a scholarship the administrator who proposes it is one of the two."""
    is_half = row.kind == redemption_proposals.SCHOLARSHIP and row.proposed_by is not None
    return NEEDED - 1 if is_half else NEEDED


def _check_voter(tx: ReadTx, row: Any, person_id: int) -> None:
    """Neither who proposed nor who benefits, nor anybody who was ever one person with them or with
    the other one who approves."""
    group = cap_group_of(tx, person_id)
    if group in _groups_concerned(tx, row):
        raise NotYoursToApprove()
    if group in {cap_group_of(tx, other) for other in _approvals(tx, row)}:
        raise SameGroupApproves()


def _groups_concerned(tx: ReadTx, row: Any) -> set[int]:
    concerned = {row.proposed_by, row.beneficiary_id, *correcting.people_in(_lines(tx, row))}
    concerned |= redemption_proposals.people_in(json.loads(row.payload))
    return {cap_group_of(tx, person_id) for person_id in concerned if person_id is not None}


def _approvals(tx: ReadTx, row: Any) -> tuple[int, ...]:
    """Whose word counts still: one of each cap group that is concerned in no other way, who is an
    administrator now."""
    there_are, taken = set(admins(tx, None)), _groups_concerned(tx, row)
    counted = []
    for known in tx.query(sql.VOTES_ON, of_proposal=row.id):
        if known.decision != "approve" or known.person_id not in there_are:
            continue
        group = cap_group_of(tx, known.person_id)
        if group not in taken:
            taken.add(group)
            counted.append(known.person_id)
    return tuple(counted)


def _check_now(tx: ReadTx, row: Any) -> None:
    """What could not be booked is refused at the first approval already."""
    if row.kind == "fund.added":
        amount = json.loads(row.payload)["amount"]
        funds = own_funds(tx, treasury_state(tx).currency)
        if funds < amount:
            raise InsufficientFunds(own_funds=funds, amount=amount)
    elif row.kind == "correction":
        correcting.check_lines(tx, _lines(tx, row))
    elif row.kind in redemption_proposals.KINDS:
        redemption_proposals.check_now(tx, row.kind, json.loads(row.payload))


def _book(tx: Tx, row: Any) -> int | None:
    tx.lock("own_funds", 0)  # two of them may not count on the same money
    _check_now(tx, row)
    key = f"proposal:{row.id}"
    if row.kind == "correction":
        return correcting.book(tx, key, _lines(tx, row), proposal_id=row.id)
    if row.kind in redemption_proposals.KINDS:
        return redemption_proposals.book(tx, key, row.kind, json.loads(row.payload), row.id)
    journal = Journal(key, row.kind, _lines(tx, row), about={"proposal": row.id})
    return ledger.post(tx, journal).journal_id


def _lines(tx: ReadTx, row: Any) -> tuple[Line, ...]:
    payload = json.loads(row.payload)
    if row.kind == "correction":
        lines = tuple(Line(*line) for line in payload["lines"])
        return correcting.lines_now(tx, lines) if row.state == "waiting" else lines
    if row.kind in redemption_proposals.KINDS:
        return redemption_proposals.lines_of(tx, row.kind, payload)
    money, amount = treasury_state(tx).money, payload["amount"]
    if row.kind == "operator.deposited":
        return journals.operator_deposited(money, key="proposal", amount=amount).lines
    return journals.fund_added(money, key="proposal", amount=amount, fund=payload["fund"]).lines


def _row(tx: ReadTx, proposal_id: int) -> Any:
    row = tx.one(sql.FIND_PROPOSAL, proposal_id=proposal_id)
    if row is None:
        raise NotFound(what="proposal")
    return row


def _proposal(tx: ReadTx, proposal_id: int) -> Proposal:
    row = _row(tx, proposal_id)
    said = tx.query(sql.VOTES_ON, of_proposal=row.id)
    is_over = row.state == "waiting" and row.expires_at <= tx.now
    could = {cap_group_of(tx, person_id) for person_id in admins(tx, None)}
    return Proposal(
        proposal_id=row.id,
        kind=row.kind,
        state="expired" if is_over else row.state,
        lines=_lines(tx, row),
        approved_by=(
            _approvals(tx, row)
            if row.state == "waiting"
            else tuple(vote.person_id for vote in said if vote.decision == "approve")
        ),
        declined_by=next((vote.person_id for vote in said if vote.decision == "decline"), None),
        proposed_by=row.proposed_by,
        can_approve=len(could - _groups_concerned(tx, row)),
        own_funds=own_funds(tx, treasury_state(tx).currency),
        expires_at=row.expires_at,
        journal_id=row.journal_id,
        needed=_needed(row),
        about=json.loads(row.payload) if row.kind in redemption_proposals.KINDS else {},
    )
