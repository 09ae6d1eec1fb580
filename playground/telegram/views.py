"""What a person sees: chats, messages, keyboards, polls and menus in the shapes of VIEWS.md."""

from __future__ import annotations

import hashlib
from typing import Any

from playground.surface import View
from playground.telegram.core import GENERAL, Core, Place
from playground.telegram.profile import menu_button, menu_for
from playground.telegram.rights import INSIDE
from playground.telegram.spans import blocks_of_rich, blocks_of_text, iso, words
from playground.telegram.tables import Json

COLORS = ("#d1603d", "#7a5bc7", "#2f8f6b", "#2b7bb9", "#b8527f", "#8a6d1f", "#3d7f8c")
SHOWN_MESSAGES = 300  # the newest; a client would load older ones by scrolling
SHOWN_KINDS = {"photo": "photo", "video": "video", "animation": "video", "audio": "audio",
               "voice": "audio", "document": "document", "video_note": "video"}  # fmt: skip


def file_url(stored: Json) -> str:
    """Where the page finds a file of the Bot API's shapes."""
    return f"/files/telegram/{stored['file_unique_id']}"


def color_of(id: int) -> str:
    return COLORS[hashlib.sha256(str(id).encode()).digest()[0] % len(COLORS)]


def author(core: Core, id: int) -> View:
    """Who wrote a message."""
    if id == core.bot_id:
        bot = core.bot_json()
        return {"name": core.bot_username, "display_name": bot["first_name"], "is_bot": True,
                "color": color_of(id)}  # fmt: skip
    row = core.users[id]
    display = f"{row['first_name']} {row['last_name']}".strip()
    return {"name": row["name"], "display_name": display, "is_bot": False, "color": color_of(id)}


def rows_in(core: Core, place: Place) -> list[Json]:
    """The messages of a place, oldest first; General shows what belongs to no topic."""
    return [row for row in core.history(place.chat) if row["topic"] == place.topic]


def message_view(core: Core, row: Json, user: Json, drafts: dict[str, list[int]]) -> View:
    """One message as this person sees it."""
    content = row["content"]
    chat = core.chats[row["chat"]]
    is_own = row["sender"] == user["id"] and not row.get("sender_chat")
    view: View = {
        "id": str(row["id"]),
        "author": author(core, row["sender"]),
        "is_own": is_own,
        "at": iso(row["date"]),
        "is_edited": bool(row.get("edit_date")),
        "is_silent": bool(row.get("is_silent")),
        "is_private": chat["type"] == "private",
        "is_protected": bool(row.get("is_protected")),
        "blocks": [],
        "rows": [],
        "files": [],
        "reply_to": str(row["reply_to"]) if row["reply_to"] else None,
    }
    if row.get("sender_chat"):
        view["author"] |= {"name": "anonymous", "display_name": chat["title"]}
    if row["is_service"]:
        view["system"] = service_line(core, row, user)
        view["text"] = view["system"]
        return view
    lines = []
    if row.get("forward_origin"):
        view["forwarded_from"] = _origin_name(row["forward_origin"])
    view["blocks"] = _body(content)
    view["files"] = _files(content)
    lines += [file["name"] for file in view["files"] if file["kind"] == "document"]
    lines.append(words(view["blocks"]))
    if "poll_id" in content:
        view["poll"] = poll_view(core, core.polls[content["poll_id"]], row, user, drafts)
        lines.append(_poll_words(view["poll"]))
    view["rows"] = _rows(row, view.get("poll"))
    if row.get("reactions"):
        view["reactions"] = [r["emoji"] for given in row["reactions"].values() for r in given]
    view["text"] = "\n".join(line for line in lines if line)
    return view


def _origin_name(origin: Json) -> str:
    if origin["type"] == "user":
        return str(origin["sender_user"]["first_name"])
    return str(origin.get("sender_user_name") or origin.get("chat", {}).get("title", ""))


def _body(content: Json) -> list[Json]:
    if "text" in content:
        return blocks_of_text(content["text"], content.get("entities", []))
    if "rich_message" in content:
        return blocks_of_rich(content["rich_message"]["blocks"], file_url)
    if "invoice" in content:
        invoice = content["invoice"]
        bold = {"text": invoice["title"], "bold": True}
        price = f"{invoice['total_amount']} ⭐"
        return [
            {"type": "paragraph", "spans": [bold]},
            {"type": "paragraph", "spans": [{"text": invoice["description"]}]},
            {"type": "paragraph", "spans": [{"text": price}]},
        ]
    if "location" in content:
        place = content["location"]
        return blocks_of_text(f"{place['latitude']:.4f}, {place['longitude']:.4f}", [])
    if "contact" in content:
        return blocks_of_text(content["contact"]["phone_number"], [])
    return blocks_of_text(content.get("caption", ""), content.get("caption_entities", []))


