"""The Discord world as one person sees it: places, messages, menus and forms of VIEWS.md."""

from __future__ import annotations

from typing import Any

from playground.discord import commands, limits
from playground.discord.core import Core
from playground.discord.interactions import Interactions
from playground.discord.markdown import Names, blocks_of, plain
from playground.discord.modals import modal_view
from playground.discord.permissions import can_see
from playground.discord.records import Json, is_thread
from playground.surface import NotSeen, View

SHOWN_MESSAGES = 200
KINDS = {0: "channel", 1: "dm", 2: "voice", 4: "category", 11: "thread", 12: "thread", 15: "forum"}
STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "primary"}
SYSTEM = {
    6: "{author} pinned a message to this channel.",
    7: "{author} joined the server.",
    18: "{author} started a thread: {content}",
}


class Views:
    """Builds views. Ids of controls are "message#row.column" and "message#row.column.option"."""

    def __init__(self, core: Core, interactions: Interactions) -> None:
        self._core = core
        self._state = core.state
        self._interactions = interactions

    def person(self, name: str) -> Json:
        user = self._state.user_by_name(name)
        if user is None or user["is_bot"]:
            known = [row["name"] for row in self._state.users if not row["is_bot"]]
            raise NotSeen(f"nobody here is called {name!r}; there are: {known}")
        return user

    def places(self, user: Json) -> list[Json]:
        """The places this person sees, in the sidebar's order; threads follow their channel."""
        state = self._state
        found: list[Json] = []
        tops = [row for row in state.channels if row["type"] != 1 and not is_thread(row)]
        for channel in sorted(tops, key=lambda row: (row["position"], int(row["id"]))):
            if not can_see(state, user["id"], channel):
                continue
            found.append(channel)
            found += [
                thread
                for thread in state.threads_of(channel["id"])
                if can_see(state, user["id"], thread)
            ]
        return [*found, state.dm_of(user["id"])]

    def place(self, user: Json, chat: str) -> Json:
        """A place by its slug, title or id; "" is #general. Raises NotSeen naming the others."""
        places = self.places(user)
        wanted = chat.lstrip("#").strip()
        for row in places:
            if row["slug"] == (wanted or "general") or row["id"] == wanted:
                return row
        titled = [row for row in places if row["name"].casefold() == wanted.casefold()]
        if len(titled) == 1:
            return titled[0]
        slugs = [row["slug"] for row in places]
        raise NotSeen(f"{user['name']} sees no place {chat!r}; there are: {slugs}")

    def visible(self, user: Json, channel: Json) -> list[Json]:
        """The messages of a place that this person can read."""
        return [
            row
            for row in self._state.messages_in(channel["id"])
            if row["visible_to"] in ("", user["id"])
        ]

    def chats(self, user: Json) -> list[View]:
        return [self._chat(user, row) for row in self.places(user)]

    def _chat(self, user: Json, channel: Json) -> View:
        rows = self.visible(user, channel)
        seen = int((self._state.reads.get(f"{user['id']}:{channel['id']}") or {}).get("last", 0))
        unread = [row for row in rows if int(row["id"]) > seen and row["author_id"] != user["id"]]
        last = rows[-1] if rows else None
        topic_of = self._state.channels[channel["parent_id"]]["slug"] if is_thread(channel) else ""
        chat: View = {
            "slug": channel["slug"], "title": self.title(channel),
            "kind": KINDS.get(channel["type"], "channel"), "topic_of": topic_of,
            "unread": len(unread), "last_at": last["at"] if last else None,
            "last_text": self.text(last)[:120] if last else "",
        }  # fmt: skip
        if channel["type"] == 2:
            chat["connected"] = [
                self._state.users[row["user_id"]]["name"]
                for row in self._state.voice
                if row["channel_id"] == channel["id"]
            ]
        return chat

    def title(self, channel: Json) -> str:
        if channel["type"] == 1:
            return str(self._state.users[self._core.bot_id]["global_name"])
        return f"#{channel['name']}" if channel["type"] == 0 else str(channel["name"])

    def view(self, user: Json, channel: Json) -> View:
        modal = self._interactions.modals.get(user["id"])
        is_here = modal is not None and modal.channel["id"] == channel["id"]
        rows = self.visible(user, channel)[-SHOWN_MESSAGES:]
        return {
            "chat": self._chat(user, channel),
            "messages": [self.message(user, row) for row in rows],
            "modal": modal_view(modal, self.names()) if modal is not None and is_here else None,
            "menu": commands.menu(self._state, user["id"], channel),
            "toasts": list(self._core.toasts.get(user["id"], ())),
            "members": self._members(channel),
            "posts": [self._chat(user, row) for row in self.places(user)
                      if row.get("parent_id") == channel["id"]],
            "events": [self._event(user, row) for row in self._state.events],
        }  # fmt: skip

    def _members(self, channel: Json) -> list[View]:
        state = self._state
        found: list[View] = []
        for member in state.members:
            if channel["type"] != 1 and not can_see(state, member["user_id"], channel):
                continue
            if channel["type"] == 1 and member["user_id"] != channel["recipient_id"]:
                continue
            roles = [state.roles[id]["name"] for id in member["roles"] if id in state.roles]
            found.append(self.author(member["user_id"]) | {"roles": roles})
        return found

    def _event(self, user: Json, row: Json) -> View:
        place = self._state.channels.get(row.get("channel_id"))
        where = place["name"] if place else (row.get("entity_metadata") or {}).get("location", "")
        return {
            "id": row["id"], "name": row["name"], "description": row.get("description") or "",
            "starts_at": row["scheduled_start_time"], "ends_at": row.get("scheduled_end_time"),
            "place": where, "interested": len(row["interested"]),
            "is_interested": user["id"] in row["interested"],
        }  # fmt: skip

    def author(self, user_id: str) -> View:
        state = self._state
        user, member = state.users[user_id], state.members.get(user_id)
        roles = [state.roles.get(id) for id in member["roles"]] if member else []
        coloured = [role for role in roles if role and role["color"]]
        top = max(coloured, key=lambda role: role["position"], default=None)
        return {
            "name": user["name"], "is_bot": user["is_bot"],
            "display_name": (member or {}).get("nick") or user["global_name"],
            "color": f"#{top['color']:06x}" if top else "",
        }  # fmt: skip

    def names(self, row: Json | None = None) -> Names:
        """What mentions are called; with a message, the pings it was allowed."""
        state = self._state

        def of_user(id: str) -> str:
            return str(self.author(id)["display_name"]) if id in state.users else "unknown-user"

        def of_role(id: str) -> str:
            return str(state.roles[id]["name"]) if id in state.roles else "deleted-role"

        def of_channel(id: str) -> str:
            return str(state.channels[id]["name"]) if id in state.channels else "unknown"

        pings: set[str] = set()
        if row is not None:
            pings = {*row["mentions"], *row["mention_roles"]}
            pings |= {"everyone"} if row["mention_everyone"] else set()
        return Names(of_user, of_role, of_channel, self._core.clock(), frozenset(pings))

    def message(self, user: Json, row: Json) -> View:
        channel = self._state.channels[row["channel_id"]]
        view: View = {
            "id": row["id"], "author": self.author(row["author_id"]), "at": row["at"],
            "is_own": row["author_id"] == user["id"], "is_edited": row["edited_at"] is not None,
            "is_silent": bool(row["flags"] & limits.SILENT),
            "is_private": bool(row["visible_to"]) or channel["type"] == 1,
            "text": "", "blocks": [], "embeds": [], "rows": [], "selects": [], "files": [],
            "reply_to": row["reference"], "poll": None, "is_pinned": row["is_pinned"],
            "reactions": [
                {"emoji": emoji, "count": len(ids), "is_own": user["id"] in ids}
                for emoji, ids in row["reactions"].items() if ids
            ],
        }  # fmt: skip
        if row["is_pending"]:
            return view | {"is_pending": True}
        if row["type"] in SYSTEM:
            words = SYSTEM[row["type"]].format(
                author=view["author"]["display_name"], content=row["content"]
            )
            return view | {"system": words, "text": words}
        if row.get("interaction"):
            by = row["interaction"]
            view["used"] = {"by": self.author(by["user_id"]), "command": by["name"]}
        if row.get("thread_id") in self._state.channels:
            view["thread"] = self._state.channels[row["thread_id"]]["slug"]
        names = self.names(row)
        view["blocks"] = blocks_of(row["content"], names)
        if not row["flags"] & limits.SUPPRESS_EMBEDS:
            view["embeds"] = [self._embed(row, embed) for embed in row["embeds"]]
        self._components(view, row, row["components"], names, [])
        # A picture that an embed or gallery shows is not listed as a file once more.
        used = {embed["image"] for embed in view["embeds"]}
        used |= {block.get("url") for block in view["blocks"]}
        files = [self._file(file) for file in row["attachments"]]
        view["files"] = [file for file in files if file["url"] not in used]
        view["text"] = _words(view)
        return view

    def text(self, row: Json) -> str:
        """The visible words of a message in one line, for the list of places."""
        view = self.message(self._state.users[row["author_id"]], row)
        return str(view["text"]).replace("\n", " ")

    def _embed(self, row: Json, embed: Json) -> View:
        names = self.names()  # nothing in an embed pings
        image = (embed.get("image") or embed.get("thumbnail") or {}).get("url", "")
        blocks = blocks_of(embed.get("description") or "", names)
        author = (embed.get("author") or {}).get("name")
        if author:
            blocks.insert(0, {"type": "paragraph", "spans": [{"text": author}], "small": True})
        color = embed.get("color")
        return {
            "title": plain(blocks_of(embed.get("title") or "", names)),
            "url": embed.get("url") or "", "color": f"#{color:06x}" if color else "",
            "blocks": blocks,
            "fields": [
                {
                    "name": plain(blocks_of(field["name"], names)),
                    "blocks": blocks_of(field["value"], names),
                    "is_inline": bool(field.get("inline")),
                }
                for field in embed.get("fields") or ()
            ],
            "footer": (embed.get("footer") or {}).get("text") or "",
            "at": embed.get("timestamp"), "image": self._address(row, image),
            "alt": self._alt(row, image),
        }  # fmt: skip

    def _address(self, row: Json, url: str) -> str:
        if not url.startswith("attachment://"):
            return url
        name = url.removeprefix("attachment://")
        found = [file["id"] for file in row["attachments"] if file["filename"] == name]
        return f"/files/discord/{found[0]}" if found else ""

    def _alt(self, row: Json, url: str) -> str:
        name = url.removeprefix("attachment://")
        found = [file for file in row["attachments"] if file["filename"] == name]
        return str(found[0].get("description") or "") if found else ""

    def _file(self, file: Json) -> View:
        kind = str(file["content_type"]).split("/")[0]
        return {
            "kind": {"image": "photo", "video": "video", "audio": "audio"}.get(kind, "document"),
            "id": file["id"], "name": file["filename"], "size": file["size"],
            "url": f"/files/discord/{file['id']}", "width": file.get("width"),
            "height": file.get("height"), "alt": file.get("description") or "",
        }  # fmt: skip

    def _components(
        self, view: View, row: Json, parts: list[Json], names: Names, path: list[int]
    ) -> None:
        """Adds rows and selects; of Components V2 also the texts, rules and pictures in order."""
        for index, part in enumerate(parts):
            here = [*path, index]
            match part["type"]:
                case 1:
                    self._row(view, row, part, here)
                case 10:
                    view["blocks"] += blocks_of(part["content"], names)
                case 14 if part.get("divider", True):
                    view["blocks"].append({"type": "rule"})
                case 9 | 17:
                    self._components(view, row, part["components"], names, here)
                    if part.get("accessory", {}).get("type") == 2:
                        button = self._button(row, part["accessory"], [*here, 0])
                        view["rows"].append([button])
                case 12:
                    view["blocks"] += [self._picture(row, item) for item in part["items"]]

    def _picture(self, row: Json, item: Json) -> View:
        url = item["media"]["url"]
        alt = item.get("description") or self._alt(row, url)
        return {"type": "media", "kind": "image", "url": self._address(row, url), "alt": alt}

    def _row(self, view: View, row: Json, part: Json, path: list[int]) -> None:
        buttons: list[View] = []
        for column, child in enumerate(part["components"]):
            if child["type"] == 2:
                buttons.append(self._button(row, child, [*path, column]))
            else:
                view["selects"].append(self._select(row, child, [*path, column]))
        if buttons:
            view["rows"].append(buttons)

    def _button(self, row: Json, part: Json, path: list[int]) -> View:
        emoji = (part.get("emoji") or {}).get("name") or ""
        return {
            "id": control_id(row, path), "kind": "url" if part["style"] == 5 else "button",
            "label": f"{emoji} {part.get('label') or ''}".strip(),
            "style": STYLES[part["style"]], "url": part.get("url") or "",
            "is_disabled": bool(part.get("disabled")),
        }  # fmt: skip

    def _select(self, row: Json, part: Json, path: list[int]) -> View:
        least = part.get("min_values")
        return {
            "id": control_id(row, path), "placeholder": part.get("placeholder") or "",
            "min": 1 if least is None else least, "max": part.get("max_values") or 1,
            "is_disabled": bool(part.get("disabled")),
            "options": [
                {
                    "id": control_id(row, [*path, number]), "label": option["label"],
                    "description": option.get("description") or "",
                    "is_selected": bool(option.get("default")),
                }
                for number, option in enumerate(part.get("options") or ())
            ],
        }  # fmt: skip


def control_id(row: Json, path: list[int]) -> str:
    return f"{row['id']}#{'.'.join(map(str, path))}"


def _words(view: View) -> str:
    """The visible words of a message in reading order."""
    lines: list[Any] = [plain(view["blocks"])]
    for embed in view["embeds"]:
        lines += [embed["title"], plain(embed["blocks"])]
        for field in embed["fields"]:
            lines += [field["name"], plain(field["blocks"])]
        lines.append(embed["footer"])
    return "\n".join(line for line in lines if line)
