"""Scholarships: tokens for one person and one course, out of the scholarship fund."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation.registry import event
from engine.foundation.tx import Tx
from engine.people.queries import private_chats
from engine.wallet import journals, ledger, lots
from engine.wallet.commands import Journal, Money
from engine.wallet.queries import treasury_state
from engine.wallet.token_policy import GIVEN_FOR

FUND = "fund:scholarship"
PROGRAMME = "scholarship"


@event("wallet.scholarship_granted")
@dataclass(frozen=True)
class ScholarshipGranted:
    """To the person that it is for."""

    person_id: int
    thing: str
    tokens: int


@dataclass(frozen=True)
class GrantRestricted:
    """`tokens` that pay for `thing` alone, out of `fund`; what is not used by then returns to it.
    No cap applies: somebody decided this very grant."""

    key: str
    person_id: int
    thing: str
    tokens: int
    fund: str = FUND
    programme: str = PROGRAMME


def restricted_journal(money: Money, command: GrantRestricted) -> Journal:
    return journals.reward_granted(
        money,
        key=command.key,
        person_id=command.person_id,
        programme=command.programme,
        tokens=command.tokens,
        paid_by=command.fund,
        # Not about the course: giving that back takes back what was earned in it, not this.
        about={"only_for": command.thing},
    )


def grant_restricted(tx: Tx, command: GrantRestricted) -> int:
    """The journal's id. Raises InsufficientBalance when the fund does not hold it."""
    posted = ledger.post(tx, restricted_journal(treasury_state(tx).money, command))
    if posted.is_new:
        lots.add_lot(
            tx,
            lots.NewLot(
                person_id=command.person_id,
                bucket=lots.EARNED,
                source=command.programme,
                fund=command.fund,
                journal_id=posted.journal_id,
                amount=command.tokens,
                restriction=command.thing,
                vests_at=tx.now,
                settles_at=tx.now,
                expires_at=tx.now + GIVEN_FOR,
            ),
        )
    return posted.journal_id


def grant_scholarship(tx: Tx, command: GrantRestricted) -> int:
    """The same, and the person is told."""
    journal_id = grant_restricted(tx, command)
    tx.emit(
        ScholarshipGranted(command.person_id, command.thing, command.tokens),
        to=private_chats(tx, [command.person_id]),
    )
    return journal_id
