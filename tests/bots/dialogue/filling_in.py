"""Somebody who fills in forms on one platform, and two forms to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bots.dialogue import features, forms
from bots.dialogue.conversation import Conversations
from bots.dialogue.registry import Answer, command, form, registry
from bots.dialogue.request import (
    ActionPressed,
    CommandGiven,
    FormSubmitted,
    Given,
    Place,
    PlaceKind,
    Platform,
    Request,
    Sender,
    TextTyped,
)
from bots.dialogue.screen import Choice, FieldKind, FormField, FormView, Screen
from bots.dialogue.visit import Surroundings, Visit
from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import Forbidden
from engine.foundation.richtext import Paragraph
from engine.people.commands import WhoQuery
from engine.people.queries import who_is
from tests.engine.foundation.happenings import count_up

KEY = b"the key of these tests, 32 bytes"
PRIVATE = Place(PlaceKind.PRIVATE, 77)
TRIP = (
    FormField("name", "Name", minimum=2, maximum=10, hint="A short one"),
    FormField("kind", "Kind", FieldKind.ONE, options=(("w", "On foot"), ("b", "By boat"))),
    FormField(
        "gear", "Gear", FieldKind.MANY, is_required=False,
        options=(("r", "Rope"), ("m", "Map"), ("t", "Tent")),
    ),
    FormField("note", "Note", FieldKind.PARAGRAPH, is_required=False),
)  # fmt: skip
LONG = tuple(FormField(f"f{number}", f"Field {number}", maximum=20) for number in range(1, 8))


async def _trip_fields(visit: Visit, values: dict[str, str], given: tuple[Any, ...]) -> Any:
    # Who goes by boat is not asked for gear.
    return [one for one in TRIP if one.name != "gear" or values.get("kind") != "b"]


async def _long_fields(visit: Visit, values: dict[str, str], given: tuple[Any, ...]) -> Any:
    return LONG


def _check(visit: Visit, field: FormField, value: str) -> str | None:
    return "There is no such place." if value == "Nowhere" else None


async def _sent(visit: Visit, values: dict[str, str]) -> Answer:
    if values.get("note") == "refuse me":
        raise Forbidden(role="educator")
    count = await visit.run(count_up, "forms sent")
    words = ", ".join(f"{name}={value}" for name, value in values.items())
    return Screen(title=f"Sent {count}", footer=words.replace("\n", "+"))


async def _open_trip(visit: Visit, given: dict[str, str]) -> Answer:
    return await forms.open_form(visit, "tests.trip")


async def _open_long(visit: Visit, given: dict[str, str]) -> Answer:
    return await forms.open_form(visit, "tests.long")


@contextmanager
def registered() -> Iterator[None]:
    """The two forms and their commands, while the test runs."""
    features.load()
    command("trip", opens_form=True)(_open_trip)
    command("long", opens_form=True)(_open_long)
    form("tests.trip", fields=_trip_fields, check=_check)(_sent)
    form("tests.long", fields=_long_fields, check=_check)(_sent)
    for name in ("tests.trip", "tests.long"):
        # They borrow a title: the texts are the program's own.
        registry.forms[name] = replace(registry.forms[name], title_id="form-note-title")
    try:
        yield
    finally:
        for name in ("trip", "long"):
            del registry.commands[name]
            del registry.forms[f"tests.{name}"]


class Somebody:
    """Types, presses and submits; `screens` are the answer to the last of it."""

    def __init__(self, path: Path, clock: FrozenClock, platform: Platform) -> None:
        self.path = path
        self.clock = clock
        self.platform = platform
        self.place = PRIVATE
        self.user_id = 5_001
        self.screens: tuple[Screen, ...] = ()
        self._number = 0
        self._last: Request | None = None
        self.start()

    def start(self) -> None:
        self.engine = Engine(self.path, self.clock)
        self._conversations = Conversations(Surroundings(self.engine, KEY, {}, {}))

    async def restart(self) -> None:
        """The program ends and another one begins: only what is on the disk goes on."""
        await self.engine.close()
        self.start()

    async def does(self, given: Given) -> Screen:
        self._number += 1
        sender = Sender(self.platform, self.user_id, "Otter", language="en")
        self._last = Request(f"{self.platform}:1:{self._number}", sender, self.place, given)
        return await self.again()

    async def again(self) -> Screen:
        """The same request, delivered once more."""
        if self._last is None:
            raise AssertionError("nothing was asked yet")
        self.screens = (await self._conversations.handle(self._last)).screens
        return self.screens[-1] if self.screens else Screen()

    async def gives(self, name: str) -> Screen:
        return await self.does(CommandGiven(name))

    async def types(self, text: str) -> Screen:
        return await self.does(TextTyped(text))

    async def presses(self, label: str, screen: Screen | None = None) -> Screen:
        return await self.does(ActionPressed(button(screen or self.screens[-1], label).token))

    async def submits(self, view: FormView, **values: str | list[str]) -> Screen:
        return await self.does(FormSubmitted(view.token, dict(values)))

    async def person_id(self) -> int:
        who = await self.engine.read(who_is, WhoQuery(self.platform, self.user_id))
        if who is None:
            raise AssertionError("nobody was met yet")
        return who.person_id


def button(screen: Screen, label: str) -> Choice:
    return next(choice for row in screen.rows for choice in row if choice.label == label)


def labels(screen: Screen) -> list[str]:
    return [choice.label for row in screen.rows for choice in row]


def words(screen: Screen) -> str:
    """Everything the screen says, without its buttons."""
    paragraphs = [
        "".join(span.text for span in block.spans)
        for block in screen.body
        if isinstance(block, Paragraph)
    ]
    return "\n".join((screen.title, *paragraphs, screen.footer, screen.toast))


def modal_of(screen: Screen) -> FormView:
    if screen.form is None:
        raise AssertionError(f"no modal: {words(screen)}")
    return screen.form
