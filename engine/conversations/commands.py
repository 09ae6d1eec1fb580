"""What may be asked of the conversations' memory, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class StartDraft:
    """Opens a form; whatever form this person had open in this place is dropped."""

    person_id: int
    platform: str
    place_key: str  # where it is filled in: "private", or the adapter's chat and thread
    form: str
    step: int = 0
    values: dict[str, str] = field(default_factory=dict)
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SaveDraft:
    """The whole of the values so far, and the step now asked."""

    person_id: int
    platform: str
    place_key: str
    form: str
    step: int
    values: dict[str, str]


@dataclass(frozen=True)
class DropDraft:
    person_id: int
    platform: str
    place_key: str


@dataclass(frozen=True)
class DraftQuery:
    person_id: int
    platform: str
    place_key: str


@dataclass(frozen=True)
class Draft:
    """`is_old`: left for more than seven days, so ask whether to go on or start over."""

    form: str
    step: int
    values: dict[str, str]
    arguments: dict[str, str]
    updated_at: datetime
    is_old: bool


@dataclass(frozen=True)
class BindPoll:
    """A poll was sent: its answers go to the action of `token`."""

    platform: str
    poll_id: str
    token: str
    person_id: int
    chat_id: int
    message_id: int


@dataclass(frozen=True)
class PollBound:
    """`parked`: the options of an answer that had come too early, given once; else None."""

    parked: tuple[int, ...] | None


@dataclass(frozen=True)
class AnswerPoll:
    platform: str
    poll_id: str
    person_id: int
    options: tuple[int, ...]


@dataclass(frozen=True)
class PollReference:
    """`token` is None when the poll is not known yet: the answer is parked for `bind_poll`."""

    token: str | None
    chat_id: int = 0
    message_id: int = 0


@dataclass(frozen=True)
class Remember:
    """A fact of an adapter about itself, such as the hash of the menu it has set; "" forgets it."""

    key: str
    value: str