def _files(content: Json) -> list[View]:
    kinds = [kind for kind in SHOWN_KINDS if kind in content]
    if "animation" in kinds:
        kinds = ["animation"]
    files = []
    for kind in kinds:
        stored = content[kind][-1] if kind == "photo" else content[kind]
        files.append({
            "kind": SHOWN_KINDS[kind],
            "name": stored.get("file_name", kind),
            "size": stored["file_size"],
            "url": file_url(stored),
            "width": stored.get("width"),
            "height": stored.get("height"),
            "alt": content.get("caption", ""),
        })  # fmt: skip
    return files


def _rows(row: Json, poll: View | None) -> list[list[View]]:
    """Inline buttons as rows of controls, with a poll's Vote and an invoice's Pay."""
    shown: list[list[View]] = []
    if poll and poll["can_send"]:
        is_ticked = any(option["is_chosen"] for option in poll["options"])
        vote = {"id": f"vote:{row['id']}", "label": "Vote", "kind": "button", "style": "primary",
                "url": "", "is_disabled": not is_ticked}  # fmt: skip
        shown.append([vote])
    markup = row.get("reply_markup") or {}
    for line, buttons in enumerate(markup.get("inline_keyboard", [])):
        shown.append([_control(row, line, at, button) for at, button in enumerate(buttons)])
    if "invoice" in row["content"] and not row.get("is_paid") and not markup:
        price = row["content"]["invoice"]["total_amount"]
        shown.append([{"id": f"pay:{row['id']}", "label": f"Pay ⭐{price}", "kind": "button",
                       "style": "primary", "url": "", "is_disabled": False}])  # fmt: skip
    return shown


def _control(row: Json, line: int, at: int, button: Json) -> View:
    kind = "url" if "url" in button else "web" if "web_app" in button else "button"
    return {
        "id": f"{row['id']}:{line}:{at}",
        "label": button["text"],
        "kind": kind,
        "style": button.get("style") or ("link" if kind == "url" else "secondary"),
        "url": button.get("url", ""),
        "is_disabled": "disabled" in button,
    }


def poll_view(core: Core, poll: Json, row: Json, user: Json, drafts: dict[str, list[int]]) -> View:
    """A poll as this person sees it: counts and the key only after their answer or its end."""
    mine = poll["votes"].get(str(user["id"]))
    is_answered = mine is not None
    is_over = poll["is_closed"] or is_answered
    shows = is_over and (poll["is_closed"] or not poll["hides_results"])
    chosen = mine if is_answered else drafts.get(poll["id"], [])
    counts = [
        sum(index in votes for votes in poll["votes"].values())
        for index in range(len(poll["options"]))
    ]
    is_quiz = poll["type"] == "quiz"
    shown_key = is_quiz and is_over
    return {
        "id": poll["id"],
        "question": poll["question"],
        "description": poll["description"],
        "is_quiz": is_quiz,
        "is_multiple": poll["is_multiple"],
        "is_anonymous": poll["is_anonymous"],
        "is_closed": poll["is_closed"],
        "is_answered": is_answered,
        "is_right": set(mine) == set(poll["correct"]) if is_quiz and mine is not None else None,
        "can_send": poll["is_multiple"] and not is_over,
        "options": [
            {
                "id": f"poll:{row['id']}:{index}",
                "label": label,
                "is_chosen": index in (chosen or []),
                "is_right": index in poll["correct"] if shown_key else None,
                "votes": counts[index] if shows else 0,
            }
            for index, label in enumerate(poll["options"])
        ],
        "explanation": poll["explanation"] if shown_key else "",
        "voters": len(poll["votes"]),
        "closes_at": iso(poll["closes_at"]) if poll["closes_at"] else None,
    }


def _poll_words(poll: View) -> str:
    lines = [poll["question"], poll["description"], *(o["label"] for o in poll["options"])]
    return "\n".join(line for line in [*lines, poll["explanation"]] if line)


def service_line(core: Core, row: Json, user: Json) -> str:
    """The grey line of a service message."""
    content = row["content"]
    who = author(core, row["sender"])["display_name"]
    if "new_chat_members" in content:
        names = ", ".join(member["first_name"] for member in content["new_chat_members"])
        return f"{names} joined the group"
    if "left_chat_member" in content:
        return f"{content['left_chat_member']['first_name']} left the group"
    if "forum_topic_created" in content:
        return f"{who} created the topic “{content['forum_topic_created']['name']}”"
    if "forum_topic_edited" in content:
        return f"{who} renamed the topic to “{content['forum_topic_edited']['name']}”"
    if "pinned_id" in content:
        return f"{who} pinned a message"
    if "successful_payment" in content:
        return f"{who} paid {content['successful_payment']['total_amount']} ⭐"
    if "migrate_from_chat_id" in content or "migrate_to_chat_id" in content:
        return "The group became a supergroup"
    lines = {"forum_topic_closed": "closed the topic", "forum_topic_reopened": "reopened the topic",
             "group_chat_created": "created the group"}  # fmt: skip
    for key, words_ in lines.items():
        if key in content:
            return f"{who} {words_}"
    return "Something changed"


