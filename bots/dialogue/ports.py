"""What an adapter may ask of the dialogue: the one seam between a platform and the
conversations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bots.dialogue.request import Place, Request
from bots.dialogue.screen import Attached, Reply, Screen


@dataclass(frozen=True)
class CommandOption:
    """An option of a command as the platform's menu shows it; texts by locale ("en", "es",
    "ru")."""

    name: str
    descriptions: dict[str, str]
    kind: str = "text"  # text | integer | boolean | file
    is_required: bool = False
    has_autocomplete: bool = False
    choices: tuple[tuple[str, dict[str, str]], ...] = ()  # (value, label by locale)


@dataclass(frozen=True)
class CommandEntry:
    """A row of the command table. `name` may be two words ("course import"): a Discord subcommand;
    on Telegram typed with an underscore ("/course_import") or with a space."""

    name: str
    descriptions: dict[str, str]
    options: tuple[CommandOption, ...] = ()
    in_menu: bool = True  # one of Telegram's 6 to 10 menu commands
    is_private: bool = True
    opens_form: bool = False
    needs_manage: bool = False  # Discord's default_member_permissions: Manage Server
    audience: str = "all"  # all | educator | admin: whose Telegram menu shows it


@dataclass(frozen=True)
class TokenNature:
    """What a token alone tells, before anything runs. Unknown or broken tokens: is_known False."""

    is_known: bool
    opens_form: bool = False
    is_private: bool = True  # of a public message's button: the answer is for the presser alone
    is_form: bool = False


@dataclass(frozen=True)
class Shown:
    """Where a screen ended up: told to the dialogue once it is sent, so that later answers
    find it. `is_shown` is False for one with a `delivery_id` that the platform would not take."""

    screen: Screen
    chat_id: int
    message_id: int
    poll_id: str = ""
    is_shown: bool = True


class Dialogue(Protocol):
    def commands(self) -> Sequence[CommandEntry]: ...

    def nature(self, token: str) -> TokenNature: ...

    async def handle(self, request: Request) -> Reply:
        """Never raises for what people do: refusals and faults come back as screens."""

    def went_wrong(self, request: Request, fault: Exception) -> Reply:
        """What the person reads when an adapter met a fault: a reference, which the log has too."""

    async def complete(self, request: Request, option: str, partial: str) -> list[tuple[str, str]]:
        """Autocomplete: at most 25 (label, value). Reads only."""

    async def shown(self, request: Request, shown: Shown) -> Reply:
        """After sending a screen with a poll or with a `delivery_id`: binds the poll's id to its
        token, ends the delivery or holds it again. A reply holds what an answer that came too
        early (parked) now leads to."""


@dataclass(frozen=True)
class Parcel:
    """A delivery ready to be sent: claimed, rendered in the destination's language.

    `priority`: 0 interactive, 1 live quiz, 2 cohort, 3 broadcast. `nonce` is the same at each
    attempt.
    """

    delivery_id: int
    nonce: str
    chat_id: int  # Telegram chat or user; Discord channel. For a Discord person see `user_id`
    thread_id: int
    user_id: int  # a Discord person's direct messages; 0 for a place
    screen: Screen
    priority: int = 2


@dataclass(frozen=True)
class Sent:
    message_id: int


@dataclass(frozen=True)
class Refused:
    """The platform will not deliver: blocked | closed_dms | gone | no_right; `missing` names
    rights, or what was deleted (topic | channel)."""

    why: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moved:
    """The chat became another one (a group turned supergroup): rewrite it and send again."""

    chat_id: int


@dataclass(frozen=True)
class Later:
    """A passing fault: try again after `seconds`."""

    seconds: float
    reason: str


class Mailroom(Protocol):
    """Where an announcer fetches what is to be said by itself, and reports what became of it."""

    async def claim(self, platform: str, *, limit: int) -> Sequence[Parcel]: ...

    async def report(self, delivery_id: int, outcome: Sent | Refused | Moved | Later) -> None: ...


class Hands(Protocol):
    """What a conversation may ask of its platform beside showing screens. All of it only looks."""

    platform: str

    async def missing_rights(self, place: Place) -> tuple[str, ...]:
        """Codes of the rights the bot needs in this place and lacks, in the order of importance:
        view_channel, send_messages, embed_links, attach_files, read_message_history, send_photos,
        post_in_topic, member (the bot is not in the place). Each has a text saying what it is
        for. "topic" or "channel" alone: it was deleted, no right mends it."""

    def deep_link(self, payload: str) -> str:
        """An address that opens the private chat with this payload; "" where the platform has
        none."""


__all__ = [
    "Attached",
    "CommandEntry",
    "CommandOption",
    "Dialogue",
    "Hands",
    "Later",
    "Mailroom",
    "Moved",
    "Parcel",
    "Refused",
    "Sent",
    "Shown",
    "TokenNature",
]
