"""Everything else people do: groups, rights, blocking, forwards, own edits, sharing a place."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from playground.surface import NotSeen, View
from playground.telegram import callbacks, chats, polls, views
from playground.telegram.core import Core, Place
from playground.telegram.demo import BOT_RIGHTS
from playground.telegram.entities import detect
from playground.telegram.media import content_of, store_file
from playground.telegram.people import People
from playground.telegram.rights import (
    ADMIN_RIGHTS,
    DEFAULT_PERMISSIONS,
    OTHER_RIGHTS,
    SEND_RIGHTS,
    is_admin,
    is_inside,
    set_status,
    status_of,
)
from playground.telegram.tables import Json

ALIASES = {
    "can_post": "can_send_messages",
    "send_messages": "can_send_messages",
    "send_photos": "can_send_photos",
    "send_documents": "can_send_documents",
    "send_polls": "can_send_polls",
    "attach_files": "can_send_documents",
    "post_in_topic": "can_send_messages",
    "manage_topics": "can_manage_topics",
    "pin_messages": "can_pin_messages",
    "delete_messages": "can_delete_messages",
}
Act = Callable[..., View]


class Acts:
    """Named acts; each is a method `act_NAME(place, user, **values)` and returns what came."""

    def __init__(self, core: Core, people: People) -> None:
        self.core = core
        self.people = people

    def names(self) -> list[str]:
        return sorted(name.removeprefix("act_") for name in dir(self) if name.startswith("act_"))

    def run(self, name: str, chat: str, what: str, values: dict[str, Any]) -> View:
        act: Act | None = getattr(self, f"act_{what}", None)
        if act is None:
            raise NotSeen(f"no act {what!r} on Telegram; there are: {', '.join(self.names())}")
        place, user = self.core.place(name, chat), self.core.user(name)
        try:
            return act(place, user, **values)
        except TypeError as wrong:
            if "argument" not in str(wrong):
                raise
            words = str(wrong).partition("()")[2].strip()
            raise NotSeen(f"{what}: {words}") from None

    # The bot's place in groups

    def act_add_bot(self, place: Place, user: Json, payload: str = "", admin: bool = False) -> View:
        """Adds the bot to a group; a startgroup link's payload follows as a command."""
        chat = _group(place)
        if is_inside(chat, self.core.bot_id):
            raise NotSeen("the bot is in this group already")
        rights = {"status": "administrator", **BOT_RIGHTS} if admin else {"status": "member"}
        set_status(self.core, chat, self.core.bot_id, rights, by=user["id"])
        joined = {"new_chat_members": [self.core.bot_json()]}
        self._service(chat, user["id"], joined)
        if payload:
            command = f"/start@{self.core.bot_username} {payload}"
            content = {"text": command, "entities": detect(command)}
            self.people.write(place, user, content)
        return {"chat_id": chat["id"]}

    def act_remove_bot(self, place: Place, user: Json) -> View:
        chat = _group(place)
        set_status(self.core, chat, self.core.bot_id, {"status": "kicked"}, by=user["id"])
        gone = {"left_chat_member": self.core.bot_json()}
        self.core.post(chat, user["id"], gone, is_service=True)
        return {}

    def act_give_right(self, place: Place, user: Json, right: str, person: str = "") -> View:
        return self._set_right(place, user, right, person, gives=True)

    def act_take_right(self, place: Place, user: Json, right: str, person: str = "") -> View:
        return self._set_right(place, user, right, person, gives=False)

    def _set_right(self, place: Place, user: Json, right: str, person: str, *, gives: bool) -> View:
        """For the bot, or a person when named. A right to send is taken by restricting: as an
        administrator the bot could always write."""
        chat = _group(place)
        right = ALIASES.get(right, right)
        if right not in (*ADMIN_RIGHTS, *SEND_RIGHTS, *OTHER_RIGHTS):
            known = ", ".join(dict.fromkeys((*ADMIN_RIGHTS, *SEND_RIGHTS)))
            raise NotSeen(f"no right {right!r}; there are: {known}")
        id = self.core.user(person)["id"] if person else self.core.bot_id
        old = status_of(chat, id)
        if not is_inside(chat, id):
            raise NotSeen("not in this group")
        if right in SEND_RIGHTS:
            new = self._restricted(old, right, gives)
        elif old["status"] == "administrator":
            new = old | {right: gives}
        elif gives:
            new = {"status": "administrator", "can_manage_chat": True, right: True}
        else:
            new = old
        set_status(self.core, chat, id, new, by=user["id"])
        return {"status": new["status"]}

    def _restricted(self, old: Json, right: str, gives: bool) -> Json:
        if old["status"] != "restricted":
            if gives:
                return old
            rest = {**DEFAULT_PERMISSIONS, "can_send_messages": True}
            return {"status": "restricted", "is_member": True, "former": old, **rest, right: False}
        new = old | {right: gives}
        if all(new.get(name) for name in SEND_RIGHTS):
            return dict(old["former"])
        return new

    def act_promote_bot(self, place: Place, user: Json) -> View:
        chat = _group(place)
        status = {"status": "administrator", **BOT_RIGHTS}
        set_status(self.core, chat, self.core.bot_id, status, by=user["id"])
        return {}

    def act_demote_bot(self, place: Place, user: Json) -> View:
        chat = _group(place)
        set_status(self.core, chat, self.core.bot_id, {"status": "member"}, by=user["id"])
        return {}

    # People in groups

    def act_join(self, place: Place, user: Json) -> View:
        chat = _group(place)
        if is_inside(chat, user["id"]):
            raise NotSeen("already a member")
        set_status(self.core, chat, user["id"], {"status": "member"}, by=user["id"])
        self._service(chat, user["id"], {"new_chat_members": [self.core.user_json(user["id"])]})
        return {}

    def act_leave(self, place: Place, user: Json) -> View:
        chat = _group(place)
        if not is_inside(chat, user["id"]):
            raise NotSeen("no member of this group")
        set_status(self.core, chat, user["id"], {"status": "left"}, by=user["id"])
        self._service(chat, user["id"], {"left_chat_member": self.core.user_json(user["id"])})
        return {}

    def act_promote(self, place: Place, user: Json, person: str) -> View:
        chat, id = _group(place), self.core.user(person)["id"]
        status = {"status": "administrator", **dict.fromkeys(ADMIN_RIGHTS, True)}
        set_status(self.core, chat, id, status, by=user["id"])
        return {}

    def act_demote(self, place: Place, user: Json, person: str) -> View:
        chat, id = _group(place), self.core.user(person)["id"]
        set_status(self.core, chat, id, {"status": "member"}, by=user["id"])
        return {}

    def act_migrate(self, place: Place, user: Json) -> View:
        """Turns a plain group into a supergroup with a new id; the slug and members move along."""
        chat = _group(place)
        if chat["type"] != "group":
            raise NotSeen("only a plain group can become a supergroup")
        core = self.core
        new_id = -1001800000000 - core.next_number("supergroups")
        members = {id: dict(status) for id, status in chat["members"].items()}
        new = {**chat, "id": new_id, "type": "supergroup", "pinned": [], "members": members}
        core.chats.put(new_id, new)
        core.chats.put(chat["id"], chat | {"migrated_to": new_id})
        old = core.chats[chat["id"]]
        self._service(old, user["id"], {"migrate_to_chat_id": new_id})
        self._service(new, user["id"], {"migrate_from_chat_id": chat["id"]})
        core.changed(new, "chats")
        return {"chat_id": new_id}

    def act_create_group(
        self, place: Place, user: Json, title: str, forum: bool = False, slug: str = ""
    ) -> View:
        """A new group of this person, the others of the playground in it, the bot not."""
        core = self.core
        number = core.next_number("groups")
        id = -1001900000000 - number if forum else -4180000000 - number
        members = {str(row["id"]): {"status": "member"} for row in core.users}
        chat: Json = {
            "id": id,
            "type": "supergroup" if forum else "group",
            "slug": slug or chats.slug_for(core, title),
            "title": title,
            "members": members | {str(user["id"]): {"status": "creator"}},
            "permissions": dict(DEFAULT_PERMISSIONS),
            "topics": [],
            "pinned": [],
        }
        if forum:
            chat["is_forum"] = True
        core.chats.put(id, chat)
        core.changed(chat, "chats")
        return {"chat_id": id, "slug": chat["slug"]}

    def act_create_topic(self, place: Place, user: Json, title: str, slug: str = "") -> View:
        chat = _group(place)
        if not chat.get("is_forum"):
            raise NotSeen("this group has no topics")
        topic = chats.open_topic(self.core, chat, user["id"], title, chats.COLORS[0], slug)
        row = self.core.message(chat["id"], topic["id"])
        if row and self.people.is_seen_by_bot(row):
            self.core.updates.push("message", self.core.message_json(row))
        return {"message_thread_id": topic["id"], "slug": topic["slug"]}

    def act_close_topic(self, place: Place, user: Json) -> View:
        return self._close_topic(place, user, is_closed=True)

    def act_reopen_topic(self, place: Place, user: Json) -> View:
        return self._close_topic(place, user, is_closed=False)

    def _close_topic(self, place: Place, user: Json, *, is_closed: bool) -> View:
        topic = self._topic(place)
        topic["is_closed"] = is_closed
        self.core.chats.put(place.chat_id, place.chat)
        service: Json = {"forum_topic_closed": {}} if is_closed else {"forum_topic_reopened": {}}
        self._service(place.chat, user["id"], service, topic=place.topic)
        return {}

    def act_delete_topic(self, place: Place, user: Json) -> View:
        chats.drop_topic(self.core, place.chat, self._topic(place))
        return {}

    def _topic(self, place: Place) -> Json:
        topic = self.core.topic(place.chat, place.topic)
        if topic is None:
            raise NotSeen("this is no topic")
        return topic

    def _service(self, chat: Json, by: int, content: Json, *, topic: int = 0) -> None:
        row = self.core.post(chat, by, content, topic=topic, is_service=True)
        if self.people.is_seen_by_bot(row):
            self.core.updates.push("message", self.core.message_json(row))

    # One's own account

    def act_block_bot(self, place: Place, user: Json) -> View:
        self.core.users.put(user["id"], user | {"has_blocked": True})
        self.people.tell_block(user, old="member", new="kicked")
        return {}

    def act_unblock_bot(self, place: Place, user: Json) -> View:
        self.people.unblock(user)
        return {}

    def act_change_language(self, place: Place, user: Json, language: str) -> View:
        self.core.users.put(user["id"], user | {"language": language})
        self.core.changed(self.core.private_chat(user["id"]), "menu")
        return {}

    def act_rename(self, place: Place, user: Json, display_name: str) -> View:
        self.core.users.put(user["id"], user | {"first_name": display_name, "last_name": ""})
        self.core.changed(self.core.private_chat(user["id"]), "chats")
        return {}

    # Messages of other kinds

    def act_forward(
        self, place: Place, user: Json, text: str = "", source: str = "Channel",
        message: str = "", from_chat: str = "",
    ) -> View:  # fmt: skip
        """Forwards a seen message, or a post `text` of a channel called `source`, into `chat`."""
        core = self.core
        if not message:
            channel = {"id": -1001600000001, "type": "channel", "title": source}
            origin = {"type": "channel", "date": core.now(), "chat": channel,
                      "message_id": core.next_number("posts")}  # fmt: skip
            content: Json = {"text": text, "entities": detect(text)}
            row = self.people.write(place, user, content, forward_origin=origin)
            return {"message_id": row["id"]}
        origin_place = core.place(user["name"], from_chat)
        found = core.message(origin_place.chat_id, int(message))
        if found is None:
            raise NotSeen(f"no message {message} to forward")
        if found.get("is_protected"):
            raise NotSeen("this message is protected: it cannot be forwarded")
        row = self.people.write(
            place, user, dict(found["content"]), forward_origin=chats.origin_of(core, found)
        )
        return {"message_id": row["id"]}

    def act_reply(self, place: Place, user: Json, message: str, text: str) -> View:
        content = {"text": text, "entities": detect(text)}
        self._seen(place, message)
        row = self.people.write(place, user, content, reply_to=int(message))
        return {"message_id": row["id"]}

    def act_edit(self, place: Place, user: Json, message: str, text: str) -> View:
        row = self._own(place, user, message)
        content: Json = {"text": text, "entities": detect(text)}
        row = self.core.save(row | {"content": content, "edit_date": self.core.now()})
        self.core.changed(place.chat, "edit", topic=place.topic)
        if self.people.is_seen_by_bot(row):
            self.core.updates.push("edited_message", self.core.message_json(row))
        return {}

    def act_delete(self, place: Place, user: Json, message: str) -> View:
        """Deletes one's own message; in the private chat any, for both sides."""
        row = self._seen(place, message)
        if place.chat["type"] != "private":
            row = self._own(place, user, message)
        self.core.remove(row)
        return {}

    def act_react(self, place: Place, user: Json, message: str, emoji: str = "") -> View:
        row = self._seen(place, message)
        reactions = dict(row.get("reactions", {}))
        old = reactions.get(str(user["id"]), [])
        new = [{"type": "emoji", "emoji": emoji}] if emoji else []
        reactions[str(user["id"])] = new
        self.core.save(row | {"reactions": reactions})
        self.core.changed(place.chat, "edit", topic=place.topic)
        is_told = place.chat["type"] == "private" or is_admin(place.chat, self.core.bot_id)
        if not is_told:
            return {}  # in groups only administrators hear of reactions
        self.core.updates.push(
            "message_reaction",
            {"chat": self.core.chat_json(place.chat), "message_id": row["id"],
             "user": self.core.user_json(user["id"]), "date": self.core.now(),
             "old_reaction": old, "new_reaction": new},
        )  # fmt: skip
        return {}

    def act_share_location(
        self, place: Place, user: Json, latitude: float, longitude: float
    ) -> View:
        location = {"latitude": float(latitude), "longitude": float(longitude)}
        return {"message_id": self.people.write(place, user, {"location": location})["id"]}

    def act_send_photo(
        self, place: Place, user: Json, name: str, content: str, caption: str = ""
    ) -> View:
        """Sends a picture as a photo; `content` is base64."""
        stored = store_file(self.core, "photo", name, base64.b64decode(content), {})
        words = {"caption": caption} if caption else {}
        return {"message_id": self.people.write(place, user, content_of(stored) | words)["id"]}

    def act_say_as_group(self, place: Place, user: Json, text: str) -> View:
        """Writes as the group: an anonymous administrator, whose person the program cannot see."""
        _group(place)
        content = {"text": text, "entities": detect(text)}
        return {"message_id": self.people.write(place, user, content, sender_chat=True)["id"]}

    def act_take_back_vote(self, place: Place, user: Json, message: str) -> View:
        row = self._seen(place, message)
        if "poll_id" not in row["content"]:
            raise NotSeen("this message holds no poll")
        polls.vote(self.core, user["id"], row["content"]["poll_id"], [])
        return {}

    def act_forge_press(self, place: Place, user: Json, data: str, message: str = "") -> View:
        """What a modified client can do: a press with any data, on a message that has no such
        button; without `message` on the program's newest one here."""
        if message:
            row = self._seen(place, message)
        else:
            rows = views.rows_in(self.core, place)
            own = [row for row in rows if row["sender"] == self.core.bot_id]
            if not own:
                raise NotSeen("there is no message to press on")
            row = own[-1]
        callbacks.ask(self.core, user, row, data)
        return {}

    def act_open_link(self, place: Place, user: Json, url: str) -> View:
        self.people.open_link(user, url)
        return {}

    def _seen(self, place: Place, message: str) -> Json:
        row = self.core.message(place.chat_id, int(message))
        if row is None:
            ids = ", ".join(str(row["id"]) for row in views.rows_in(self.core, place)[-8:])
            raise NotSeen(f"no message {message} here; the newest are: {ids}")
        return row

    def _own(self, place: Place, user: Json, message: str) -> Json:
        row = self._seen(place, message)
        if row["sender"] != user["id"] or row["is_service"]:
            raise NotSeen("this message is not one's own")
        return row


def _group(place: Place) -> Json:
    if place.chat["type"] == "private":
        raise NotSeen("this is the private chat; the act needs a group")
    return place.chat
