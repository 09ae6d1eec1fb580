"""What a scenario file says, as data: one dataclass for each kind of line."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

KINDS = ("poll", "private", "image", "file")


@dataclass(frozen=True)
class Spot:
    """A person at a place of a platform; `chat` "" is the default place there."""

    person: str
    platform: str
    chat: str = ""

    def __str__(self) -> str:
        return f"{self.person}@{self.platform}" + (f"#{self.chat}" if self.chat else "")


@dataclass(frozen=True)
class Line:
    """Where a step stands; `source` is the line as written."""

    path: Path
    number: int
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.number}"


@dataclass(frozen=True)
class Seen:
    """What a message, or a command's output, is expected to hold."""

    texts: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __str__(self) -> str:
        words = [*self.kinds, *(f'"{text}"' for text in self.texts)]
        return " ".join([*words, *(f"[{label}]" for label in self.labels)])


@dataclass(frozen=True)
class Says:
    line: Line
    spot: Spot
    text: str


@dataclass(frozen=True)
class Presses:
    line: Line
    spot: Spot
    label: str


@dataclass(frozen=True)
class Fills:
    line: Line
    spot: Spot
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SendsFile:
    line: Line
    spot: Spot
    path: str


@dataclass(frozen=True)
class Expects:
    """`spot` None: the last actor's place, or the output of the command above."""

    line: Line
    spot: Spot | None
    seen: Seen
    is_absent: bool = False


@dataclass(frozen=True)
class ClockAdvances:
    line: Line
    by: timedelta


@dataclass(frozen=True)
class ClockIsSet:
    line: Line
    to: datetime


@dataclass(frozen=True)
class WorldDoes:
    """kill, restart, or fault with its name and arguments."""

    line: Line
    what: str
    name: str = ""
    values: dict[str, str | float | int] = field(default_factory=dict)


@dataclass(frozen=True)
class ShellRuns:
    line: Line
    command: str
    must_fail: bool = False


@dataclass(frozen=True)
class Budget:
    line: Line
    counter: str
    operator: str
    limit: int


Step = (
    Says
    | Presses
    | Fills
    | SendsFile
    | Expects
    | ClockAdvances
    | ClockIsSet
    | WorldDoes
    | ShellRuns
    | Budget
)
