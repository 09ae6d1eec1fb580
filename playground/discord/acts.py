"""Everything else a person may do, by name: voice, private messages, rights, channels, threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.discord import guild, messages
from playground.discord.core import Core
from playground.discord.people import People
from playground.discord.permissions import BITS, guild_permissions, may
from playground.discord.records import Json, is_thread
from playground.discord.sessions import (
    DM_REACTIONS,
    GUILD_REACTIONS,
    GUILD_VOICE_STATES,
    SCHEDULED_EVENTS,
)
from playground.discord.views import Views
from playground.surface import NotSeen, View


class Values(dict[str, Any]):
    """What an act was given; a value it needs and lacks is said so."""

    def __missing__(self, key: str) -> Any:
        raise NotSeen(f"the value {key!r} is missing")


class Acts:
    """One method for each act; `do` finds it by its name."""

    def __init__(self, core: Core, people: People, views: Views) -> None:
        self._core = core
        self._state = core.state
        self._people = people
        self._views = views
        self._known: dict[str, Callable[[Json, Json, Values], View]] = {
            "join_voice": self._join_voice,
            "leave_voice": self._leave_voice,
            "close_dms": lambda user, *_: self._dms(user, is_open=False),
            "open_dms": lambda user, *_: self._dms(user, is_open=True),
            "block_bot": lambda user, *_: self._dms(user, is_open=False),
            "unblock_bot": lambda user, *_: self._dms(user, is_open=True),
            "take_right": lambda _, place, values: self._right(place, values, is_taken=True),
            "give_right": lambda _, place, values: self._right(place, values, is_taken=False),
            "leave": lambda user, *_: self._leave(user),
            "join": lambda user, *_: self._join(user),
            "remove_bot": lambda *_: self._remove_bot(),
            "add_bot": lambda *_: self._add_bot(),
            "create_channel": self._create_channel,
            "delete_channel": self._delete_channel,
            "create_thread": self._create_thread,
            "give_role": lambda _, __, values: self._role(values, is_given=True),
            "take_role": lambda _, __, values: self._role(values, is_given=False),
            "react": self._react,
            "interested": lambda user, _, values: self._interested(user, values, is_going=True),
            "uninterested": lambda user, _, values: self._interested(user, values, is_going=False),
            "forge_press": self._forge,
            "rename": self._rename,
            "dismiss_message": self._dismiss_message,
        }

    def do(self, user: Json, channel: Json, what: str, given: dict[str, Any]) -> View:
        act = self._known.get(what)
        if act is None:
            raise NotSeen(f"nobody can {what!r} on Discord; there are: {sorted(self._known)}")
        self._core.steps += 1
        return act(user, channel, Values(given))

    def _join_voice(self, user: Json, channel: Json, values: Values) -> View:
        wanted = values.get("channel") or (channel["slug"] if channel["type"] == 2 else "")
        rooms = [row for row in self._views.places(user) if row["type"] == 2]
        room = next((row for row in rooms if wanted in ("", row["slug"], row["name"])), None)
        if room is None:
            raise NotSeen(f"no voice channel {wanted!r}; there are: {[r['slug'] for r in rooms]}")
        if not may(self._state, user["id"], room, "connect"):
            raise NotSeen(f"{user['name']} may not join {room['name']!r}")
        self._move(user, room["id"])
        return {"channel": room["slug"]}

    def _leave_voice(self, user: Json, *_: Any) -> View:
        if not (self._state.voice.get(user["id"]) or {}).get("channel_id"):
            raise NotSeen(f"{user['name']} is in no voice channel")
        self._move(user, None)
        return {}

    def _move(self, user: Json, channel_id: str | None) -> None:
        row = self._state.voice.put(user["id"], {"user_id": user["id"], "channel_id": channel_id})
        payload = self._core.wire.voice_state(row)
        self._core.gateway.dispatch("VOICE_STATE_UPDATE", payload, intent=GUILD_VOICE_STATES)
        self._core.notify("chats")

    def _dms(self, user: Json, *, is_open: bool) -> View:
        self._state.users.put(user["id"], user | {"has_open_dms": is_open})
        return {"has_open_dms": is_open}

    def _right(self, place: Json, values: Values, *, is_taken: bool) -> View:
        """Takes a right from the bot or gives it back, everywhere or in one `channel`."""
        name = str(values.get("right") or "").lower().replace(" ", "_")
        if name not in BITS:
            raise NotSeen(f"no permission {name!r}; there are: {sorted(BITS)}")
        wanted = values.get("channel")
        if wanted:
            owner = self._views.person(values["as"]) if "as" in values else None
            place = self._place(owner, str(wanted))
            rows = [self._state.parent_of(place)]
        else:
            guild.change_bot_role(self._core, name, is_taken=is_taken)
            rows = [row for row in self._state.channels if row["type"] != 1 and not is_thread(row)]
        for row in rows:
            guild.change_overwrite(self._core, row, name, is_taken=is_taken)
        return {"right": name, "is_taken": is_taken}

    def _place(self, user: Json | None, chat: str) -> Json:
        if user is not None:
            return self._views.place(user, chat)
        wanted = chat.lstrip("#")
        for row in self._state.channels:
            if row["type"] != 1 and wanted in (row["slug"], row["name"], row["id"]):
                return row
        raise NotSeen(f"no place {chat!r}")

    def _leave(self, user: Json) -> View:
        if user["id"] not in self._state.members:
            raise NotSeen(f"{user['name']} is not in the server")
        guild.remove_member(self._core, user["id"])
        return {}

    def _join(self, user: Json) -> View:
        guild.admit(self._core, user["id"])
        return {}

    def _remove_bot(self) -> View:
        guild.remove_member(self._core, self._core.bot_id)
        return {}

    def _add_bot(self) -> View:
        guild.admit_bot(self._core)
        return {}

    def _may_manage(self, user: Json, right: str) -> None:
        if not guild_permissions(self._state, user["id"]) & BITS[right]:
            raise NotSeen(f"{user['name']} lacks the permission {right}")

    def _create_channel(self, user: Json, _: Json, values: Values) -> View:
        self._may_manage(user, "manage_channels")
        kinds = {"text": 0, "voice": 2, "forum": 15}
        kind = kinds.get(str(values.get("kind") or "text"))
        if kind is None:
            raise NotSeen(f"no kind {values['kind']!r} of channel; there are: {list(kinds)}")
        row = guild.create_channel(self._core, str(values["title"]), kind)
        return {"slug": row["slug"], "id": row["id"]}

    def _delete_channel(self, user: Json, channel: Json, values: Values) -> View:
        self._may_manage(user, "manage_channels")
        row = self._place(user, str(values["channel"])) if values.get("channel") else channel
        guild.delete_channel(self._core, row)
        return {}

    def _create_thread(self, user: Json, channel: Json, values: Values) -> View:
        if channel["type"] == 15:
            thread = guild.create_thread(
                self._core, channel, user["id"], name=str(values["title"]), kind=11
            )
            self._people.write(user, thread, str(values.get("text") or values["title"]), [])
        else:
            source = self._state.messages.get(values.get("message_id"))
            thread = guild.create_thread(
                self._core, channel, user["id"], name=str(values["title"]), kind=11, source=source
            )
        return {"slug": thread["slug"], "id": thread["id"]}

    def _role(self, values: Values, *, is_given: bool) -> View:
        name, person = str(values["role"]), self._views.person(str(values["person"]))
        role = next((row for row in self._state.roles if row["name"] == name), None)
        if role is None:
            raise NotSeen(f"no role {name!r}; there are: {[r['name'] for r in self._state.roles]}")
        guild.change_member_role(self._core, person["id"], role["id"], is_given=is_given)
        return {}

    def _react(self, user: Json, channel: Json, values: Values) -> View:
        rows = self._views.visible(user, channel)
        wanted = values.get("message_id")
        row = next((one for one in reversed(rows) if wanted in (None, one["id"])), None)
        if row is None or row["visible_to"]:
            raise NotSeen("there is no such message to react to")
        react(self._core, row, user["id"], str(values["emoji"]), is_added=True)
        return {}

    def _interested(self, user: Json, values: Values, *, is_going: bool) -> View:
        name = str(values.get("event") or "")
        rows = [row for row in self._state.events if name in ("", row["id"], row["name"])]
        if not rows:
            raise NotSeen(
                f"no event {name!r}; there are: {[r['name'] for r in self._state.events]}"
            )
        row = rows[-1]
        others = [id for id in row["interested"] if id != user["id"]]
        row["interested"] = [*others, user["id"]] if is_going else others
        self._state.events.put(row["id"], row)
        data = {
            "guild_scheduled_event_id": row["id"], "user_id": user["id"],
            "guild_id": self._state.guild_id,
        }  # fmt: skip
        event = f"GUILD_SCHEDULED_EVENT_USER_{'ADD' if is_going else 'REMOVE'}"
        self._core.gateway.dispatch(event, data, intent=SCHEDULED_EVENTS)
        self._core.notify("chats")
        return {"interested": len(row["interested"])}

    def _forge(self, user: Json, channel: Json, values: Values) -> View:
        message_id = values.get("message_id")
        self._people.forge(user, channel, str(values["custom_id"]), message_id)
        return {}

    def _rename(self, user: Json, _: Json, values: Values) -> View:
        name = str(values["display_name"])
        self._state.users.put(user["id"], user | {"global_name": name})
        self._core.notify("chats")
        return {}

    def _dismiss_message(self, user: Json, channel: Json, values: Values) -> View:
        rows = [row for row in self._views.visible(user, channel) if row["visible_to"]]
        wanted = values.get("message_id")
        row = next((one for one in reversed(rows) if wanted in (None, one["id"])), None)
        if row is None:
            raise NotSeen("there is no such message to dismiss")
        messages.delete(self._core, row)
        return {}


def react(core: Core, row: Json, user_id: str, emoji: str, *, is_added: bool) -> None:
    """Adds or removes a reaction, tells the gateway and the page. Twice is once."""
    ids: list[str] = row["reactions"].setdefault(emoji, [])
    if (user_id in ids) == is_added:
        return
    if is_added:
        ids.append(user_id)
    else:
        ids.remove(user_id)
    core.state.put_message(row)
    channel = core.state.channels[row["channel_id"]]
    data: Json = {
        "user_id": user_id, "channel_id": row["channel_id"], "message_id": row["id"],
        "emoji": {"id": None, "name": emoji}, "burst": False, "type": 0,
    }  # fmt: skip
    intent = DM_REACTIONS
    if channel["type"] != 1:
        data["guild_id"], intent = core.state.guild_id, GUILD_REACTIONS
        if is_added and user_id in core.state.members:
            data["member"] = core.wire.member(user_id)
    event = "MESSAGE_REACTION_ADD" if is_added else "MESSAGE_REACTION_REMOVE"
    core.gateway.dispatch(event, data, intent=intent)
    core.notify("edit", channel)
