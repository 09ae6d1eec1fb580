"""The Telegram world itself: people, chats, messages and what changes them, kept over restarts."""

from __future__ import annotations

import bisect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playground.store import Store
from playground.surface import Member, NotSeen, View
from playground.telegram.errors import bad
from playground.telegram.tables import Json, Table
from playground.telegram.updates import Updates

GENERAL = 0  # the topic number of General, and of chats without topics


@dataclass(frozen=True)
class Place:
    """Where a person looks: a chat and, in a forum, one topic of it."""

    chat: Json
    topic: int = GENERAL

    @property
    def chat_id(self) -> int:
        return int(self.chat["id"])


class Core:
    """The records and the few operations everything else is made of."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], *, token: str, bot_username: str
    ) -> None:
        self.store = store
        self.clock = clock
        self.token = token
        self.bot_id = int(token.split(":")[0])
        self.bot_username = bot_username
        self.users = Table(store, "telegram.user")
        self.chats = Table(store, "telegram.chat")
        self.messages = Table(store, "telegram.message")
        self.polls = Table(store, "telegram.poll")
        self.files = Table(store, "telegram.file")
        self.menus = Table(store, "telegram.menu")
        self.queries = Table(store, "telegram.query")
        self.seen = Table(store, "telegram.seen")
        self.meta = Table(store, "telegram.meta")
        self.updates = Updates(store, self.now)
        self.toasts: dict[tuple[str, str], list[tuple[str, bool]]] = {}
        self.listeners: list[Callable[[View], None]] = []
        self.activity = 0
        self.follow: Callable[[Json, str], None] | None = None  # how a person opens an address
        self.callback_seconds = 30  # how long a press may be answered
        self.checkout_seconds = 10
        self._order: dict[int, list[int]] = {}
        for row in self.messages:
            self._order.setdefault(row["chat"], []).append(row["id"])
        for ids in self._order.values():
            ids.sort()

    # Time, numbers, listeners

    def now(self) -> int:
        return int(self.clock().timestamp())

    def next_number(self, counter: str, first: int = 1) -> int:
        row = self.meta.get("counters") or {}
        value = int(row.get(counter, first))
        self.meta.put("counters", row | {counter: value + 1})
        return value

    def changed(self, chat: Json, kind: str, *, topic: int = GENERAL, person: str = "") -> None:
        """Tells the page that something visible changed; a private chat names its person."""
        self.activity += 1
        name = person or None
        if chat["type"] == "private":
            name = self.users[chat["id"]]["name"]
        event = {
            "platform": "telegram",
            "person": name,
            "chat": self.slug_of(chat, topic),
            "kind": kind,
        }
        for listener in list(self.listeners):
            listener(dict(event))

    def toast(self, name: str, chat: Json, topic: int, text: str, *, is_alert: bool) -> None:
        key = (name, self.slug_of(chat, topic))
        self.toasts.setdefault(key, []).append((text, is_alert))
        self.changed(chat, "toast", topic=topic, person=name)

    # People

    def user(self, name: str) -> Json:
        """The account of a person of the playground; NotSeen names those there are."""
        for row in self.users:
            if row["name"] == name:
                return row
        names = ", ".join(row["name"] for row in self.users)
        raise NotSeen(f"no person {name!r} on Telegram; there are: {names}")

    def put_member(self, member: Member) -> Json:
        row = self.users.get(member.telegram_id) or {"is_started": False, "has_blocked": False}
        first, _, last = member.display_name.partition(" ")
        row |= {
            "id": member.telegram_id,
            "name": member.name,
            "first_name": first or member.name,
            "last_name": last,
            "username": member.username,
            "language": member.language,
            "roles": list(member.roles),
        }
        self.users.put(member.telegram_id, row)
        if member.telegram_id not in self.chats:
            self.chats.put(
                member.telegram_id, {"id": member.telegram_id, "type": "private", "slug": ""}
            )
        return row

    def user_json(self, id: int) -> Json:
        if id == self.bot_id:
            return self.bot_json()
        row = self.users[id]
        out = {"id": id, "is_bot": False, "first_name": row["first_name"]}
        if row["last_name"]:
            out["last_name"] = row["last_name"]
        if row["username"]:
            out["username"] = row["username"]
        if row["language"]:
            out["language_code"] = row["language"]
        return out

    def bot_json(self) -> Json:
        names = (self.meta.get("texts") or {}).get("name", {})
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": names.get("") or "Peerloom",
            "username": self.bot_username,
        }

    # Chats

    def private_chat(self, user_id: int) -> Json:
        return self.chats[user_id]

    def groups(self) -> list[Json]:
        """The living groups, without those that became another chat."""
        return [
            row for row in self.chats if row["type"] != "private" and not row.get("migrated_to")
        ]

    def slug_of(self, chat: Json, topic: int = GENERAL) -> str:
        for entry in chat.get("topics", []):
            if topic and entry["id"] == topic:
                return str(entry["slug"])
        return str(chat["slug"])

    def place(self, name: str, slug: str) -> Place:
        """The place a person means; NotSeen names those there are."""
        user = self.user(name)
        if slug == "":
            return Place(self.private_chat(user["id"]))
        slugs = []
        for chat in self.groups():
            if chat["slug"] == slug:
                return Place(chat)
            slugs.append(chat["slug"])
            for topic in chat["topics"]:
                if topic["slug"] == slug and not topic["is_deleted"]:
                    return Place(chat, topic["id"])
                slugs.append(topic["slug"])
        raise NotSeen(f"no chat {slug!r}; there are: the private chat, {', '.join(slugs)}")

    def chat_json(self, chat: Json) -> Json:
        if chat["type"] == "private":
            user = self.user_json(chat["id"])
            private: Json = {"id": chat["id"], "type": "private"}
            for key in ("first_name", "last_name", "username"):
                if key in user:
                    private[key] = user[key]
            return private
        out = {"id": chat["id"], "type": chat["type"], "title": chat["title"]}
        if chat.get("is_forum"):
            out["is_forum"] = True
        if chat.get("username"):
            out["username"] = chat["username"]
        return out

    def topic(self, chat: Json, id: int) -> Json | None:
        return next((t for t in chat.get("topics", []) if t["id"] == id), None)

    # Messages

    def message(self, chat_id: int, message_id: int) -> Json | None:
        return self.messages.get(f"{chat_id}:{message_id}")

    def save(self, row: Json) -> Json:
        return self.messages.put(f"{row['chat']}:{row['id']}", row)

    def history(self, chat: Json) -> list[Json]:
        """The chat's messages, oldest first."""
        return [self.messages[f"{chat['id']}:{id}"] for id in self._order.get(chat["id"], [])]

    def post(
        self,
        chat: Json,
        sender: int,
        content: Json,
        *,
        topic: int = GENERAL,
        reply_to: int = 0,
        is_service: bool = False,
        id: int = 0,
        **extra: Any,
    ) -> Json:
        """Writes one message into a chat; `content` holds its fields as the API names them.

        `id` is for a number that was kept free; others are counted up.
        """
        counter = f"messages:{chat['id']}" if chat["type"] == "supergroup" else "messages"
        row = {
            "chat": chat["id"],
            "id": id or self.next_number(counter),
            "topic": topic,
            "sender": sender,
            "date": self.now(),
            "content": content,
            "reply_to": reply_to,
            "is_service": is_service,
            **extra,
        }
        bisect.insort(self._order.setdefault(chat["id"], []), row["id"])
        self.save(row)
        self.changed(chat, "message", topic=topic)
        return row

    def remove(self, row: Json) -> None:
        self.messages.delete(f"{row['chat']}:{row['id']}")
        self._order[row["chat"]].remove(row["id"])
        self.changed(self.chats[row["chat"]], "delete", topic=row["topic"])

    def message_json(self, row: Json, *, is_nested: bool = False) -> Json:
        """The message as the program sees it; a nested one shows no reply of its own."""
        chat = self.chats[row["chat"]]
        out: Json = {"message_id": row["id"], "date": row["date"], "chat": self.chat_json(chat)}
        if row.get("sender_chat"):
            out["sender_chat"] = self.chat_json(chat)
            out["from"] = {"id": 1087968824, "is_bot": True, "first_name": "Group",
                           "username": "GroupAnonymousBot"}  # fmt: skip
        else:
            out["from"] = self.user_json(row["sender"])
        if row["topic"]:
            out |= {"message_thread_id": row["topic"], "is_topic_message": True}
        content = dict(row["content"])
        if "poll_id" in content:
            from_bot = row["sender"] == self.bot_id
            out["poll"] = poll_json(self.polls[content.pop("poll_id")], is_inside=True,
                                    shows_key=from_bot)  # fmt: skip
        if "pinned_id" in content:
            pinned = self.message(row["chat"], content.pop("pinned_id"))
            if pinned:
                out["pinned_message"] = self.message_json(pinned, is_nested=True)
        out |= content
        if row.get("edit_date"):
            out["edit_date"] = row["edit_date"]
        if row.get("is_protected"):
            out["has_protected_content"] = True
        for key in ("reply_markup", "forward_origin", "media_group_id", "effect_id"):
            if row.get(key):
                out[key] = row[key]
        if not is_nested:
            # Inside a topic a message that answers nothing hangs on the topic's first message.
            target = self.message(row["chat"], row["reply_to"] or row["topic"])
            if target and target["id"] != row["id"]:
                out["reply_to_message"] = self.message_json(target, is_nested=True)
        return out

    def chat_by_param(self, value: Any) -> Json:
        """The chat a request names, by number or @username; refuses as Telegram does."""
        words = str(value if value is not None else "").strip()
        if not words:
            raise bad("chat_id is empty")
        if words.startswith("@"):
            for chat in self.chats:
                if chat.get("username", "").lower() == words[1:].lower():
                    return chat
            raise bad("chat not found")
        try:
            chat_or_none = self.chats.get(int(words))
        except ValueError:
            raise bad("chat not found") from None
        if chat_or_none is None:
            raise bad("chat not found")
        return chat_or_none


