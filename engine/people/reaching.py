"""The delivery ladder: what a person's platform refused goes to their other one, or waits."""

from __future__ import annotations

from dataclasses import dataclass

from engine.foundation import outbox
from engine.foundation.outbox import EndDelivery, end_delivery
from engine.foundation.tx import Tx
from engine.people.commands import SetReachable
from engine.people.queries import accounts_of
from engine.people.service import mark_unreachable


@dataclass(frozen=True)
class NotReached:
    """A claimed delivery that could not be passed on to a person there; `why` in a word or two."""

    person_id: int
    delivery_id: int
    platform: str
    why: str


def not_reached(tx: Tx, command: NotReached) -> str:
    """Their account there is marked, and the delivery is due on the platform where they can still
    be written to, held until they come back, or dropped for who has no account left; that state.
    """
    known = accounts_of(tx, command.person_id)
    # Somebody who comes back at this moment either finds what is held here, or is found.
    tx.lock("account", *(f"{one.platform}:{one.platform_user_id}" for one in known))
    mark_unreachable(tx, SetReachable(command.person_id, command.platform))
    if not known:
        return end_delivery(tx, EndDelivery(command.delivery_id, "dropped", error="no account"))
    for account in accounts_of(tx, command.person_id):
        if not account.can_be_written_to:
            break  # those that can be written to come first
        why = f"{command.why} on {command.platform}"
        if outbox.redirect(tx, command.delivery_id, platform=account.platform, why=why):
            return "due"
    return end_delivery(tx, EndDelivery(command.delivery_id, "held", error=command.why))
