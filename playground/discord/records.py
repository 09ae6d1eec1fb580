"""The Discord world's memory: records kept in memory and written through to the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from playground.store import Store

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000  # Discord counts milliseconds from the first second of 2015


class Records:
    """One kind of record by id. Change a record, then `put` it: only then is it kept."""

    def __init__(self, store: Store, kind: str) -> None:
        self._store = store
        self._kind = f"discord.{kind}"
        self._rows: dict[str, Json] = dict(store.all(self._kind))

    def get(self, id: str | int | None) -> Json | None:
        return None if id is None else self._rows.get(str(id))

    def __getitem__(self, id: str | int) -> Json:
        return self._rows[str(id)]

    def __contains__(self, id: object) -> bool:
        return str(id) in self._rows

    def __iter__(self) -> Iterator[Json]:
        return iter(list(self._rows.values()))

    def __len__(self) -> int:
        return len(self._rows)

    def ids(self) -> list[str]:
        return list(self._rows)

    def put(self, id: str | int, row: Json) -> Json:
        self._rows[str(id)] = row
        self._store.put(self._kind, id, row)
        return row

    def delete(self, id: str | int) -> None:
        self._rows.pop(str(id), None)
        self._store.delete(self._kind, id)


class State:
    """Everything that survives a restart: people, places, messages, commands and the last id given.

    Ids are strings, as on the wire. Message lists are in the order of their ids.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self.store = store
        self.clock = clock
        self.meta = Records(store, "meta")
        self.users = Records(store, "user")
        self.members = Records(store, "member")  # those who are in the guild, by user id
        self.roles = Records(store, "role")
        self.channels = Records(store, "channel")  # threads and direct messages too
        self.messages = Records(store, "message")
        self.commands = Records(store, "command")
        self.events = Records(store, "event")
        self.voice = Records(store, "voice")
        self.reads = Records(store, "read")  # "user:channel" -> the newest message read
        self.nonces: dict[tuple[str, str], tuple[datetime, str]] = {}
        self._by_channel: dict[str, list[str]] = {}
        for message in sorted(self.messages, key=lambda row: int(row["id"])):
            self._by_channel.setdefault(message["channel_id"], []).append(message["id"])
            if message.get("nonce") is not None:
                made = datetime.fromisoformat(message["at"])
                self.nonces[(message["channel_id"], str(message["nonce"]))] = made, message["id"]
        self._last_id = int((self.meta.get("sequence") or {}).get("last", 0))

    # ids and moments

    def new_id(self) -> str:
        """A snowflake from the clock, always above the last one: the clock may be turned back."""
        milliseconds = int(self.clock().timestamp() * 1000) - EPOCH_MS
        self._last_id = max(milliseconds << 22, self._last_id + 1)
        self.meta.put("sequence", {"last": self._last_id})
        return str(self._last_id)

    def now(self) -> str:
        return stamp(self.clock())

    # the guild

    @property
    def guild(self) -> Json:
        return self.meta["guild"]

    @property
    def guild_id(self) -> str:
        return str(self.guild["id"])

    def put_guild(self) -> None:
        self.meta.put("guild", self.guild)

    # messages

    def messages_in(self, channel_id: str) -> list[Json]:
        return [self.messages[id] for id in self._by_channel.get(channel_id, ())]

    def put_message(self, message: Json) -> Json:
        ids = self._by_channel.setdefault(message["channel_id"], [])
        if message["id"] not in self.messages:
            ids.append(message["id"])
        return self.messages.put(message["id"], message)

    def delete_message(self, message: Json) -> None:
        self.messages.delete(message["id"])
        self._by_channel[message["channel_id"]].remove(message["id"])

    # places

    def user_by_name(self, name: str) -> Json | None:
        return next((user for user in self.users if user["name"] == name), None)

    def dm_of(self, user_id: str) -> Json:
        """The direct messages between the bot and a person; made when first asked for."""
        for channel in self.channels:
            if channel["type"] == 1 and channel["recipient_id"] == user_id:
                return channel
        id = self.new_id()
        row: Json = {"id": id, "type": 1, "slug": "dm", "name": "", "recipient_id": user_id}
        return self.channels.put(id, row)

    def threads_of(self, channel_id: str) -> list[Json]:
        threads = [row for row in self.channels if is_thread(row)]
        return [row for row in threads if row["parent_id"] == channel_id]

    def parent_of(self, channel: Json) -> Json:
        """The channel whose permissions rule here: a thread's parent, else the channel itself."""
        return self.channels[channel["parent_id"]] if is_thread(channel) else channel

    def unused_slug(self, title: str) -> str:
        """A short name for addresses and scenarios, from the title."""
        words = "".join(letter if letter.isalnum() else " " for letter in title.lower()).split()
        base = "-".join(words)[:60] or "place"
        taken = {channel["slug"] for channel in self.channels}
        slug, number = base, 2
        while slug in taken or slug == "dm":
            slug, number = f"{base}-{number}", number + 1
        return slug


def is_thread(channel: Json) -> bool:
    return channel["type"] in (10, 11, 12)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()