def poll_json(poll: Json, *, is_inside: bool, shows_key: bool = True) -> Json:
    """A Poll object; the key shows to its sender or once it is closed."""
    counts = [0] * len(poll["options"])
    for chosen in poll["votes"].values():
        for index in chosen:
            counts[index] += 1
    out: Json = {
        "id": poll["id"],
        "question": poll["question"],
        "options": [
            {"persistent_id": f"{poll['id']}o{index}", "text": text, "voter_count": counts[index]}
            for index, text in enumerate(poll["options"])
        ],
        "total_voter_count": len(poll["votes"]),
        "is_closed": poll["is_closed"],
        "is_anonymous": poll["is_anonymous"],
        "type": poll["type"],
        "allows_multiple_answers": poll["is_multiple"],
        "allows_revoting": poll["allows_revoting"],
        "members_only": False,
    }
    if poll["type"] == "quiz" and (shows_key or poll["is_closed"]):
        out["correct_option_ids"] = poll["correct"]
        if poll["explanation"]:
            out["explanation"] = poll["explanation"]
            out["explanation_entities"] = poll["explanation_entities"]
    for key in ("open_period", "close_date"):
        if poll[key]:
            out[key] = poll[key]
    if is_inside and poll["description"]:
        out["description"] = poll["description"]
        out["description_entities"] = poll["description_entities"]
    return out