# Places


def chat_list(core: Core, user: Json) -> list[View]:
    """The private chat first, then each group with its topics."""
    entries = [_entry(core, user, Place(core.private_chat(user["id"])), "private", None)]
    for chat in core.groups():
        entries.append(_entry(core, user, Place(chat), "group", None))
        for topic in chat["topics"]:
            if not topic["is_deleted"]:
                entries.append(_entry(core, user, Place(chat, topic["id"]), "topic", chat["slug"]))
    return entries


def title_of(core: Core, place: Place) -> str:
    if place.chat["type"] == "private":
        return str(core.bot_json()["first_name"])
    topic = core.topic(place.chat, place.topic)
    return str(topic["name"] if topic else place.chat["title"])


def _entry(core: Core, user: Json, place: Place, kind: str, topic_of: str | None) -> View:
    rows = rows_in(core, place)
    slug = core.slug_of(place.chat, place.topic)
    seen = (core.seen.get(f"{user['name']}|{slug}") or {}).get("id", 0)
    newest = rows[-1] if rows else None
    text = message_view(core, newest, user, {})["text"] if newest else ""
    return {
        "slug": slug,
        "title": title_of(core, place),
        "kind": kind,
        "topic_of": topic_of,
        "unread": sum(
            row["id"] > seen and row["sender"] != user["id"] and not row["is_service"]
            for row in rows
        ),
        "last_text": text.split("\n")[0][:120],
        "last_at": iso(newest["date"]) if newest else None,
    }


def members_of(core: Core, chat: Json) -> list[View]:
    if chat["type"] == "private":
        return []
    members = []
    for id, status in chat["members"].items():
        known = int(id) == core.bot_id or int(id) in core.users
        if known and status["status"] in (*INSIDE, "restricted"):
            members.append(author(core, int(id)) | {"status": status["status"]})
    return members


def keyboard_of(rows: list[Json]) -> Json | None:
    """The reply keyboard that hangs below a chat: the newest one that was not taken away."""
    for row in reversed(rows):
        if row.get("remove") or row.get("is_keyboard_used"):
            return None
        if row.get("keyboard"):
            return row
    return None


def forced_reply(core: Core, rows: list[Json], user: Json) -> Json | None:
    """The newest message of the bot, if it asks this person for a reply they have not given."""
    for row in reversed(rows):
        if row["sender"] == user["id"] and not row["is_service"]:
            return None
        if row.get("force"):
            if row["force"]["is_selective"] and not _is_for(core, row, user):
                continue
            return row
        if row["sender"] == core.bot_id and not row["is_service"]:
            return None
    return None


def _is_for(core: Core, row: Json, user: Json) -> bool:
    """Whom a selective keyboard means: those mentioned, or whom its message answers."""
    target = core.message(row["chat"], row["reply_to"])
    if target is not None and target["sender"] == user["id"]:
        return True
    content = row["content"]
    text = str(content.get("text", ""))
    if user["username"] and f"@{user['username']}".lower() in text.lower():
        return True
    return any(e.get("user", {}).get("id") == user["id"] for e in content.get("entities", []))


def full_view(core: Core, user: Json, place: Place, drafts: dict[str, list[int]]) -> View:
    """Everything a place shows this person."""
    rows = rows_in(core, place)
    slug = core.slug_of(place.chat, place.topic)
    toasts = core.toasts.get((user["name"], slug), [])
    view: dict[str, Any] = {
        "chat": slug,
        "title": title_of(core, place),
        "messages": [message_view(core, row, user, drafts) for row in rows[-SHOWN_MESSAGES:]],
        "modal": None,
        "menu": [
            {"name": entry["command"], "description": entry["description"], "options": []}
            for entry in menu_for(core, user, place.chat)
        ],
        "menu_button": menu_button(core, str(place.chat["id"])),
        "toasts": [text for text, _ in toasts],
        "alerts": [text for text, is_alert in toasts if is_alert],
        "members": members_of(core, place.chat),
        "keyboard": [],
        "pinned": [str(id) for id in place.chat.get("pinned", [])],
        "is_blocked": place.topic == GENERAL
        and bool(user["has_blocked"])
        and place.chat["type"] == "private",
    }
    keyboard = keyboard_of(rows)
    if keyboard:
        view["keyboard"] = [
            [{"id": f"key:{keyboard['id']}:{line}:{at}", "label": key["text"], "kind": "button",
              "style": "secondary", "url": "", "is_disabled": False}
             for at, key in enumerate(keys)]
            for line, keys in enumerate(keyboard["keyboard"]["keyboard"])
        ]  # fmt: skip
    forced = forced_reply(core, rows, user)
    if forced:
        view["composer"] = {
            "reply_to": str(forced["id"]), "placeholder": forced["force"]["placeholder"],
        }  # fmt: skip
    return view
