"""What a person sees, as data: features make screens, each platform's renderer shows them
natively."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from engine.foundation.richtext import Block


class Style(StrEnum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    SUCCESS = "success"
    DANGER = "danger"


class Mode(StrEnum):
    EDIT = "edit"  # navigation: replaces the message whose button was pressed (a command: new)
    NEW = "new"  # a message of its own; the pressed message keeps its place


@dataclass(frozen=True)
class Choice:
    """A button: an action's token, or an address. Tokens come from `Visit.token(...)` alone."""

    label: str
    token: str = ""
    url: str = ""
    style: Style = Style.SECONDARY
    is_disabled: bool = False


@dataclass(frozen=True)
class Option:
    label: str
    token: str
    description: str = ""
    is_selected: bool = False


@dataclass(frozen=True)
class Select:
    """A list to pick one from: a Discord select (25 options at most), rows of buttons on
    Telegram."""

    placeholder: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Fact:
    """A named value: an embed field on Discord, "Name: value" on Telegram."""

    name: str
    value: str
    is_inline: bool = True


@dataclass(frozen=True)
class Poll:
    """A quiz item to be answered natively (Telegram's private chat). Options are in the order
    shown.

    `token` is the action that receives the answer: its handler gets `choices: str` ("0.2") as
    its last argument. It is never shown; the adapter stores it beside the poll's id.
    """

    question: str
    options: tuple[str, ...]
    correct: tuple[int, ...]
    token: str
    explanation: str = ""
    is_multiple: bool = False


@dataclass(frozen=True)
class Attached:
    """A file that goes with a screen; a picture needs its words for those who cannot see it."""

    name: str
    content: bytes = field(repr=False)
    alt: str = ""
    is_picture: bool = False


class FieldKind(StrEnum):
    TEXT = "text"
    PARAGRAPH = "paragraph"
    ONE = "one"  # one of the options: radio group
    MANY = "many"  # several: check boxes
    FILE = "file"


@dataclass(frozen=True)
class FormField:
    """One question. `options` are (value, label). Lengths are characters; validation is the
    form's."""

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    hint: str = ""
    placeholder: str = ""
    is_required: bool = True
    minimum: int = 0
    maximum: int = 4000
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""  # what the draft holds


@dataclass(frozen=True)
class FormView:
    """A form as its adapter shows it: one modal on Discord (at most five fields)."""

    token: str  # goes out as the modal's custom_id and comes back with FormSubmitted
    title: str
    fields: tuple[FormField, ...]


@dataclass(frozen=True)
class Screen:
    """One thing shown. A private screen never appears where others read: in a Telegram group it
    goes to the private chat or becomes a deep link; on Discord it is ephemeral."""

    title: str = ""
    body: tuple[Block, ...] = ()
    facts: tuple[Fact, ...] = ()
    rows: tuple[tuple[Choice, ...], ...] = ()
    select: Select | None = None
    poll: Poll | None = None
    form: FormView | None = None  # Discord: answer the press with this modal, show nothing else
    attached: tuple[Attached, ...] = ()
    footer: str = ""
    toast: str = ""  # a passing word: Telegram's callback answer; on Discord a private follow-up
    is_alert: bool = False  # the toast stays until it is closed
    is_private: bool = True
    is_silent: bool = False
    mode: Mode = Mode.EDIT
    expects_text: bool = False  # the next typed line is awaited: ForceReply in a Telegram group
    placeholder: str = ""  # for the awaited line
    delivery_id: int = 0  # what waited for this person: once shown, the dialogue is told

    @property
    def is_toast_only(self) -> bool:
        return bool(self.toast) and not (
            self.title or self.body or self.facts or self.rows or self.poll or self.form
        )


@dataclass(frozen=True)
class Reply:
    """The answer to a request: screens in order; the first edits, the rest are new messages."""

    screens: tuple[Screen, ...] = ()
