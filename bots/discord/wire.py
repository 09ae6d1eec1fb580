"""The requests we make of Discord, as plain JSON: discord.py keeps the rates, this keeps trying."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context
from yarl import URL

from bots.discord import limits
from bots.discord.gate import INTERACTIVE, Gate
from bots.discord.interactions import Arrival
from bots.discord.render import Json, Message

T = TypeVar("T")

EPHEMERAL = 1 << 6
SILENT = 1 << 12
_ATTEMPTS = 3
_PAUSE_SECONDS = 0.2
_FILE_HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
_OVERWRITE_SECONDS = 60.0
_JSON = {"Content-Type": "application/json"}
_to_json = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode

UNKNOWN_CHANNEL = 10003

# What the network does by itself; Discord's own answers are discord.HTTPException.
NETWORK_FAULTS = (aiohttp.ClientError, OSError, asyncio.TimeoutError)
FAULTS = (discord.DiscordException, *NETWORK_FAULTS)


class Wire:
    """Sends and edits. Each call raises `discord.HTTPException` for what Discord refuses and one of
    `NETWORK_FAULTS` when it cannot be reached; dropped connections are tried again first."""

    def __init__(self, client: discord.Client, session: aiohttp.ClientSession, gate: Gate) -> None:
        self._client = client
        self._session = session
        self._direct: dict[int, int] = {}  # a person -> the channel of their direct messages
        self._gate = gate

    # ── answers to interactions ────────────────────────────────────────────────────────────────

    async def callback(self, arrival: Arrival, kind: int, data: Json | None = None) -> None:
        """The first response: 5 deferred, 6 deferred update, 8 choices, 9 modal."""
        route = Route(
            "POST",
            "/interactions/{webhook_id}/{webhook_token}/callback",
            webhook_id=arrival.id,
            webhook_token=arrival.token,
        )
        payload: Json = {"type": kind} | ({"data": data} if data is not None else {})

        async def once() -> None:
            await self._straight(route, payload, {})

        async with asyncio.timeout(limits.CALLBACK_SECONDS):
            await _persist(once)

    async def edit_original(self, arrival: Arrival, message: Message) -> None:
        await self._of_webhook(arrival, "PATCH", "/messages/@original", message)

    async def delete_original(self, arrival: Arrival) -> None:
        await self._of_webhook(arrival, "DELETE", "/messages/@original", None)

    async def follow_up(self, arrival: Arrival, message: Message, *, is_private: bool) -> None:
        flags = EPHEMERAL if is_private else 0
        await self._of_webhook(arrival, "POST", "", _flagged(message, flags))

    async def _of_webhook(
        self, arrival: Arrival, method: str, path: str, message: Message | None
    ) -> None:
        route = Route(
            method,
            "/webhooks/{webhook_id}/{webhook_token}" + path,
            webhook_id=arrival.application_id,
            webhook_token=arrival.token,
        )

        params = {"wait": "true"} if method == "POST" else {}

        async def once() -> None:
            if not (message and message.files):
                await self._straight(route, message.body if message else None, params)
                return
            form, files = _form(message)
            await async_context.get().request(
                route, self._session, multipart=form, files=files, params=params
            )

        await _persist(once)

    async def _straight(self, route: Route, payload: Json | None, params: dict[str, str]) -> None:
        """An answer to an interaction, whose limits are its own and far away: straight on its way.
        Only one that has to wait goes through discord.py's bookkeeping of rates and repeats; where
        another adapter stands in its place, that one has them all."""
        adapter = async_context.get()
        if type(adapter) is not AsyncWebhookAdapter:
            await adapter.request(route, self._session, payload=payload, params=params)
            return
        async with self._session.request(
            route.method,
            URL(route.url, encoded=True),
            data=None if payload is None else _to_json(payload),
            headers=_JSON if payload is not None else None,
            params=params,
        ) as answer:
            if answer.status < 300:
                return
            if answer.status != 429 and answer.status < 500:
                raise _refusal(answer, await answer.text())
        await adapter.request(route, self._session, payload=payload, params=params)

    # ── messages of our own accord ─────────────────────────────────────────────────────────────

    async def send(
        self,
        channel_id: int,
        message: Message,
        *,
        nonce: str = "",
        is_silent: bool = False,
        priority: int = INTERACTIVE,
    ) -> int:
        """The new message's id. Discord makes one message of all that carry the same nonce."""
        message = _flagged(message, SILENT if is_silent else 0)
        if nonce:
            body = message.body | {"nonce": nonce, "enforce_nonce": True}
            message = Message(body, message.files)
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)
        sent = await self._ask(route, message, priority)
        return int(sent["id"])

    async def direct_channel(self, user_id: int, *, priority: int = INTERACTIVE) -> int:
        """The channel of a person's direct messages, opened when it is not yet."""
        if user_id not in self._direct:
            route = Route("POST", "/users/@me/channels")
            opened = Message({"recipient_id": str(user_id)})
            channel = await self._ask(route, opened, priority)
            self._direct[user_id] = int(channel["id"])
        return self._direct[user_id]

    async def _ask(self, route: Route, message: Message, priority: int) -> Any:
        async def once() -> Any:
            await self._gate.enter(priority)
            if message.files:
                form, files = _form(message)
                return await self._client.http.request(route, form=form, files=files)
            return await self._client.http.request(route, json=message.body)

        return await _persist(once)

    # ── the rest ───────────────────────────────────────────────────────────────────────────────

    async def commands(self, application_id: int) -> list[Json]:
        path = "/applications/{application_id}/commands"
        route = Route("GET", path, application_id=application_id)
        params = {"with_localizations": "true"}
        found: list[Json] = await _persist(lambda: self._client.http.request(route, params=params))
        return found

    async def overwrite_commands(self, application_id: int, table: list[Json]) -> None:
        path = "/applications/{application_id}/commands"
        route = Route("PUT", path, application_id=application_id)
        async with asyncio.timeout(_OVERWRITE_SECONDS):
            await _persist(lambda: self._client.http.request(route, json=table))

    async def fetch(self, address: str, size: int) -> bytes:
        """An upload's bytes. Only from Discord itself, and never more than it said there are."""
        allowed = _FILE_HOSTS | {urlsplit(Route.BASE).hostname}
        if urlsplit(address).hostname not in allowed:
            raise ValueError("an upload's address is not Discord's")
        async with self._session.get(address) as response:
            response.raise_for_status()
            content = b""
            async for piece in response.content.iter_chunked(1 << 16):
                content += piece
                if len(content) > size:
                    raise ValueError("an upload is larger than Discord said")
        return content


