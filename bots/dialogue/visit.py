"""A visit: one person doing one thing in one place, and what a conversation may ask of the
engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from bots.dialogue import tokens
from bots.dialogue.ports import Hands
from bots.dialogue.registry import Handler, registry
from bots.dialogue.request import Attachment, Place, Platform, Request
from bots.dialogue.screen import Choice, Mode, Option, Screen, Style
from bots.dialogue.texts import Texts
from engine.foundation.door import Engine
from engine.foundation.richtext import text
from engine.foundation.tx import ReadTx, Tx
from engine.people.commands import Role, Who

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True)
class Surroundings:
    """What every visit shares: the engine, the key of the tokens, the platforms' hands."""

    engine: Engine
    key: bytes
    hands: dict[str, Hands]
    settings: dict[str, Any]


class Visit:
    """`person` is who acts, as the platform authenticated; `place` is where."""

    def __init__(
        self, surroundings: Surroundings, request: Request, person: Who, *, calls: int = 0
    ) -> None:
        self._surroundings = surroundings
        self.request = request
        self.person = person
        self.person_id = person.person_id
        self.place: Place = request.place
        self.platform: Platform = request.sender.platform
        self.texts = Texts(person.locale, person.zone)
        self.files: dict[str, Attachment] = {}
        self._calls = calls

    @property
    def surroundings(self) -> Surroundings:
        return self._surroundings

    @property
    def hands(self) -> Hands:
        return self._surroundings.hands[self.platform]

    def hands_of(self, platform: str) -> Hands | None:
        return self._surroundings.hands.get(platform)

    @property
    def platforms(self) -> tuple[str, ...]:
        """Those that are served, always in the same order."""
        return tuple(sorted(self._surroundings.hands))

    @property
    def now(self) -> datetime:
        return self._surroundings.engine.clock.now()

    @property
    def is_telegram(self) -> bool:
        return self.platform is Platform.TELEGRAM

    @property
    def has_polls(self) -> bool:
        """Graded items are private screens, which Telegram shows in the private chat: nobody else
        sees the votes there."""
        return self.is_telegram

    @property
    def has_modals(self) -> bool:
        return self.platform is Platform.DISCORD

    @property
    def has_private_notes(self) -> bool:
        """Can somebody be shown a thing among others that nobody else sees?"""
        return self.platform is Platform.DISCORD

    @property
    def place_key(self) -> str:
        return f"{self.platform}:{self.place.chat_id}:{self.place.thread_id}"

    async def run(self, service: Callable[[Tx, C], R], command: C) -> R:
        """Runs a command under the inbox key of this request and the call's number in it."""
        self._calls += 1
        return await self._surroundings.engine.run(
            service, command, key=f"{self.request.key}#{self._calls}"
        )

    async def read(self, question: Callable[[ReadTx, C], R], query: C) -> R:
        return await self._surroundings.engine.read(question, query)

    def token(self, handler: Handler | str, *arguments: int | str, is_public: bool = False) -> str:
        """A token for a registered action, by its handler or, across features, by its name; public
        ones work for whoever presses. Raises KeyError for an action that there is not."""
        kind = "p" if is_public else "o"
        name = handler if isinstance(handler, str) else registry.by_handler[handler]
        if name not in registry.actions:
            raise KeyError(name)
        return tokens.make(self._surroundings.key, kind, name, arguments, self.person_id)

    def form_token(self, form: str, *arguments: int | str) -> str:
        return tokens.make(self._surroundings.key, "f", form, arguments, self.person_id)

    def choice(
        self,
        label_id: str,
        handler: Handler | str,
        *arguments: int | str,
        style: Style = Style.SECONDARY,
        is_public: bool = False,
        **values: Any,
    ) -> Choice:
        """A button whose label is a text of this locale."""
        return Choice(
            self.texts(label_id, **values),
            self.token(handler, *arguments, is_public=is_public),
            style=style,
        )

    def option(
        self, label: str, handler: Handler | str, *arguments: int | str, is_selected: bool = False,
        description: str = "",
    ) -> Option:  # fmt: skip
        return Option(label, self.token(handler, *arguments), description, is_selected)

    def toast(self, text_id: str, *, is_alert: bool = False, **values: Any) -> Screen:
        """A passing word that leaves the message as it is."""
        return Screen(toast=self.texts(text_id, **values), is_alert=is_alert)

    def speak(self, locale: str) -> None:
        """The rest of this visit is in another language."""
        self.texts = Texts(locale, self.person.zone)

    def said(self, text_id: str, **values: Any) -> Screen:
        """A line of its own, as a new message."""
        return Screen(body=(text(self.texts(text_id, **values)),), mode=Mode.NEW)

    def with_toast(self, screen: Screen, toast: str) -> Screen:
        return replace(screen, toast=toast)

    def is_(self, role: Role) -> bool:
        """For what to show only: every service checks the role itself."""
        return role in self.person.roles
