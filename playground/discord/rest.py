"""The REST API's frame: weather, token, rate limits, bodies, refusals, and the log of requests."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, hdrs, web

from playground.discord.core import Core
from playground.discord.errors import (
    ApiError,
    bad_field,
    missing_access,
    missing_permissions,
    unknown,
)
from playground.discord.inspector import Noted
from playground.discord.interactions import Interactions
from playground.discord.messages import Upload
from playground.discord.permissions import BITS, can_see, guild_permissions, may
from playground.discord.records import Json
from playground.discord.shapes import check_shapes
from playground.discord.weather import Fault, Verdict

PREFIX = "/api/v10"
BODY_BYTES = 110 * 1024 * 1024
OPEN = ("/interactions/", "/webhooks/{application_id}/{token}")  # they carry their own token
MAJOR = ("channel_id", "guild_id", "application_id", "token")
CREATING = {
    ("POST", "/channels/{channel_id}/threads"),
    ("POST", "/channels/{channel_id}/messages/{message_id}/threads"),
    ("POST", "/guilds/{guild_id}/channels"),
    ("POST", "/applications/{application_id}/commands"),
    ("POST", "/applications/{application_id}/guilds/{guild_id}/commands"),
}  # answered with 201
_FILE = re.compile(r"files\[(\d+)\]\Z")


@dataclass
class Call:
    """One request as a handler sees it."""

    core: Core
    interactions: Interactions
    params: dict[str, str]
    query: dict[str, str]
    body: Any = field(default_factory=dict)
    files: list[tuple[int, Upload]] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)  # the names of a form's parts
    has_body: bool = False

    def channel(self, *rights: str) -> Json:
        """The channel of the path. Raises 10003, 50001 unseen, 50013 without these rights."""
        row = self.core.state.channels.get(self.params["channel_id"])
        if row is None:
            raise unknown(10003)
        if not can_see(self.core.state, self.core.bot_id, row):
            raise missing_access()
        self.need(row, *rights)
        return row

    def need(self, channel: Json, *rights: str) -> None:
        if channel["type"] != 1 and not may(self.core.state, self.core.bot_id, channel, *rights):
            raise missing_permissions()

    def guild(self, *rights: str) -> None:
        """Checks the guild of the path: 10004 unknown, 50001 when the bot is out, 50013 rights."""
        state = self.core.state
        if self.params["guild_id"] != state.guild_id:
            raise unknown(10004)
        if self.core.bot_id not in state.members:
            raise missing_access()
        mine = guild_permissions(state, self.core.bot_id)
        if any(not mine & BITS[right] for right in rights):
            raise missing_permissions()


Handler = Callable[[Call], Any]  # the answer's body; None is 204
Route = tuple[str, str, Handler]


class Dropped(Exception):
    """The connection is cut instead of answered."""


class Rest:
    """Serves routes: (method, path template, handler)."""

    def __init__(self, core: Core, interactions: Interactions) -> None:
        self._core = core
        self._interactions = interactions

    def install(self, app: web.Application, routes: list[Route]) -> None:
        for method, template, handler in routes:
            app.router.add_route(method, PREFIX + template, self._served(method, template, handler))
        app.router.add_route("*", PREFIX + "/{tail:.*}", self._served("*", "/{tail}", _nothing))

    def _served(
        self, method: str, template: str, handler: Handler
    ) -> Callable[[web.Request], Coroutine[Any, Any, web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            core = self._core
            core.in_flight += 1
            core.steps += 1
            try:
                response = await self._answer(request, method, template, handler)
                await response.prepare(request)
                await response.write_eof()
                return response
            except Dropped:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=502)
            finally:
                core.in_flight -= 1

        return serve

    async def _answer(
        self, request: web.Request, method: str, template: str, handler: Handler
    ) -> web.Response:
        core = self._core
        call = Call(core, self._interactions, dict(request.match_info), dict(request.query))
        path, bare = request.path_qs.removeprefix(PREFIX), request.path.removeprefix(PREFIX)
        is_noted = False
        fault: Fault | None = None
        headers: dict[str, str] = {"Via": "1.1 playground"}
        status, answer = 500, None
        weather = core.weather
        try:
            if weather.slow_seconds:
                await asyncio.sleep(weather.slow_seconds)
            fault = weather.take(template)
            if fault is not None and not fault.is_after:
                self._strike(fault, headers, call)
            self._authorise(request, template)
            self._limit(request, method, template, call, headers)
            await _read_body(request, call)
            self._check_body(request, template, call)
            answer = handler(call)
            if fault is not None and fault.is_after:
                self._strike(fault, headers, call)
            status = 204 if answer is None else 200
            if (method, template) in CREATING:
                status = 201
        except ApiError as refusal:
            status, answer = refusal.status, refusal.body
            # What the weather refuses is nobody's fault.
            is_noted = isinstance(refusal, Noted) or fault is not None
            if status == 429:
                headers["Retry-After"] = str(answer["retry_after"])
        except (Dropped, asyncio.CancelledError):
            raise
        except Exception as own:
            # A fault of the playground itself: seen in the log of requests and as a real 500.
            core.record(request.method, path, call.body, 500, repr(own))
            raise
        core.record(request.method, path, call.body, status, answer)
        core.inspector.answered(request.method, bare, template, status, answer, is_noted=is_noted)
        if answer is None:
            return web.Response(status=status, headers=headers)
        return web.Response(
            status=status,
            body=json.dumps(answer, ensure_ascii=False).encode(),
            content_type="application/json",
            headers=headers,
        )

    def _strike(self, fault: Fault, headers: dict[str, str], call: Call) -> None:
        """Lets a request fail the way the weather says."""
        match fault.name:
            case "drop":
                raise Dropped
            case "too_many":
                raise _too_many(fault.retry_after, headers, is_global=fault.is_global)
            case "invalid_body":
                raise bad_field(("content",), "BASE_TYPE_INVALID", "The weather refuses it.")
            case "unknown_interaction":
                self._interactions.expire(call.params["token"])
                raise unknown(10062)
            case _:
                raise ApiError(502, 0, "502: Bad Gateway")

    def _authorise(self, request: web.Request, template: str) -> None:
        if template.startswith(OPEN):
            return
        given = request.headers.get(hdrs.AUTHORIZATION, "")
        if not hmac.compare_digest(given.encode(), f"Bot {self._core.token}".encode()):
            raise ApiError(401, 0, "401: Unauthorized")

    def _limit(
        self, request: web.Request, method: str, template: str, call: Call, headers: dict[str, str]
    ) -> None:
        if template.startswith("/interactions/"):
            return
        major = "/".join(call.params.get(name, "") for name in MAJOR)
        verdict: Verdict = self._core.rates.take(request.method, template, major)
        headers.update(verdict.headers)
        if verdict.retry_after is not None:
            raise _too_many(verdict.retry_after, headers, is_global=verdict.is_global)

    def _check_body(self, request: web.Request, template: str, call: Call) -> None:
        if isinstance(call.body, list) and not template.endswith("/commands"):
            raise ApiError(400, 50035, "Invalid Form Body")
        check_shapes(call.body)
        if template == "/{tail}":
            return
        self._core.inspector.inspect(
            request.method,
            request.path.removeprefix(PREFIX),
            call.query,
            call.body if call.has_body else None,
            content_type=request.content_type,
            parts=call.parts,
        )


def _too_many(seconds: float, headers: dict[str, str], *, is_global: bool) -> ApiError:
    headers["X-RateLimit-Scope"] = "global" if is_global else "user"
    if is_global:
        headers["X-RateLimit-Global"] = "true"
    else:
        headers.setdefault("X-RateLimit-Limit", "1")
        headers["X-RateLimit-Remaining"] = "0"
        headers.setdefault("X-RateLimit-Reset-After", f"{seconds:.3f}")
    refusal = ApiError(429, 0, "You are being rate limited.")
    refusal.body |= {"retry_after": round(seconds, 3), "global": is_global}
    return refusal


def _nothing(call: Call) -> Any:
    raise ApiError(404, 0, "404: Not Found")


async def _read_body(request: web.Request, call: Call) -> None:
    """Fills in the body, and the files of a multipart one. Raises 50109 for broken JSON."""
    if request.content_type == "multipart/form-data":
        text = await _read_parts(request, call)
    else:
        if (request.content_length or 0) > BODY_BYTES:
            raise ApiError(413, 40005, "Request entity too large")
        text = await request.content.read()
    if not text:
        return
    call.has_body = True
    try:
        call.body = json.loads(text)
    except ValueError:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from None
    if not isinstance(call.body, dict | list):
        raise ApiError(400, 50109, "The request body contains invalid JSON.")


async def _read_parts(request: web.Request, call: Call) -> bytes:
    text, size = b"", 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise ApiError(400, 50035, "Invalid Form Body")
        content = bytes(await part.read(decode=True))
        size += len(content)
        if size > BODY_BYTES:
            raise ApiError(413, 40005, "Request entity too large")
        call.parts.append(part.name or "")
        if part.name == "payload_json":
            text = content
        elif match := _FILE.match(part.name or ""):
            call.files.append((int(match[1]), Upload(part.filename or "file", content)))
    call.files.sort(key=lambda pair: pair[0])
    return text
