"""A tiny bot for tests: it counts presses, asks a quiz item, and notes every request."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence

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
    CommandGiven,
    FileSent,
    PollAnswered,
    Request,
    TextTyped,
)
from bots.dialogue.screen import Attached, Choice, Mode, Option, Poll, Reply, Screen, Select
from bots.telegram.intake import Stored
from engine.foundation.richtext import Code, Details, Heading, Media, Span, Table, text

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99="
    b"\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)

LESSON = Screen(
    title="Lesson 1",
    body=(
        Heading(2, (Span("Loops"),)),
        text("Words about loops."),
        Table(((Span("Name"),), (Span("Points"),)), (((Span("Otter"),), (Span("20"),)),)),
        Code("for x in y:\n    print(x)", "python"),
        Details("Solution", (Code("print(1)", "python"),)),
        Media("image", "fig/a.png", "A plot of loops"),
    ),
    rows=((Choice("Back", token="home"),),),
)
PLOTTED = Screen(
    title="Page 2",
    body=(text("Above"), Media("image", "fig/plot.png", "A plot"), text("Below")),
    attached=(Attached("plot.png", PNG, alt="A plot", is_picture=True),),
    rows=((Choice("Back", token="home"),),),
)
QUESTION = Poll("Which one loops?", ("if", "for"), (1,), token="q:1", explanation="for repeats")


class Counting:
    """The dialogue. `requests` are all it was given; `gate` holds the handlers named in `held`."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.finished: list[str] = []
        self.faults: list[Exception] = []
        self.counts: dict[int, int] = defaultdict(int)
        self.polls: dict[str, Shown] = {}
        self.gate = asyncio.Event()
        self.held: set[str] = set()
        self.early: Screen | None = None  # what an answer that came too early leads to

    def commands(self) -> Sequence[CommandEntry]:
        words = {"en": "Begin", "es": "Empezar", "ru": "Начать"}
        return (
            CommandEntry("start", words),
            CommandEntry("board", {"en": "The board"}, is_private=False),
            CommandEntry("wallet", {"en": "Your tokens"}),
            CommandEntry(
                "course import",
                {"en": "Import"},
                options=(CommandOption("file", {"en": "A zip"}, kind="file"),),
                in_menu=False,
            ),
            CommandEntry("setup", {"en": "Set up"}, in_menu=False, needs_manage=True),
        )

    def nature(self, token: str) -> TokenNature:
        return TokenNature(is_known=True)

    async def complete(self, request: Request, option: str, partial: str) -> list[tuple[str, str]]:
        return []

    async def shown(self, request: Request, shown: Shown) -> Reply:
        self.polls[shown.poll_id] = shown
        return Reply((self.early,)) if self.early else Reply()

    def went_wrong(self, request: Request, fault: Exception) -> Reply:
        self.faults.append(fault)
        return Reply((Screen(title=f"Went wrong: {len(self.faults)}", mode=Mode.NEW),))

    async def handle(self, request: Request) -> Reply:
        self.requests.append(request)
        name = name_of(request)
        if name in self.held:
            await self.gate.wait()
        reply = await self._answer(request, name)
        self.finished.append(name)
        return reply

    async def _answer(self, request: Request, name: str) -> Reply:
        person = request.sender.platform_user_id
        if isinstance(request.given, PollAnswered):
            is_right = request.given.options == (1,)
            return Reply((Screen(title="Right" if is_right else "Not quite", mode=Mode.NEW),))
        if isinstance(request.given, FileSent):
            content = await request.given.attachment.read()
            return Reply((Screen(title=f"{request.given.attachment.name}: {len(content)} bytes"),))
        if name == "course import":
            assert isinstance(request.given, CommandGiven)
            content = await request.given.files["file"].read()
            return Reply((Screen(title=f"Imported {content.decode()}"),))
        if name == "inc":
            self.counts[person] += 1
            return Reply((self._home(person),))
        make: dict[str, Callable[[], Reply]] = {
            "start": lambda: Reply((self._home(person),)),
            "home": lambda: Reply((self._home(person),)),
            "same": lambda: Reply((self._home(person),)),
            "greet": lambda: Reply((Screen(toast="Hello there", is_alert=True),)),
            "lesson": lambda: Reply((LESSON,)),
            "plot": lambda: Reply((PLOTTED,)),
            "quiz": lambda: Reply((Screen(title="Question 1 of 1", poll=QUESTION, mode=Mode.NEW),)),
            "long": lambda: Reply((self._long(),)),
            "photo": lambda: Reply((self._photo(),)),
            "board": lambda: Reply((self._board(),)),
            "wallet": lambda: Reply((Screen(title="Wallet", body=(text("20 tokens"),)),)),
            "tease": lambda: Reply((Screen(title="Wallet", toast="20 tokens"),)),
            "ask": lambda: Reply(
                (
                    Screen(
                        title="Your name?", is_private=False, expects_text=True, placeholder="Name"
                    ),
                )
            ),
        }
        if isinstance(request.given, TextTyped):
            words = f"You said {request.given.text}"
            return Reply((Screen(title=words, is_private=request.place.is_private),))
        return make[name]() if name in make else Reply((Screen(title=f"Unknown: {name}"),))

    def _home(self, person: int) -> Screen:
        names = ("inc", "same", "greet", "lesson", "quiz", "long", "photo", "plot")
        buttons = [Choice(name.capitalize(), token=name) for name in names]
        return Screen(
            title=f"Count {self.counts[person]}", rows=(tuple(buttons[:4]), tuple(buttons[4:]))
        )

    def _long(self) -> Screen:
        body = tuple(text(f"{number}: " + "words " * 150) for number in range(8))
        return Screen(title="Long", body=body, rows=((Choice("Home", token="home"),),))

    def _photo(self) -> Screen:
        picture = Attached("week.png", PNG, alt="The week", is_picture=True)
        return Screen(title="Week", attached=(picture,), rows=((Choice("Home", token="home"),),))

    def _board(self) -> Screen:
        options = (Option("Mine", "wallet"), Option("Tease", "tease"), Option("Ask", "ask"))
        return Screen(title="Board", is_private=False, select=Select("Look at", options))


def name_of(request: Request) -> str:
    given = request.given
    match given:
        case CommandGiven(name=name):
            return name
        case ActionPressed(token):
            return token
        case TextTyped(words):
            return words
        case _:
            return type(given).__name__


class Outbox:
    """A mailroom in memory."""

    def __init__(self) -> None:
        self.waiting: list[Parcel] = []
        self.outcomes: dict[int, Sent | Refused | Moved | Later] = {}

    async def claim(self, platform: str, *, limit: int) -> Sequence[Parcel]:
        assert platform == "telegram"
        claimed, self.waiting = self.waiting[:limit], self.waiting[limit:]
        return claimed

    async def report(self, delivery_id: int, outcome: Sent | Refused | Moved | Later) -> None:
        self.outcomes[delivery_id] = outcome


class Shelf:
    """An intake in memory, for tests that stop and start the adapter often."""

    def __init__(self) -> None:
        self.updates: dict[int, Stored] = {}
        self.done: set[int] = set()
        self.on_store: Callable[[], Awaitable[None]] | None = None

    async def store(self, updates: Sequence[Stored]) -> Sequence[Stored]:
        new = [update for update in updates if update.update_id not in self.updates]
        self.updates |= {update.update_id: update for update in new}
        return new

    async def finish(self, update_id: int) -> None:
        self.done.add(update_id)

    async def pending(self) -> Sequence[Stored]:
        return [update for id, update in sorted(self.updates.items()) if id not in self.done]
