"""What a platform of the playground shows a person and lets them do: one shape for page and
control.

The Telegram and the Discord server each offer a `Surface`. The page, the control interface, the
scenarios and the tests see the platforms only through it, so a person is driven in the same words
on both. Everything a view holds is JSON-ready: dicts, lists, strings, numbers, booleans, None.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

View = dict[str, Any]


class NotSeen(Exception):
    """The person sees no such chat, button, option or form; `args[0]` says what there is
    instead."""


@dataclass
class Member:
    """A person of the playground: the same name on both platforms, with one account on each."""

    name: str  # the handle of scenarios and addresses: learner, friend, educator, admin, …
    display_name: str
    telegram_id: int
    discord_id: int
    language: str = "en"  # what the person's clients report
    roles: list[str] = field(default_factory=list)  # learner, educator, admin: for the page's strip
    username: str = ""


class Surface(Protocol):
    """One platform as its people see it. `chat` is "" for the default place: Telegram's private
    chat with the bot, Discord's #general; other places go by their slug ("py-cohort"; "dm" on
    Discord)."""

    platform: str  # "telegram" | "discord"

    def add_member(self, member: Member) -> None:
        """Makes the account and puts it into the demonstration guild or group. Known: updated."""

    def chats(self, name: str) -> list[View]:
        """The places this person sees: {"slug", "title", "kind", "topic_of", "unread", "last_text",
        "last_at"}; kind: private | group | topic | channel | thread | forum | dm | voice."""

    def view(self, name: str, chat: str = "") -> View:
        """{"chat", "messages": [message], "modal": modal or None, "menu": [command], "toasts":
        [text], "members": [...]}, exactly as this person sees it, newest message last. Shapes:
        VIEWS.md."""

    def mark_read(self, name: str, chat: str = "") -> None: ...

    async def say(
        self, name: str, chat: str, text: str, *, files: dict[str, tuple[str, bytes]] | None = None
    ) -> None:
        """Types text, or a command ("/learn course:python"). On Discord a text starting with "/"
        is a slash command interaction; `files` holds the contents of its attachment options by
        option name."""

    async def send_file(self, name: str, chat: str, file_name: str, content: bytes) -> None: ...

    async def press(
        self, name: str, chat: str, *, label: str | None = None, control: str | None = None
    ) -> None:
        """Presses the newest visible button, poll option or select option with this label (exact
        match, else a unique prefix, compared without emoji and case), or the control with this
        id."""

    async def fill(self, name: str, chat: str, fields: dict[str, Any]) -> None:
        """Fills the open modal by label and submits it. A radio or select takes its option's label;
        check boxes a list or "a, b"; a file {"name", "content" (base64)}. Raises NotSeen without a
        modal: on Telegram a form is a conversation, which the control interface types."""

    async def dismiss(self, name: str, chat: str) -> None:
        """Closes the open modal without sending it."""

    async def complete(
        self, name: str, chat: str, command: str, option: str, partial: str
    ) -> list[View]:
        """Autocomplete choices {"name", "value"} for a slash command's option; [] on Telegram."""

    async def act(self, name: str, chat: str, what: str, **values: Any) -> View:
        """Everything else a person may do, by name: join_voice, leave_voice, close_dms, block_bot,
        leave, forward, give_right, take_right, migrate, … Unknown: NotSeen naming those there
        are."""

    def is_idle(self) -> bool:
        """True when nothing this platform holds is still on its way to the program or back: every
        update handed out and confirmed, every interaction answered, every gateway event written."""

    def activity(self) -> int:
        """A counter that grows with every request, update, message and press."""

    def fault(self, name: str, **values: Any) -> None:
        """Weather by its name: slow(seconds), too_many(count, retry_after), clear and all that
        docs/faults.md has. Unknown: NotSeen naming those there are."""

    def requests(self) -> list[View]:
        """The log of every request by the program: {"at", "method", "path", "body", "status",
        "answer"} with tokens masked; the newest last, at most 5,000."""

    def census(self) -> View:
        """How often each operation was asked for, and what was not as it is published; see
        `Census.view`."""

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        """Calls `listener({"platform", "person" or None, "chat", "kind"})` at each visible change
        (kind: message | edit | delete | toast | modal | read | chats | menu);
        returns the unsubscriber."""
