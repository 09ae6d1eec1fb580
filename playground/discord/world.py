"""The Discord platform of the playground: the `Surface` of its people, and its server's routes."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from playground.discord import (
    guild,
    rest_application,
    rest_channels,
    rest_events,
    rest_guild,
    rest_threads,
)
from playground.discord.acts import Acts
from playground.discord.core import Core
from playground.discord.interactions import Interactions
from playground.discord.messages import Upload
from playground.discord.payloads import discord_locale
from playground.discord.people import People
from playground.discord.records import Json
from playground.discord.rest import Rest
from playground.discord.views import Views
from playground.discord.weather import BY_PEOPLE
from playground.store import Store
from playground.surface import Member, View

SHOWN_INLINE = ("image/", "video/", "audio/")


class DiscordWorld:
    """Discord as its people see it, over a store that outlives the process.

    `clock` gives aware moments; `public_url` the server's own address ("http://127.0.0.1:8080"),
    asked each time because the port is known late. With `spec`, Discord's OpenAPI document, every
    request body is checked against it and refused as 50035, naming operation and field.
    """

    platform = "discord"

    def __init__(
        self,
        store: Store,
        clock: Callable[[], datetime],
        *,
        token: str,
        application_id: int,
        public_url: Callable[[], str],
        spec: Path | None = None,
    ) -> None:
        self.core = Core(
            store,
            clock,
            token=token,
            application_id=application_id,
            public_url=public_url,
            spec=spec,
        )
        self.interactions = Interactions(self.core)
        self._views = Views(self.core, self.interactions)
        self._people = People(self.core, self.interactions, self._views)
        self._acts = Acts(self.core, self._people, self._views)
        # What becomes of an address that somebody opens; their own browser is none of ours.
        self.on_address: Callable[[str, str], Awaitable[None]] | None = None
        self._forget_thinking()

    def _forget_thinking(self) -> None:
        """Answers that were still awaited when the playground stopped will never come."""
        state = self.core.state
        for row in state.messages:
            if row["is_pending"]:
                state.delete_message(row)

    @property
    def guild_id(self) -> int:
        return int(self.core.state.guild_id)

    def channel_id(self, slug: str) -> int:
        """The id of a place of the guild by its slug; KeyError when there is none."""
        for row in self.core.state.channels:
            if row["slug"] == slug and row["type"] != 1:
                return int(row["id"])
        raise KeyError(slug)

    # people and what they see

    def add_member(self, member: Member) -> None:
        state = self.core.state
        id = str(member.discord_id)
        known = state.users.get(id) or {"has_open_dms": True}
        state.users.put(
            id,
            known | {
                "id": id, "name": member.name, "username": member.username or member.name,
                "global_name": member.display_name, "locale": discord_locale(member.language),
                "is_bot": False,
            },
        )  # fmt: skip
        is_admin = member.name == "admin" or (
            "admin" in member.roles and state.guild["owner_id"] == "1"
        )
        if is_admin:
            state.guild["owner_id"] = id
            state.put_guild()
        guild.admit(self.core, id, is_announced=False)
        state.dm_of(id)
        if "educator" in member.roles:
            role = next((row for row in state.roles if row["name"] == "Educator"), None)
            if role is not None:
                guild.change_member_role(self.core, id, role["id"], is_given=True)

    def chats(self, name: str) -> list[View]:
        return self._views.chats(self._views.person(name))

    def view(self, name: str, chat: str = "") -> View:
        user = self._views.person(name)
        return self._views.view(user, self._views.place(user, chat))

    def mark_read(self, name: str, chat: str = "") -> None:
        user = self._views.person(name)
        channel = self._views.place(user, chat)
        rows = self._views.visible(user, channel)
        if rows:
            last = {"last": rows[-1]["id"]}
            self.core.state.reads.put(f"{user['id']}:{channel['id']}", last)
            self.core.notify("read", channel, user["id"])

    # what they do

    async def say(
        self, name: str, chat: str, text: str, *, files: dict[str, tuple[str, bytes]] | None = None
    ) -> None:
        user = self._views.person(name)
        self.core.steps += 1
        await self._people.say(user, self._views.place(user, chat), text, files or {})

    async def send_file(self, name: str, chat: str, file_name: str, content: bytes) -> None:
        user = self._views.person(name)
        self.core.steps += 1
        self._people.write(user, self._views.place(user, chat), "", [Upload(file_name, content)])

    async def press(
        self, name: str, chat: str, *, label: str | None = None, control: str | None = None
    ) -> None:
        user = self._views.person(name)
        self.core.steps += 1
        channel = self._views.place(user, chat)
        address = self._people.press(user, channel, label=label, control_id=control)
        if address and self.on_address is not None:
            await self.on_address(name, address)

    async def fill(self, name: str, chat: str, fields: dict[str, Any]) -> None:
        user = self._views.person(name)
        self.core.steps += 1
        self._people.fill(user, self._views.place(user, chat), fields)

    async def dismiss(self, name: str, chat: str) -> None:
        user = self._views.person(name)
        self._people.dismiss(user, self._views.place(user, chat))

    async def complete(
        self, name: str, chat: str, command: str, option: str, partial: str
    ) -> list[View]:
        user = self._views.person(name)
        channel = self._views.place(user, chat)
        return await self._people.complete(user, channel, command, option, partial)

    async def act(self, name: str, chat: str, what: str, **values: Any) -> View:
        """take_right and give_right: `right`, and `channel` (or a chat) for one place only;
        join_voice: `channel`; create_channel: `title`, `kind`; create_thread: `title`,
        `message_id`, in a forum `text`; give_role, take_role: `person`, `role`; react: `emoji`,
        `message_id`; interested: `event`; forge_press: `custom_id`, `message_id`;
        dismiss_message: `message_id`. An unknown act raises NotSeen naming all there are."""
        user = self._views.person(name)
        if what in ("take_right", "give_right") and chat:
            values.setdefault("channel", chat)
        if user["id"] in self.core.state.members:
            channel = self._views.place(user, chat)
        else:
            channel = self.core.state.dm_of(user["id"])
        return self._acts.do(user, channel, what, values)

    # the playground's own view

    def is_idle(self) -> bool:
        core = self.core
        is_under_way = core.in_flight or core.gateway.pending or self.interactions.pending
        return not (is_under_way or core.gateway.is_awaited)

    def activity(self) -> int:
        return self.core.steps

    def fault(self, name: str, **values: Any) -> None:
        """By the names of `FAULTS`, which says what each takes. Unknown: NotSeen."""
        match name:
            case "blocked" | "closed_dms" | "open_dms":
                user = self._views.person(str(values["person"]))
                self._set_dms(user, is_open=name == "open_dms")
            case _ if name in BY_PEOPLE:
                user = self._views.person(str(values.pop("person", "admin")))
                chat = str(values.pop("chat", ""))
                where = {"channel": chat} if chat else {}
                self._acts.do(user, self._views.place(user, chat), name, {**where, **values})
            case "reconnect":
                self.core.gateway.reconnect()
            case "disconnect":
                self.core.gateway.drop()
            case "invalid_session":
                self.core.gateway.invalidate()
            case _:
                self.core.weather.set(name, values)
                if name == "clear":
                    for user in self.core.state.users:
                        self._set_dms(user, is_open=True)

    def _set_dms(self, user: Json, *, is_open: bool) -> None:
        if user["has_open_dms"] is not is_open:
            self.core.state.users.put(user["id"], user | {"has_open_dms": is_open})

    def requests(self) -> list[View]:
        return list(self.core.log)

    def census(self) -> View:
        return self.core.inspector.census.view()

    def subscribe(self, listener: Callable[[View], None]) -> Callable[[], None]:
        return self.core.subscribe(listener)


def install(app: web.Application, world: DiscordWorld) -> None:
    """Serves the REST API under /api/v10, the gateway at /gateway, files under /files/discord/."""
    rest = Rest(world.core, world.interactions)
    rest.install(
        app,
        [
            *rest_application.ROUTES,
            *rest_channels.ROUTES,
            *rest_threads.ROUTES,
            *rest_guild.ROUTES,
            *rest_events.ROUTES,
        ],
    )
    app.router.add_get("/gateway", world.core.gateway.handle)
    app.router.add_get("/gateway/", world.core.gateway.handle)

    async def serve_file(request: web.Request) -> web.Response:
        found = world.core.store.get_file(f"discord/{request.match_info['id']}")
        if found is None:
            raise web.HTTPNotFound
        name, content = found
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff"}
        if not kind.startswith(SHOWN_INLINE) or "svg" in kind:
            headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
            kind = "application/octet-stream"
        return web.Response(body=content, content_type=kind, headers=headers)

    app.router.add_get("/files/discord/{id}", serve_file)

    async def running(_: web.Application) -> AsyncIterator[None]:
        yield
        world.interactions.stop()

    async def shut(_: web.Application) -> None:
        await world.core.gateway.shut()

    app.cleanup_ctx.append(running)
    app.on_shutdown.append(shut)
