"""What the people of a scenario have seen so far, and what is new to them since they last acted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from playground.scenario.client import ControlClient, Refused
from playground.scenario.matching import Message, fingerprint, holds, visible
from playground.scenario.steps import Seen, Spot

DIRECT = "dm"


class Witness:
    """Looks through the eyes of everyone a file names, at every place it names."""

    def __init__(self, client: ControlClient, spots: Iterable[Spot]) -> None:
        self._client = client
        self._now: dict[Spot, list[Message]] = {spot: [] for spot in spots}
        self._at_start: dict[Spot, dict[str, str]] = {}
        self._since_action: dict[Spot, dict[str, str]] = {}
        self._shown: set[tuple[str, ...]] = set()
        self.menus: dict[Spot, list[dict[str, Any]]] = {}
        self.messages = 0

    async def begin(self) -> None:
        """What is there already was not caused by this file."""
        await self._look()
        for spot, messages in self._now.items():
            prints = {str(message["id"]): fingerprint(message) for message in messages}
            self._at_start[spot] = self._since_action[spot] = prints
            self._shown |= {_key(spot, message) for message in messages}

    def acts(self, person: str) -> None:
        """Whatever comes next is new to this person."""
        for spot in self._now:
            if spot.person == person:
                self._since_action[spot] = {
                    str(message["id"]): fingerprint(message) for message in self._now[spot]
                }

    async def refresh(self) -> list[tuple[Spot, Message]]:
        """Looks again; what the bots newly showed or changed, each message once."""
        before = {
            (spot, str(message["id"])): fingerprint(message)
            for spot, messages in self._now.items()
            for message in messages
        }
        await self._look()
        changed: dict[tuple[str, ...], tuple[Spot, Message]] = {}
        for spot, messages in self._now.items():
            for message in messages:
                if message.get("is_own"):
                    continue
                if before.get((spot, str(message["id"]))) == fingerprint(message):
                    continue
                key = _key(spot, message)
                is_by_bot = (message.get("author") or {}).get("is_bot")
                if key not in self._shown and is_by_bot:
                    self.messages += 1
                self._shown.add(key)
                changed.setdefault(key, (spot, message))
        return list(changed.values())

    def find(self, spot: Spot, seen: Seen) -> Message | None:
        """The newest message holding it; else an older one, if it is new since the person acted."""
        messages = [m for m in self._now.get(spot, []) if not m.get("is_own")]
        old = self._since_action.get(spot, {})
        is_newest = True
        for message in reversed(messages):
            is_new = old.get(str(message["id"])) != fingerprint(message)
            is_candidate = is_new or is_newest or message.get("kind") == "modal"
            if message.get("kind") == "toast":
                is_candidate = True  # the platforms drop toasts when the person acts again
            elif message.get("kind") != "modal":
                is_newest = False
            if is_candidate and holds(message, seen):
                return message
        return None

    def find_any(self, spot: Spot, seen: Seen) -> Message | None:
        """A message holding it that arrived or changed since the file began."""
        old = self._at_start.get(spot, {})
        for message in reversed(self._now.get(spot, [])):
            is_new = old.get(str(message["id"])) != fingerprint(message)
            if is_new and not message.get("is_own") and holds(message, seen):
                return message
        return None

    def last(self, spot: Spot, count: int = 4) -> list[Message]:
        return self._now.get(spot, [])[-count:]

    async def _look(self) -> None:
        views = await asyncio.gather(*(self._view(spot) for spot in self._now))
        for spot, view in zip(list(self._now), views, strict=True):
            self._now[spot] = visible(view)
            self.menus[spot] = list(view.get("menu") or ())

    async def _view(self, spot: Spot) -> dict[str, Any]:
        view = await self._place(spot)
        if spot.platform == "discord" and not spot.chat:
            # Who names no place looks where they are, and at what the bot wrote to them alone.
            direct = await self._place(replace(spot, chat=DIRECT))
            both = [*(view.get("messages") or ()), *(direct.get("messages") or ())]
            view = {**view, "messages": sorted(both, key=lambda message: str(message["at"]))}
        return view

    async def _place(self, spot: Spot) -> dict[str, Any]:
        try:
            return await self._client.view(spot)
        except Refused:  # a place that does not exist yet, or is hidden from this person
            return {}


def _key(spot: Spot, message: Message) -> tuple[str, ...]:
    """Two people reading a channel read one message; what is private is each one's own."""
    if message.get("is_private") or (spot.platform == "telegram" and not spot.chat):
        return (spot.platform, spot.person, str(message["id"]))
    # Discord's ids are unique everywhere, and "" and "general" are one place; Telegram's are not.
    place = spot.chat if spot.platform == "telegram" else ""
    return (spot.platform, place, str(message["id"]))
