"""A tiny bot that counts, and a mailroom in memory: all that the adapter needs to be driven."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

from bots.dialogue.ports import (
    CommandEntry,
    CommandOption,
    Later,
    Moved,
    Parcel,
    Refused,
    Sent,
    Shown,
    TokenNature,
)
from bots.dialogue.request import (
    ActionPressed,
    Attachment,
    CommandGiven,
    FileSent,
    FormSubmitted,
    PlaceChanged,
    Request,
    TextTyped,
)
from bots.dialogue.screen import (
    Attached,
    Choice,
    FieldKind,
    FormField,
    FormView,
    Mode,
    Option,
    Reply,
    Screen,
    Select,
)
from engine.foundation.richtext import text

Outcome = Sent | Refused | Moved | Later

COURSES = ("Python with loops", "Plots", "Git")
ASK = "f:ask:1"
COLORS = (("r", "Red"), ("g", "Green"))


def told(words: str) -> dict[str, str]:
    return {"en": words, "es": f"{words} (es)", "ru": f"{words} (ru)"}


COMMANDS = (
    CommandEntry("count", told("Counts")),
    CommandEntry("shout", told("Counts aloud"), is_private=False),
    CommandEntry("whisper", told("Is open but answers privately"), is_private=False),
    CommandEntry("silent", told("Says nothing")),
    CommandEntry("fails", told("Raises")),
    CommandEntry("broken", told("Cannot be drawn")),
    CommandEntry("ask", told("Opens a form"), opens_form=True),
    CommandEntry(
        "learn",
        told("Learns"),
        (CommandOption("course", told("Which"), is_required=True, has_autocomplete=True),),
    ),
    CommandEntry(
        "course import",
        told("Imports"),
        (
            CommandOption("title", told("Its name"), is_required=True),
            CommandOption("file", told("A zip"), "file"),
        ),
    ),
    CommandEntry("course list", told("Lists")),
)
NATURES = {
    "a:form:1": TokenNature(True, opens_form=True),
    "a:join:1": TokenNature(True, is_private=False),
    ASK: TokenNature(True, is_form=True),
}


class CountingBot:
    """Keeps one number, every request, and a gate that can be shut to hold a handler up."""

    def __init__(self) -> None:
        self.number = 0
        self.requests: list[Request] = []
        self.faults: list[Exception] = []
        self.standings: list[Request] = []
        self.entered = 0
        self.draft: dict[str, str] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.on_change: Callable[[], None] = lambda: None

    def commands(self) -> Sequence[CommandEntry]:
        return COMMANDS

    def nature(self, token: str) -> TokenNature:
        return NATURES.get(token, TokenNature(token.startswith("a:")))

    def went_wrong(self, request: Request, fault: Exception) -> Reply:
        self.faults.append(fault)
        return Reply((Screen(title=f"Went wrong: {len(self.faults)}", mode=Mode.NEW),))

    async def handle(self, request: Request) -> Reply:
        if isinstance(request.given, PlaceChanged):  # no person's: told by the connection itself
            self.standings.append(request)
            self.on_change()
            return Reply()
        self.entered += 1
        self.on_change()
        await self.gate.wait()
        self.requests.append(request)
        match request.given:
            case CommandGiven(name, options, files):
                return await self._command(name, options, list(files.values()))
            case ActionPressed(token):
                return self._action(token)
            case FormSubmitted(_, values, files):
                return await self._form(values, [await file.read() for file in files.values()])
            case TextTyped(words):
                return Reply((Screen(title=f"You typed {words}"),))
            case FileSent(attachment):
                size = len(await attachment.read())
                return Reply((Screen(title=f"{attachment.name} has {size} bytes"),))
            case _:
                return Reply()

    async def complete(self, request: Request, option: str, partial: str) -> list[tuple[str, str]]:
        self.requests.append(request)
        return [
            (name, name.lower()) for name in COURSES if name.lower().startswith(partial.lower())
        ]

    async def shown(self, request: Request, shown: Shown) -> Reply:
        raise AssertionError("no polls on Discord")

    async def _command(self, name: str, options: dict[str, str], files: list[Attachment]) -> Reply:
        match name:
            case "count":
                return Reply((self._counted(),))
            case "shout":
                return Reply((Screen(title=f"Aloud: {self.number}", is_private=False),))
            case "whisper":
                return Reply((Screen(title="For you alone"),))
            case "broken":
                return Reply((Screen(title="Broken", body=(None,)),))  # type: ignore[arg-type]
            case "fails":
                raise RuntimeError("a fault of the dialogue")
            case "ask":
                return Reply((Screen(form=self._form_view()),))
            case "learn":
                return Reply((Screen(title=f"Learning {options['course']}"),))
            case "course import":
                sizes = [len(await file.read()) for file in files]
                return Reply((Screen(title=f"{options['title']}: {sizes}"),))
            case _:
                return Reply()

    def _action(self, token: str) -> Reply:
        match token:
            case "a:more:1" | "a:join:1":
                self.number += 1
                return Reply((self._counted(is_private=token == "a:more:1"),))
            case "a:new:1":
                new = Screen(title="A second message", mode=Mode.NEW, toast="Done @everyone")
                return Reply((new,))
            case "a:toast:1":
                return Reply((Screen(toast="Only words"),))
            case "a:said:1":
                return Reply((replace(self._counted(), toast="Right @here"),))
            case "a:long:1":
                page = Screen(title="Long", body=(text("word " * 3000),), rows=self._counted().rows)
                return Reply((page,))
            case "a:picture:1":
                picture = Attached("board.png", PIXEL, "One dot", is_picture=True)
                return Reply((Screen(title="Board", attached=(picture,)),))
            case "a:form:1":
                return Reply((Screen(form=self._form_view()),))
            case "a:broken:1":
                return Reply((Screen(title="Broken", rows=((Choice("X", "y" * 200),),)),))
            case _ if token == ASK:
                return Reply((Screen(form=self._form_view()),))
            case _:
                return Reply((Screen(title=f"Chose {token}"),))

    async def _form(self, values: dict[str, str | list[str]], files: list[bytes]) -> Reply:
        name = str(values.get("name", ""))
        self.draft = {"name": name}
        if len(name) < 3:
            again = Choice("Correct it", "a:form:1")
            return Reply((Screen(title="Too short", rows=((again,),)),))
        words = f"{name} {values.get('color')} {values.get('likes')} {[len(f) for f in files]}"
        return Reply((Screen(title="Thank you", body=(text(words),)),))

    def _counted(self, *, is_private: bool = True) -> Screen:
        labels = ("more", "new", "toast", "long", "picture", "form", "broken", "said")
        buttons = tuple(Choice(label.title(), f"a:{label}:1") for label in labels)
        options = tuple(Option(label, f"a:{value}:1") for value, label in COLORS)
        return Screen(
            title=f"Count: {self.number}",
            rows=(buttons[:4], buttons[4:]),
            select=Select("Pick a color", options),
            is_private=is_private,
        )

    def _form_view(self) -> FormView:
        return FormView(
            ASK,
            "About you",
            (
                FormField("name", "Your name", value=self.draft.get("name", "")),
                FormField("color", "A color", FieldKind.ONE, options=COLORS),
                FormField("likes", "You like", FieldKind.MANY, options=COLORS, is_required=False),
                FormField("work", "Your work", FieldKind.FILE, is_required=False),
            ),
        )


class MemoryMailroom:
    """Parcels wait in a list; outcomes are kept by delivery."""

    def __init__(self) -> None:
        self.waiting: list[Parcel] = []
        self.outcomes: dict[int, list[Outcome]] = {}
        self.on_change: Callable[[], None] = lambda: None

    async def claim(self, platform: str, *, limit: int) -> Sequence[Parcel]:
        claimed, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return claimed

    async def report(self, delivery_id: int, outcome: Outcome) -> None:
        self.outcomes.setdefault(delivery_id, []).append(outcome)
        self.on_change()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c636060606000000005000" + "1a5f645400000000049454e44ae426082"
)
