"""A platform kept in memory, small and real: places, messages, presses, a modal, toasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playground.labels import labels_of, same_label
from playground.surface import Member, NotSeen, View

Behaviour = Callable[["MemorySurface", str, str, str], None]


@dataclass
class Place:
    slug: str
    title: str
    kind: str
    topic_of: str | None = None
    is_private: bool = False  # each person has their own


def nothing(surface: MemorySurface, name: str, chat: str, given: str) -> None:
    """A bot that stays silent."""


class MemorySurface:
    """The shape of `Surface`. `on_say` and `on_press` play the bot's part at once."""

    def __init__(
        self,
        platform: str,
        places: list[Place],
        *,
        on_say: Behaviour = nothing,
        on_press: Behaviour = nothing,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.platform = platform
        self.places = {place.slug: place for place in places}
        self.members: dict[str, Member] = {}
        self.menu: list[View] = []
        self.faults: list[tuple[str, View]] = []
        self.busy = False
        self._on_say, self._on_press, self._now = on_say, on_press, now
        self._messages: dict[tuple[str, str], list[View]] = {}
        self._modals: dict[str, View] = {}
        self._toasts: dict[str, list[str]] = {}
        self._unread: dict[tuple[str, str], int] = {}
        self._listeners: list[Callable[[View], None]] = []
        self._counter = 0

    def add_member(self, member: Member) -> None:
        self.members[member.name] = member

    def chats(self, name: str) -> list[View]:
        result = []
        for place in self.places.values():
            messages = self._seen_by(name, place.slug)
            last = messages[-1] if messages else {}
            result.append(
                {
                    "slug": place.slug,
                    "title": place.title,
                    "kind": place.kind,
                    "topic_of": place.topic_of,
                    "unread": self._unread.get((name, place.slug), 0),
                    "last_text": last.get("text", ""),
                    "last_at": last.get("at"),
                }
            )
        return result

    def view(self, name: str, chat: str = "") -> View:
        place = self._place(chat)
        return {
            "chat": {"slug": place.slug, "title": place.title, "kind": place.kind},
            "messages": self._seen_by(name, chat),
            "modal": self._modals.get(name),
            "menu": self.menu,
            "toasts": self._toasts.get(name, []),
            "members": [
                {"name": m.name, "display_name": m.display_name, "roles": m.roles}
                for m in self.members.values()
            ],
        }

    def mark_read(self, name: str, chat: str = "") -> None:
        if self._unread.pop((name, chat), 0):
            self._tell("read", chat, name)

    async def say(
        self, name: str, chat: str, text: str, *, files: dict[str, tuple[str, bytes]] | None = None
    ) -> None:
        self._toasts.pop(name, None)
        message = self._new(chat, text, author=name)
        message["files"] = [
            {"kind": "document", "name": file_name, "size": len(content), "url": ""}
            for file_name, content in (files or {}).values()
        ]
        if self.platform == "telegram" or not text.startswith("/"):
            self._store(chat, name, message)
        self._on_say(self, name, chat, text)

    async def send_file(self, name: str, chat: str, file_name: str, content: bytes) -> None:
        await self.say(name, chat, file_name, files={"file": (file_name, content)})

    async def press(
        self, name: str, chat: str, *, label: str | None = None, control: str | None = None
    ) -> None:
        self._toasts.pop(name, None)
        for message in reversed(self._seen_by(name, chat)):
            found = _pressable(message, label, control)
            if found is not None:
                self._counter += 1
                self._on_press(self, name, chat, found)
                return
        visible = [one for message in self._seen_by(name, chat) for one in labels_of(message)]
        raise NotSeen(f"There is no [{label or control}] here; there is {visible}.")

    async def fill(self, name: str, chat: str, fields: dict[str, Any]) -> None:
        modal = self._modals.get(name)
        if modal is None:
            raise NotSeen("No form is open.")
        labels = [field_["label"] for field_ in modal["fields"]]
        for label in fields:
            if label not in labels:
                raise NotSeen(f"The form has no field {label}; it has {labels}.")
        del self._modals[name]
        self._tell("modal", chat, name)
        said = "; ".join(f"{key}={value}" for key, value in fields.items())
        self._on_press(self, name, chat, f"form {said}")

    async def dismiss(self, name: str, chat: str) -> None:
        self._modals.pop(name, None)
        self._tell("modal", chat, name)

    async def complete(
        self, name: str, chat: str, command: str, option: str, partial: str
    ) -> list[View]:
        titles = ["Programming with Python", "Plants for beginners", "Web from scratch"]
        return [
            {"name": title, "value": title.split()[0].lower()}
            for title in titles
            if partial.lower() in title.lower()
        ]

    async def act(self, name: str, chat: str, what: str, **values: Any) -> View:
        if what != "wave":
            raise NotSeen(f"Nobody can {what} here; there is wave.")
        return {"waved": values}

    def is_idle(self) -> bool:
        return not self.busy

    def activity(self) -> int:
        return self._counter

    def fault(self, name: str, **values: Any) -> None:
        if name not in {"slow", "clear", "blocked" if self.platform == "telegram" else "drop"}:
            raise NotSeen(f"There is no weather {name}; there is slow, clear.")
        self.faults.append((name, values))

    def census(self) -> View:
        return {}

    def requests(self) -> list[View]:
        return []

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # What a bot does ----------------------------------------------------------------------------

    def post(self, chat: str, text: str, *, to: str = "", **parts: Any) -> View:
        """The bot writes; `to` names the person of a private chat or of an ephemeral message."""
        message = self._new(chat, text, author="")
        message.update(parts)
        if to and not self._place(chat).is_private:
            message |= {"is_private": True, "only_for": to}
        return self._store(chat, to, message)

    def write_as(self, name: str, chat: str, text: str, **parts: Any) -> View:
        return self._store(chat, name, {**self._new(chat, text, author=name), **parts})

    def edit(self, chat: str, message: View, **parts: Any) -> None:
        message.update(parts)
        message["is_edited"] = True
        self._tell("edit", chat, None)

    def toast(self, name: str, chat: str, text: str) -> None:
        self._toasts.setdefault(name, []).append(text)
        self._tell("toast", chat, name)

    def open_modal(self, name: str, chat: str, modal: View) -> None:
        self._modals[name] = modal
        self._tell("modal", chat, name)

    def _new(self, chat: str, text: str, *, author: str) -> View:
        self._counter += 1
        member = self.members.get(author)
        shown = member.display_name if member else author
        return {
            "id": str(self._counter),
            "author": {
                "name": author or "peerloom",
                "display_name": shown or "Peerloom",
                "is_bot": not author,
            },
            "at": self._now().isoformat(),
            "is_private": self._place(chat).is_private,
            "text": text,
            "blocks": [
                {"type": "paragraph", "spans": [{"text": line}]} for line in text.splitlines()
            ],
        }

    def _store(self, chat: str, name: str, message: View) -> View:
        place = self._place(chat)
        key = (chat, name if place.is_private else "")
        self._messages.setdefault(key, []).append(message)
        for member in (
            [name] if name and (place.is_private or "only_for" in message) else list(self.members)
        ):
            if member != message["author"]["name"]:
                self._unread[(member, chat)] = self._unread.get((member, chat), 0) + 1
        self._tell("message", chat, name or None)
        return message

    def _seen_by(self, name: str, chat: str) -> list[View]:
        place = self._place(chat)
        messages = self._messages.get((chat, name if place.is_private else ""), [])
        return [
            {**message, "is_own": message["author"]["name"] == name}
            for message in messages
            if message.get("only_for", name) == name
        ]

    def _place(self, chat: str) -> Place:
        if chat not in self.places:
            raise NotSeen(f"There is no place {chat}; there is {', '.join(self.places)}.")
        return self.places[chat]

    def _tell(self, kind: str, chat: str, person: str | None) -> None:
        self._counter += 1
        for listener in list(self._listeners):
            listener({"platform": self.platform, "person": person, "chat": chat, "kind": kind})


def _pressable(message: View, label: str | None, control: str | None) -> str | None:
    if label is not None:
        return next((one for one in labels_of(message) if same_label(one, label)), None)
    controls = [one for row in message.get("rows") or () for one in row]
    controls += [one for one in (message.get("poll") or {}).get("options") or ()]
    for select in message.get("selects") or ():
        controls += select["options"]
    return next((one["label"] for one in controls if one["id"] == control), None)


@dataclass
class MemoryProgram:
    """A program that runs when told to; it keeps what it was asked."""

    asked: list[str] = field(default_factory=list)
    entries: list[View] = field(default_factory=list)
    due: datetime | None = None
    busy: bool = False
    _is_running: bool = True
    offset_seconds: float = 0.0

    async def kill(self) -> None:
        self.asked.append("kill")
        self._is_running = False

    async def restart(self) -> None:
        self.asked.append("restart")
        self._is_running = True

    def is_running(self) -> bool:
        return self._is_running

    async def is_idle(self) -> bool:
        return not self.busy

    async def activity(self) -> int:
        return len(self.asked)

    async def set_clock(self, offset_seconds: float) -> None:
        self.offset_seconds = offset_seconds

    async def happened(self, since: int) -> list[View]:
        return [entry for entry in self.entries if entry["number"] > since]

    async def next_due(self) -> datetime | None:
        return self.due
