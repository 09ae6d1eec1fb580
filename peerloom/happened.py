"""What happened: each request with its commands, journals and deliveries, for the playground's
drawer."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bots.dialogue.ports import CommandEntry, Dialogue, Shown, TokenNature
from bots.dialogue.request import (
    ActionPressed,
    CommandGiven,
    FileSent,
    FormSubmitted,
    PollAnswered,
    Request,
    TextTyped,
)
from bots.dialogue.screen import Reply
from bots.dialogue.tokens import BrokenToken, parse
from engine.foundation.door import Engine, Ran
from engine.foundation.outbox import DeliveriesSince, deliveries_since
from engine.wallet.latest import JournalsSince, journals_since

KEPT = 500


@dataclass
class Story:
    """Wraps the dialogue and keeps the latest requests with all that each one caused."""

    dialogue: Dialogue
    engine: Engine

    def __post_init__(self) -> None:
        self.entries: deque[dict[str, Any]] = deque(maxlen=KEPT)
        self._number = 0
        self._ran: dict[str, list[Ran]] = {}
        self._journal = 0
        self._delivery = 0
        self.engine.on_command = self._note

    def _note(self, ran: Ran) -> None:
        if ran.key is not None and "#" in ran.key:
            self._ran.setdefault(ran.key.rsplit("#", 1)[0], []).append(ran)
            if len(self._ran) > KEPT:
                self._ran.pop(next(iter(self._ran)))

    def commands(self) -> Sequence[CommandEntry]:
        return self.dialogue.commands()

    def nature(self, token: str) -> TokenNature:
        return self.dialogue.nature(token)

    async def complete(self, request: Request, option: str, partial: str) -> list[tuple[str, str]]:
        return await self.dialogue.complete(request, option, partial)

    def went_wrong(self, request: Request, fault: Exception) -> Reply:
        return self.dialogue.went_wrong(request, fault)

    async def shown(self, request: Request, shown: Shown) -> Reply:
        return await self.dialogue.shown(request, shown)

    async def handle(self, request: Request) -> Reply:
        reply = await self.dialogue.handle(request)
        await self._tell(request)
        return reply

    async def _tell(self, request: Request) -> None:
        journals = await self.engine.read(journals_since, JournalsSince(self._journal))
        deliveries = await self.engine.read(deliveries_since, DeliveriesSince(self._delivery))
        self._journal = max([self._journal, *(journal.id for journal in journals)])
        self._delivery = max([self._delivery, *(delivery.id for delivery in deliveries)])
        self._number += 1
        self.entries.append(
            {
                "number": self._number,
                "at": self.engine.clock.now().isoformat(),
                "platform": str(request.sender.platform),
                "person": request.sender.first_name,
                "place": request.place.title or str(request.place.kind),
                "request": _told(request),
                "commands": [
                    {"name": ran.name, "outcome": ran.outcome, "is_refusal": ran.is_refusal}
                    for ran in self._ran.pop(request.key, [])
                ],
                "journals": [
                    {
                        "kind": journal.kind,
                        "reason": journal.key,
                        "postings": [
                            {"debit": line.debit, "credit": line.credit, "amount": line.amount}
                            for line in journal.lines
                        ],
                    }
                    for journal in journals
                ],
                "deliveries": [
                    {
                        "id": delivery.id,
                        "to": f"{delivery.platform} {delivery.to_kind}",
                        "kind": delivery.name,
                        "state": delivery.state,
                    }
                    for delivery in deliveries
                ],
            }
        )

    async def since(self, number: int) -> list[dict[str, Any]]:
        """What came after this number, with what became of its deliveries until now."""
        entries = [entry for entry in self.entries if entry["number"] > number]
        known = [told for entry in entries for told in entry["deliveries"]]
        if known:
            first = min(told["id"] for told in known)
            cards = await self.engine.read(deliveries_since, DeliveriesSince(first - 1))
            states = {card.id: card.state for card in cards}
            for told in known:
                told["state"] = states.get(told["id"], told["state"])
        return entries


def _told(request: Request) -> str:
    match request.given:
        case CommandGiven(name):
            return f"/{name}"
        case ActionPressed(token):
            try:
                return f"pressed {parse(token).name}"
            except BrokenToken:
                return "pressed an unknown button"
        case FormSubmitted():
            return "sent a form"
        case TextTyped():
            return "typed a line"
        case FileSent():
            return "sent a file"
        case PollAnswered():
            return "answered a poll"
    return str(type(request.given).__name__)
