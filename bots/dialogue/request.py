"""What a person did, in words both platforms share: an adapter makes it, the dialogue answers
it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Platform(StrEnum):
    TELEGRAM = "telegram"
    DISCORD = "discord"


class PlaceKind(StrEnum):
    PRIVATE = "private"  # Telegram's private chat, Discord's direct messages
    GROUP = "group"  # a Telegram group
    TOPIC = "topic"  # a Telegram forum topic
    CHANNEL = "channel"  # a Discord guild's channel
    THREAD = "thread"


@dataclass(frozen=True)
class Place:
    """Where it happened. `guild_id` is Discord's guild, or 0; ids are the platform's own."""

    kind: PlaceKind
    chat_id: int
    thread_id: int = 0
    guild_id: int = 0
    title: str = ""

    @property
    def is_private(self) -> bool:
        return self.kind is PlaceKind.PRIVATE


@dataclass(frozen=True)
class Sender:
    """The platform's authenticated sender; names as the platform gave them, not yet cleaned."""

    platform: Platform
    platform_user_id: int
    first_name: str
    username: str = ""
    language: str = ""  # the client's language tag, "" when unknown
    can_manage_place: bool = False  # administrator of this group, or Manage Server in this guild


@dataclass(frozen=True)
class Attachment:
    """A file that came along; nothing is fetched before `read` is awaited (size is checked
    first)."""

    name: str
    size_bytes: int
    read: Callable[[], Awaitable[bytes]] = field(compare=False)


@dataclass(frozen=True)
class CommandGiven:
    """A command, "course import" with a space; options by name, still text or a file."""

    name: str
    options: dict[str, str] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)
    payload: str = ""  # what stands behind /start in a deep link


@dataclass(frozen=True)
class ActionPressed:
    """A button or select option. `token` is untrusted input."""

    token: str


@dataclass(frozen=True)
class FormSubmitted:
    """A Discord modal's values by field name. `token` is the form's, untrusted."""

    token: str
    values: dict[str, str | list[str]] = field(default_factory=dict)
    files: dict[str, Attachment] = field(default_factory=dict)


@dataclass(frozen=True)
class TextTyped:
    text: str


@dataclass(frozen=True)
class FileSent:
    attachment: Attachment
    caption: str = ""


@dataclass(frozen=True)
class PollAnswered:
    """A native poll's vote; Telegram names no chat. No options: the vote was taken back."""

    poll_id: str
    options: tuple[int, ...]


@dataclass(frozen=True)
class PlaceChanged:
    """The bot's own standing in a place changed, or the place moved: added | removed | rights |
    moved."""

    what: str
    rights: tuple[str, ...] = ()  # the rights the bot has now, the platform's names
    moved_to: int = 0


@dataclass(frozen=True)
class AvailabilityChanged:
    """The person blocked the bot, or came back."""

    can_be_written_to: bool


Given = (
    CommandGiven
    | ActionPressed
    | FormSubmitted
    | TextTyped
    | FileSent
    | PollAnswered
    | PlaceChanged
    | AvailabilityChanged
)


@dataclass(frozen=True)
class Request:
    """`key` is the inbox key of the update or interaction: the same one for a redelivery."""

    key: str
    sender: Sender
    place: Place
    given: Given
