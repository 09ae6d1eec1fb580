"""What people do with words and taps: typing, sending files, pressing buttons, voting, paying."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playground.labels import plain_label
from playground.surface import NotSeen, View
from playground.telegram import callbacks, polls, views
from playground.telegram.core import Core, Place
from playground.telegram.entities import detect, utf16_length
from playground.telegram.media import content_of, store_file
from playground.telegram.rights import has_right, is_admin, is_inside
from playground.telegram.tables import Json

MESSAGE_UNITS = 4096
START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class People:
    """The hands of everybody in the world; `drafts` holds ticked but unsent poll options."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.drafts: dict[str, dict[str, list[int]]] = {}
        core.follow = self.open_link

    # Writing

    def say(self, name: str, chat: str, text: str) -> None:
        """Types a line; a long one goes out in pieces, as clients do. Answers a forced reply."""
        place, user = self._writing_place(name, chat, text)
        text = text.strip()
        if not text:
            raise NotSeen("there is nothing to send: the text is empty")
        forced = views.forced_reply(self.core, views.rows_in(self.core, place), user)
        reply_to = forced["id"] if forced and not text.startswith("/") else 0
        for piece in pieces(text):
            content: Json = {"text": piece}
            entities = detect(piece)
            if entities:
                content["entities"] = entities
            self.write(place, user, content, reply_to=reply_to)

    def send_file(self, name: str, chat: str, file_name: str, content: bytes, text: str) -> None:
        place, user = self._writing_place(name, chat, "")
        row = store_file(self.core, "document", file_name, content, {})
        caption = {"caption": text} if text else {}
        if text and detect(text):
            caption["caption_entities"] = detect(text)  # type: ignore[assignment]
        forced = views.forced_reply(self.core, views.rows_in(self.core, place), user)
        self.write(place, user, content_of(row) | caption, reply_to=forced["id"] if forced else 0)

    def write(self, place: Place, user: Json, content: Json, **extra: Any) -> Json:
        """Posts a person's message and hands it to the program, if it may see it."""
        self.core.toasts.pop((user["name"], self.core.slug_of(place.chat, place.topic)), None)
        row = self.core.post(place.chat, user["id"], content, topic=place.topic, **extra)
        self.mark_read(user, place)
        if self.is_seen_by_bot(row):
            self.core.updates.push("message", self.core.message_json(row))
        return row

    def is_seen_by_bot(self, row: Json) -> bool:
        """Privacy mode: in groups a bot that is no administrator sees only what is meant for it."""
        core = self.core
        chat = core.chats[row["chat"]]
        if chat["type"] == "private":
            return True
        if not is_inside(chat, core.bot_id):
            return False
        if row["is_service"] or is_admin(chat, core.bot_id):
            return True
        target = core.message(row["chat"], row["reply_to"])
        if target is not None and target["sender"] == core.bot_id:
            return True
        words = row["content"].get("text", row["content"].get("caption", ""))
        if not words.startswith("/"):
            return False
        command = words.split()[0]
        _, at, addressee = command.partition("@")
        return not at or addressee.lower() == core.bot_username.lower()

    def _writing_place(self, name: str, chat: str, text: str) -> tuple[Place, Json]:
        core = self.core
        place, user = core.place(name, chat), core.user(name)
        if place.chat["type"] == "private":
            if user["has_blocked"]:
                if text.strip().split(" ")[0] != "/start":
                    raise NotSeen("this person blocked the bot; /start or unblock_bot lifts it")
                self.unblock(user)
            if not user["is_started"]:
                core.users.put(user["id"], user | {"is_started": True})
                user = core.user(name)
        else:
            if not is_inside(place.chat, user["id"]):
                raise NotSeen(f"{name} is no member of {place.chat['title']}; join comes first")
            if not has_right(place.chat, user["id"], "can_send_messages"):
                raise NotSeen(f"{name} may not write in {place.chat['title']}")
            topic = core.topic(place.chat, place.topic)
            if topic and topic["is_closed"] and not is_admin(place.chat, user["id"]):
                raise NotSeen(f"the topic {topic['name']} is closed")
        return place, user

    def unblock(self, user: Json) -> None:
        """Lifts a block; the program hears of it as my_chat_member."""
        self.core.users.put(user["id"], user | {"has_blocked": False})
        self.tell_block(user, old="kicked", new="member")

    def tell_block(self, user: Json, *, old: str, new: str) -> None:
        core = self.core
        bot = core.bot_json()

        def member(status: str) -> Json:
            more = {"until_date": 0} if status == "kicked" else {}
            return {"user": bot, "status": status, **more}

        core.updates.push(
            "my_chat_member",
            {
                "chat": core.chat_json(core.private_chat(user["id"])),
                "from": core.user_json(user["id"]),
                "date": core.now(),
                "old_chat_member": member(old),
                "new_chat_member": member(new),
            },
        )
        core.changed(core.private_chat(user["id"]), "chats")

    def mark_read(self, user: Json, place: Place) -> None:
        rows = views.rows_in(self.core, place)
        slug = self.core.slug_of(place.chat, place.topic)
        key = f"{user['name']}|{slug}"
        newest = rows[-1]["id"] if rows else 0
        if (self.core.seen.get(key) or {}).get("id") != newest:
            self.core.seen.put(key, {"id": newest})
            self.core.changed(place.chat, "read", topic=place.topic, person=user["name"])

    # Pressing

    def press(self, name: str, chat: str, label: str | None, control: str | None) -> None:
        """Presses by label or by the id of a control; NotSeen lists what there is instead."""
        place, user = self.core.place(name, chat), self.core.user(name)
        polls.close_due(self.core)
        if place.chat["type"] != "private" and not is_inside(place.chat, user["id"]):
            raise NotSeen(f"{name} is no member of {place.chat['title']}; join comes first")
        offered = self._controls(place, user)
        if control is not None:
            if control not in [entry["id"] for entry in offered]:
                raise NotSeen(f"no control {control!r} is there now")
            chosen = control
        else:
            chosen = find_control(offered, label or "")
        self.core.toasts.pop((name, self.core.slug_of(place.chat, place.topic)), None)
        self._press(place, user, chosen)

    def _controls(self, place: Place, user: Json) -> list[View]:
        """Everything that can be pressed, newest message first, in reading order within one."""
        view = views.full_view(self.core, user, place, self.drafts.get(user["name"], {}))
        keys = [key for row in view["keyboard"] for key in row]
        offered = [key | {"message": "keyboard"} for key in keys]
        for message in reversed(view["messages"]):
            poll = message.get("poll")
            found = []
            can_vote = poll and not poll["is_closed"]
            if poll and can_vote and not poll["is_answered"]:
                found += poll["options"]
            found += [control for row in message["rows"] for control in row]
            offered += [
                entry | {"message": message["id"]}
                for entry in found
                if not entry.get("is_disabled")
            ]
        return offered

    def _press(self, place: Place, user: Json, control: str) -> None:
        kind, _, rest = control.partition(":")
        if kind == "key":
            self._press_key(place, user, rest)
        elif kind == "poll":
            message_id, _, index = rest.partition(":")
            self._press_option(place, user, int(message_id), int(index))
        elif kind == "vote":
            row = self._row(place, int(rest))
            drafts = self.drafts.get(user["name"], {})
            poll_id = row["content"]["poll_id"]
            polls.vote(self.core, user["id"], poll_id, drafts.pop(poll_id, []))
        elif kind == "pay":
            callbacks.pay(self.core, user, self._row(place, int(rest)))
        else:
            line, _, at = rest.partition(":")
            row = self._row(place, int(kind))
            button = row["reply_markup"]["inline_keyboard"][int(line)][int(at)]
            self._press_button(user, row, button)

    def _row(self, place: Place, id: int) -> Json:
        row = self.core.message(place.chat_id, id)
        if row is None:
            raise NotSeen("this message is gone")
        return row

    def _press_button(self, user: Json, row: Json, button: Json) -> None:
        if button.get("pay"):
            callbacks.pay(self.core, user, row)
        elif "callback_data" in button:
            callbacks.ask(self.core, user, row, button["callback_data"])
        elif "url" in button:
            self.open_link(user, button["url"])
        elif "copy_text" in button:
            text = button["copy_text"].get("text", "")
            chat = self.core.chats[row["chat"]]
            self.core.toast(user["name"], chat, row["topic"], f"Copied: {text}", is_alert=False)

    def open_link(self, user: Json, url: str) -> None:
        """Follows an address: a deep link to the bot presses Start there, others open elsewhere."""
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        if parts.scheme == "tg":
            domain, path = query.get("domain", [""])[0], ""
        else:
            domain, path = parts.hostname or "", parts.path.strip("/")
        is_bot = self.core.bot_username.lower() in (
            path.lower() if domain in ("t.me", "telegram.me") else domain.lower(),
        )
        if is_bot and "startgroup" in query:
            raise NotSeen("this link adds the bot to a group: use add_bot(payload) there")
        if is_bot and "start" in query:
            payload = query["start"][0]
            if not START_PAYLOAD.fullmatch(payload):
                raise NotSeen(f"the link's payload {payload!r} is not 1 to 64 of A-Z a-z 0-9 _ -")
            self.say(user["name"], "", f"/start {payload}")

    def _press_key(self, place: Place, user: Json, rest: str) -> None:
        message_id, line, at = (int(part) for part in rest.split(":"))
        row = self._row(place, message_id)
        key = row["keyboard"]["keyboard"][line][at]
        if row["keyboard"].get("one_time_keyboard"):
            self.core.save(row | {"is_keyboard_used": True})
        if key.get("request_location"):
            raise NotSeen("this key shares a location: use share_location(latitude, longitude)")
        self.say(user["name"], self.core.slug_of(place.chat, place.topic), key["text"])

    def _press_option(self, place: Place, user: Json, message_id: int, index: int) -> None:
        poll_id = self._row(place, message_id)["content"]["poll_id"]
        poll = self.core.polls[poll_id]
        if not poll["is_multiple"]:
            polls.vote(self.core, user["id"], poll_id, [index])
            return
        drafts = self.drafts.setdefault(user["name"], {})
        ticked = drafts.setdefault(poll_id, [])
        if index in ticked:
            ticked.remove(index)
        else:
            ticked.append(index)
        self.core.changed(place.chat, "edit", topic=place.topic, person=user["name"])


