"""The Gateway: HELLO, IDENTIFY, READY, heartbeats, RESUME, and every event to those who asked."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import time
from collections.abc import Callable, Coroutine
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from playground.discord.payloads import Wire
from playground.discord.records import Json, State
from playground.discord.sessions import (
    ALL_INTENTS,
    GUILD_MEMBERS,
    GUILDS,
    Connection,
    Session,
    Shape,
)

HEARTBEAT_MS = 41_250
SILENCE_SECONDS = 90.0  # without any frame, heartbeat included, the connection is given up
RETURN_SECONDS = 10.0  # what a client that was sent away may take to come back
CHUNK = 1000
APPLICATION_FLAGS = 1 << 15 | 1 << 19  # limited members and message content intents


class CloseGateway(Exception):
    """Ends a connection with one of the gateway's close codes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Gateway:
    """All connections and sessions of the one bot."""

    def __init__(
        self, state: State, wire: Wire, *, token: str, public_url: Callable[[], str]
    ) -> None:
        self._state = state
        self._wire = wire
        self._token = token
        self._public_url = public_url
        self._sessions: dict[str, Session] = {}
        self._connections: set[Connection] = set()
        self._closings: set[asyncio.Task[None]] = set()
        self._awaited_until = 0.0
        self.on_frame: Callable[[int], None] | None = None  # told of each frame's opcode

    @property
    def url(self) -> str:
        return self._public_url().replace("http", "ws", 1) + "/gateway"

    @property
    def is_connected(self) -> bool:
        return any(session.connection is not None for session in self._sessions.values())

    @property
    def is_awaited(self) -> bool:
        """A client was sent away and is about to come back; nobody waits for it for ever."""
        return time.monotonic() < self._awaited_until

    def _await_return(self) -> None:
        if self.is_connected:
            self._awaited_until = time.monotonic() + RETURN_SECONDS

    @property
    def pending(self) -> int:
        """Frames not yet written to a live connection."""
        return sum(connection.pending for connection in self._connections)

    def dispatch(self, event: str, data: Json | Shape, *, intent: int = 0) -> None:
        """Sends an event to each session whose intents ask for it; lost ones keep it for later.

        `data` may be a function of the session's intents; None from it sends nothing.
        """
        for session in list(self._sessions.values()):
            if not session.is_resumable:
                del self._sessions[session.id]
                continue
            if intent and not session.intents & intent:
                continue
            made = data(session.intents) if callable(data) else data
            if made is None or not self._is_for_shard(session, made, event):
                continue
            session.dispatch(event, made)

    def _is_for_shard(self, session: Session, data: Json, event: str) -> bool:
        index, count = session.shard
        is_guild = event in ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE")
        guild_id = data["id"] if is_guild else data.get("guild_id")
        return index == ((int(guild_id) >> 22) % count if guild_id else 0)

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """One connection from HELLO to its end."""
        socket = web.WebSocketResponse(autoping=True, max_msg_size=64 * 1024)
        await socket.prepare(request)
        try:
            connection = Connection(socket, request, request.query.get("compress", ""))
        except ModuleNotFoundError:
            await socket.close(code=4002, message=b"This server has no zstd.")
            return socket
        self._connections.add(connection)
        connection.send({"op": 10, "d": {"heartbeat_interval": HEARTBEAT_MS}, "t": None, "s": None})
        try:
            await self._read(connection)
        except CloseGateway as ending:
            await connection.drained()
            await socket.close(code=ending.code, message=ending.reason.encode())
        finally:
            self._connections.discard(connection)
            connection.stop()
            session = connection.session
            if session is not None and session.connection is connection:
                # A client that says goodbye with 1000 or 1001 gives its session up.
                session.lose()
                if socket.close_code in (1000, 1001):
                    self._sessions.pop(session.id, None)
        return socket

    async def _read(self, connection: Connection) -> None:
        while True:
            try:
                message = await connection.socket.receive(timeout=SILENCE_SECONDS)
            except TimeoutError:
                raise CloseGateway(4009, "Session timed out.") from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            try:
                frame = json.loads(message.data)
                code, data = frame["op"], frame.get("d")
            except (ValueError, KeyError, TypeError):
                raise CloseGateway(4002, "Error while decoding payload.") from None
            if self.on_frame is not None:
                self.on_frame(code)
            self._answer(connection, code, data)

    def _answer(self, connection: Connection, code: int, data: Any) -> None:
        if code == 1:
            connection.send({"op": 11, "d": None, "t": None, "s": None})
        elif code == 2:
            self._identify(connection, data)
        elif code == 6:
            self._resume(connection, data)
        elif connection.session is None:
            raise CloseGateway(4003, "Not authenticated.")
        elif code == 8:
            self._send_members(connection.session, data)
        elif code not in (3, 4, 31):
            raise CloseGateway(4001, "Unknown opcode.")

    def _check_token(self, token: Any) -> None:
        given = str(token or "").removeprefix("Bot ")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            raise CloseGateway(4004, "Authentication failed.")

    def _identify(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            raise CloseGateway(4005, "Already authenticated.")
        self._check_token(data.get("token"))
        intents = data.get("intents")
        if not isinstance(intents, int) or intents & ~ALL_INTENTS:
            raise CloseGateway(4013, "Invalid intent(s).")
        shard = data.get("shard") or [0, 1]
        if not 0 <= shard[0] < shard[1]:
            raise CloseGateway(4010, "Invalid shard.")
        for old in [row for row in self._sessions.values() if row.connection is None]:
            del self._sessions[old.id]  # a new process: nobody will come back for these
        session = Session(secrets.token_hex(16), intents, (shard[0], shard[1]))
        session.connection, connection.session = connection, session
        self._sessions[session.id] = session
        self._awaited_until = 0.0
        state = self._state
        is_mine = session.shard[0] == (int(state.guild_id) >> 22) % session.shard[1]
        bot_id = state.meta["bot"]["id"]
        has_guild = is_mine and bot_id in state.members
        session.dispatch(
            "READY",
            {
                "v": 10, "user": self._wire.me(), "session_id": session.id, "shard": shard,
                "guilds": [{"id": state.guild_id, "unavailable": True}] if has_guild else [],
                "resume_gateway_url": self.url, "session_type": "normal", "_trace": [],
                "application": {"id": bot_id, "flags": APPLICATION_FLAGS},
                "private_channels": [], "user_settings": {}, "relationships": [],
            },
        )  # fmt: skip
        if has_guild and intents & GUILDS:
            session.dispatch("GUILD_CREATE", self._wire.guild_create(self._first_members()))

    def _first_members(self) -> list[str]:
        """Without presences a guild comes with the bot itself and those in voice channels."""
        bot_id = self._state.meta["bot"]["id"]
        in_voice = [row["user_id"] for row in self._state.voice if row["channel_id"]]
        return [id for id in self._state.members.ids() if id == bot_id or id in in_voice]

    def guild_returns(self) -> None:
        """The bot was let in again: its sessions get the guild anew. Only one that comes back from
        an outage says that it is available."""
        payload = self._wire.guild_create(self._first_members())
        del payload["unavailable"]
        self.dispatch("GUILD_CREATE", payload, intent=GUILDS)

    def _resume(self, connection: Connection, data: Json) -> None:
        if connection.session is not None:
            raise CloseGateway(4005, "Already authenticated.")
        self._check_token(data.get("token"))
        session = self._sessions.get(str(data.get("session_id")))
        sequence = data.get("seq") or 0
        if session is None or not session.is_resumable or not session.can_replay_from(sequence):
            connection.send({"op": 9, "d": False, "t": None, "s": None})
            return
        if session.connection is not None:
            session.connection.abort()
        session.connection, connection.session = connection, session
        self._awaited_until = 0.0
        session.replay(sequence)

    def _send_members(self, session: Session, data: Json) -> None:
        state = self._state
        guild_ids = data.get("guild_id")
        if str(guild_ids[0] if isinstance(guild_ids, list) else guild_ids) != state.guild_id:
            return
        wanted = data.get("user_ids")
        not_found: list[str] = []
        if wanted is not None:
            asked = [str(id) for id in (wanted if isinstance(wanted, list) else [wanted])]
            found = [id for id in asked if id in state.members]
            not_found = [id for id in asked if id not in state.members]
        else:
            query, limit = str(data.get("query") or "").lower(), int(data.get("limit") or 0)
            if not query and not session.intents & GUILD_MEMBERS:
                raise CloseGateway(4014, "Disallowed intent(s).")
            found = [
                id
                for id in state.members.ids()
                if str(state.users[id]["username"]).lower().startswith(query)
            ][: limit or None]
        parts = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
        for index, part in enumerate(parts):
            chunk: Json = {
                "guild_id": state.guild_id, "chunk_index": index, "chunk_count": len(parts),
                "members": [self._wire.member(id) for id in part], "not_found": not_found,
            }  # fmt: skip
            if data.get("nonce"):
                chunk["nonce"] = data["nonce"]
            session.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    # weather

    def reconnect(self) -> None:
        """Asks every client to come back and resume (opcode 7)."""
        self._await_return()
        for connection in self._connections:
            connection.send({"op": 7, "d": None, "t": None, "s": None})

    def invalidate(self) -> None:
        """Forgets every session and says so (opcode 9): clients must identify anew."""
        self._await_return()
        for session in list(self._sessions.values()):
            if session.connection is not None:
                session.connection.session = None
                session.connection.send({"op": 9, "d": False, "t": None, "s": None})
        self._sessions.clear()

    def drop(self) -> None:
        """Cuts every TCP connection; the sessions can be resumed."""
        self._await_return()
        for connection in list(self._connections):
            if connection.session is not None:
                connection.session.lose()
            connection.abort()

    def close_later(self, code: int, reason: str) -> None:
        """Closes every connection with this code, after what is already on its way."""
        for connection in list(self._connections):
            self._keep(self._close(connection, code, reason))

    async def _close(self, connection: Connection, code: int, reason: str) -> None:
        await connection.drained()
        await connection.socket.close(code=code, message=reason.encode())

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._closings.add(task)
        task.add_done_callback(self._closings.discard)

    async def shut(self) -> None:
        for connection in list(self._connections):
            connection.stop()
            await connection.socket.close(code=WSCloseCode.GOING_AWAY, message=b"Server stops.")
