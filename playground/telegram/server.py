"""The Bot API over HTTP: requests of any client library read, checked, answered and logged."""

from __future__ import annotations

import asyncio
import hmac
import json
import mimetypes
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

# Every module that answers methods registers them when it is imported.
from playground.telegram import callbacks, chats, media, polls, profile, sending
from playground.telegram.calls import METHODS, Call, Upload, method
from playground.telegram.core import Core
from playground.telegram.errors import ApiError, bad
from playground.telegram.faults import Fault
from playground.telegram.tables import Json
from playground.telegram.world import TelegramWorld

ANSWERING = (callbacks, chats, media, polls, profile, sending)
LONGEST_POLL_SECONDS = 50
REQUEST_BYTES = 60_000_000
WORLD = web.AppKey("telegram_world", TelegramWorld)


def install(app: web.Application, world: TelegramWorld) -> None:
    """Adds the routes to an application and starts and stops the webhook deliverer with it.

    The application must take bodies of 60 MB (`client_max_size=REQUEST_BYTES`) for uploads.
    """
    app[WORLD] = world
    app.add_routes(routes(world))

    async def start(_: web.Application) -> None:
        world.core.updates.start()

    async def stop(_: web.Application) -> None:
        world.core.updates.interrupt()
        await world.core.updates.stop()

    app.on_startup.append(start)
    app.on_shutdown.append(stop)


def routes(world: TelegramWorld) -> list[web.RouteDef]:
    """/bot{token}/{method}, /file/bot{token}/{path} and /files/telegram/{id}."""
    server = _Server(world)
    world.core.updates.answer_from_webhook = server.run_webhook_answer
    return [
        web.get("/bot{token}/{method}", server.api),
        web.post("/bot{token}/{method}", server.api),
        web.get("/file/bot{token}/{path:.+}", server.download),
        web.get("/files/telegram/{id}", server.shown_file),
    ]


class _Server:
    def __init__(self, world: TelegramWorld) -> None:
        self.world = world
        self.core: Core = world.core
        self._timer: asyncio.TimerHandle | None = None

    async def api(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["method"]
        if not self._knows(request.match_info["token"]):
            return _json(ApiError(401, "Unauthorized"))
        is_poll = name.lower() == "getupdates"
        if not is_poll:
            self.world.working += 1
        try:
            return await self._answer(request, name, is_poll)
        finally:
            if not is_poll:
                self.world.working -= 1

    async def _answer(self, request: web.Request, name: str, is_poll: bool) -> web.StreamResponse:
        call = Call(name)
        answer: Json
        try:
            call = await read_call(request, name)
            fault = self.world.faults.take(call)
            if self.world.faults.slow_seconds and not is_poll:
                await asyncio.sleep(self.world.faults.slow_seconds)
            if fault and not fault.is_after:
                self._strike(request, fault)
            result = await self.run(call)
            if fault and fault.is_after:
                self._strike(request, fault)
            answer = {"ok": True, "result": result}
            status = 200
        except ApiError as refusal:
            answer, status = refusal.answer(), refusal.code
        self.world.inspector.answered(name, status, answer)
        self.world.log(
            {
                "at": self.core.clock().isoformat(),
                "method": request.method,
                "path": request.path,
                "name": name,
                "body": _shown_body(call),
                "status": status,
                "answer": answer,
            }
        )
        headers = {}
        if status == 429:
            headers["Retry-After"] = str(answer["parameters"]["retry_after"])
        return web.json_response(answer, status=status, headers=headers)

    def _strike(self, request: web.Request, fault: Fault) -> None:
        """Lets a request fail the way the weather says."""
        if fault.name == "drop" and request.transport is not None:
            request.transport.abort()
        raise fault.refusal()

    async def run(self, call: Call) -> Any:
        """Answers one call; refuses with ApiError."""
        handler = METHODS.get(call.method.lower())
        if handler is None and call.method.lower() != "getupdates":
            raise ApiError(404, "Not Found: method not found")
        self.world.inspector.inspect(call)
        if call.method.lower() == "getupdates":
            return await self._get_updates(call)
        polls.close_due(self.core)
        self.world.faults.rates.check(call)
        assert handler is not None  # noqa: S101 - checked above
        result = handler(self.core, call)
        self._plan_closing()
        return result

    async def _get_updates(self, call: Call) -> list[Json]:
        polls.close_due(self.core)
        return await self.core.updates.fetch(
            call.integer("offset"),
            call.integer("limit", 100),
            min(call.integer("timeout"), LONGEST_POLL_SECONDS),
            call.json("allowed_updates"),
        )

    def _plan_closing(self) -> None:
        """Polls with a period close in real time too, while nobody asks."""
        if self._timer is not None:
            self._timer.cancel()
        next_at = polls.next_closing(self.core)
        if next_at is not None:
            seconds = max(0, next_at - self.core.now()) + 1
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(min(seconds, 3600), self.world.tick)

    async def run_webhook_answer(self, body: Json) -> None:
        params = {key: value for key, value in body.items() if key != "method"}
        await self.run(Call(str(body["method"]), params))

    def _knows(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.core.token.encode())

    # Files

    async def download(self, request: web.Request) -> web.StreamResponse:
        if not self._knows(request.match_info["token"]):
            return _json(ApiError(401, "Unauthorized"))
        found = media.read_file(self.core, request.match_info["path"])
        if found is None:
            return _json(ApiError(404, "Not Found"))
        self.core.activity += 1
        self.world.inspector.downloaded()
        return web.Response(body=found[1], content_type="application/octet-stream")

    async def shown_file(self, request: web.Request) -> web.StreamResponse:
        """A file as the page shows it: never as a document the browser would run."""
        found = media.read_file(self.core, request.match_info["id"])
        if found is None:
            raise web.HTTPNotFound
        name, content = found
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        is_shown = kind.partition("/")[0] in ("image", "video", "audio") and "svg" not in kind
        quoted = "".join(letter if letter.isalnum() or letter in "._- " else "_" for letter in name)
        place = "inline" if is_shown else "attachment"
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Disposition": f'{place}; filename="{quoted}"',
        }
        kind = kind if is_shown else "application/octet-stream"
        return web.Response(body=content, content_type=kind, headers=headers)