def pieces(text: str) -> list[str]:
    """A text cut where a client would, at most 4096 UTF-16 units each."""
    out, piece, size = [], "", 0
    for letter in text:
        units = utf16_length(letter)
        if size + units > MESSAGE_UNITS:
            out.append(piece)
            piece, size = "", 0
        piece += letter
        size += units
    return [part for part in [*out, piece] if part.strip()]


def find_control(offered: list[View], label: str) -> str:
    """The newest control with this label, else the one whose label alone starts with it."""
    wanted = _folded(label)
    same = [entry for entry in offered if _folded(entry["label"]) == wanted]
    if same:
        newest = [entry for entry in same if entry["message"] == same[0]["message"]]
        # Options may differ in case alone: then the very label counts.
        very = [entry for entry in newest if entry["label"].strip() == label.strip()]
        return str((very or newest)[0]["id"])
    matching = [entry for entry in offered if _folded(entry["label"]).startswith(wanted)]
    if matching and wanted:
        newest = [entry for entry in matching if entry["message"] == matching[0]["message"]]
        if len({_folded(entry["label"]) for entry in newest}) == 1:
            return str(newest[0]["id"])
        labels = ", ".join(f"[{entry['label']}]" for entry in newest)
        raise NotSeen(f"[{label}] could be any of {labels}")
    labels = " ".join(f"[{entry['label']}]" for entry in offered[:24]) or "nothing"
    raise NotSeen(f"no [{label}] to press; there is: {labels}")


def _folded(label: str) -> str:
    return plain_label(label).casefold()