def _refusal(answer: aiohttp.ClientResponse, body: str) -> discord.HTTPException:
    """What discord.py raises for such an answer."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        told = body
    kinds = {403: discord.Forbidden, 404: discord.NotFound}
    return kinds.get(answer.status, discord.HTTPException)(answer, told)


def code_of(fault: BaseException) -> int:
    """Discord's own code of what went wrong, 0 without one."""
    return fault.code if isinstance(fault, discord.HTTPException) else 0


async def _persist(call: Callable[[], Awaitable[T]]) -> T:
    """The call's result; a connection that drops is tried again, then its fault is the caller's."""
    for attempt in range(1, _ATTEMPTS):
        try:
            return await call()
        except (aiohttp.ClientConnectionError, ConnectionError):
            await asyncio.sleep(_PAUSE_SECONDS * attempt)
    return await call()


def _flagged(message: Message, flags: int) -> Message:
    return Message(message.body | {"flags": flags}, message.files) if flags else message


def _form(message: Message) -> tuple[list[Json], list[discord.File]]:
    files = [discord.File(io.BytesIO(file.content), file.name) for file in message.files]
    form: list[Json] = [
        {
            "name": "payload_json",
            "value": discord.utils._to_json(message.body),
            "content_type": "application/json",
        }
    ]
    form += [
        {
            "name": f"files[{number}]",
            "value": file.fp,
            "filename": file.filename,
            "content_type": "application/octet-stream",
        }
        for number, file in enumerate(files)
    ]
    return form, files