async def read_call(request: web.Request, name: str) -> Call:
    """The parameters of a request in any of the four forms Telegram takes; null means absent."""
    params: dict[str, Any] = dict(request.query)
    files: dict[str, Upload] = {}
    if request.method == "POST" and request.content_type == "application/json":
        try:
            body = json.loads(await request.read() or b"{}")
        except json.JSONDecodeError:
            raise bad("can't parse JSON object") from None
        if not isinstance(body, dict):
            raise bad("request body must be a JSON object")
        params |= body
    elif request.method == "POST" and request.content_type.startswith("multipart/"):
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                content = value.file.read()
                files[key] = Upload(value.filename, content, value.content_type)
            else:
                params[key] = value if isinstance(value, str) else value.decode()
    elif request.method == "POST":
        params |= dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    params = {key: value for key, value in params.items() if value is not None}
    return Call(name, params, files)


def _shown_body(call: Call) -> Json:
    """The parameters for the log: nested ones as JSON, files by name and size."""
    body: Json = {}
    for key, value in call.params.items():
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                value = json.loads(value)
            except json.JSONDecodeError:
                body[key] = value
                continue
        body[key] = value
    for key, upload in call.files.items():
        body[key] = {"file": upload.name, "size": len(upload.content)}
    return body


def _json(refusal: ApiError) -> web.Response:
    return web.json_response(refusal.answer(), status=refusal.code)


@method("setWebhook")
def set_webhook(core: Core, call: Call) -> bool:
    core.updates.set_webhook(
        call.text("url"),
        secret=call.text("secret_token"),
        allowed=call.json("allowed_updates"),
        drop=call.flag("drop_pending_updates"),
        max_connections=call.integer("max_connections"),
    )
    return True


@method("deleteWebhook")
def delete_webhook(core: Core, call: Call) -> bool:
    core.updates.delete_webhook(drop=call.flag("drop_pending_updates"))
    return True


@method("getWebhookInfo")
def get_webhook_info(core: Core, call: Call) -> Json:
    return core.updates.webhook_info()
