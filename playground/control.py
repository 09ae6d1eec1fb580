"""The control interface: page and scenarios act for people and move the world through it."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from playground.clock import PlaygroundClock
from playground.labels import labels_of, same_label
from playground.live import Live
from playground.members import Members, UnusableName
from playground.program import Program
from playground.settling import StillUnderWay, settle
from playground.surface import NotSeen, Surface, View

_LONGEST_MOVE_SECONDS = 10 * 366 * 86_400
# Both know it, but only Telegram's people block a bot; other weather falls on who knows it.
_WHERE = {"blocked": "telegram"}


class Malformed(ValueError):
    """The request's body does not say what to do; `args[0]` says what belongs there."""


class Impossible(Exception):
    """The request is clear, but not now; `args[0]` says why."""


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refusals become {"error": sentence} with 404 (not seen), 409 (not now) or 400 (malformed)."""
    try:
        return await handler(request)
    except NotSeen as refusal:
        return web.json_response({"error": str(refusal)}, status=404)
    except (Impossible, StillUnderWay) as refusal:
        return web.json_response({"error": str(refusal)}, status=409)
    except (Malformed, UnusableName) as refusal:
        return web.json_response({"error": str(refusal)}, status=400)


@dataclass
class Asked:
    """One request of a person: who, where, and the rest of the body."""

    name: str
    chat: str
    surface: Surface
    body: dict[str, Any]
    files: dict[str, tuple[str, bytes]]

    def text(self, key: str, *, default: str | None = None) -> str:
        value = self.body.get(key, default)
        if not isinstance(value, str):
            raise Malformed(f'"{key}" must be a text.')
        return value


class Control:
    """The routes under /control; `live` tells open pages of what changes here."""

    def __init__(
        self,
        *,
        surfaces: dict[str, Surface],
        program: Program,
        members: Members,
        clock: PlaygroundClock,
        live: Live,
    ) -> None:
        self._surfaces = surfaces
        self._program = program
        self._members = members
        self._clock = clock
        self._live = live
        self._verbs: dict[str, Callable[[Asked], Awaitable[dict[str, Any]]]] = {
            "say": self._say, "press": self._press, "fill": self._fill, "file": self._file,
            "dismiss": self._dismiss, "complete": self._complete, "act": self._act,
            "read": self._read,
        }  # fmt: skip

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/control/people", self.people)
        router.add_get("/control/people/{name}/view", self.view)
        router.add_get("/control/people/{name}/chats", self.chats)
        router.add_post("/control/people/{name}/{verb}", self.person_does)
        router.add_get("/control/state", self.state)
        router.add_post("/control/clock", self.clock)
        router.add_post("/control/fault", self.fault)
        router.add_post("/control/kill", self.kill)
        router.add_post("/control/restart", self.restart)
        router.add_post("/control/settle", self.settle)
        router.add_get("/control/happened", self.happened)
        router.add_get("/control/requests", self.requests)
        router.add_get("/control/census", self.census)

    async def people(self, request: web.Request) -> web.Response:
        return web.json_response(
            [
                {
                    "name": member.name,
                    "display_name": member.display_name,
                    "telegram": member.telegram_id,
                    "discord": member.discord_id,
                    "language": member.language,
                    "roles": member.roles,
                    "unread": {
                        platform: sum(
                            int(chat.get("unread") or 0) for chat in surface.chats(member.name)
                        )
                        for platform, surface in self._surfaces.items()
                    },
                }
                for member in self._members.all()
            ]
        )

    async def view(self, request: web.Request) -> web.Response:
        name = self._members.named(request.match_info["name"]).name
        surface = self._surface(request.query.get("on", ""))
        return web.json_response(surface.view(name, request.query.get("in", "")))

    async def chats(self, request: web.Request) -> web.Response:
        name = self._members.named(request.match_info["name"]).name
        return web.json_response(self._surface(request.query.get("on", "")).chats(name))

    async def person_does(self, request: web.Request) -> web.Response:
        verb = self._verbs.get(request.match_info["verb"])
        if verb is None:
            raise NotSeen(f"A person can {', '.join(self._verbs)}.")
        body, files = await _read_body(request)
        asked = Asked(
            name=self._members.named(request.match_info["name"]).name,
            chat=str(body.get("in") or ""),
            surface=self._surface(str(body.get("on") or "")),
            body=body,
            files=files,
        )
        return web.json_response(await verb(asked))

    async def _say(self, asked: Asked) -> dict[str, Any]:
        if "forward" in asked.body:
            values = asked.body["forward"]
            if not isinstance(values, dict):
                raise Malformed('"forward" holds what to forward, such as {"text": "…"}.')
            return await asked.surface.act(asked.name, asked.chat, "forward", **values)
        if "file" in asked.body or ("text" not in asked.body and asked.files):
            return await self._file(asked)
        text = asked.text("text")
        if not text.strip():
            raise Malformed('"text" is empty: there is nothing to say.')
        await asked.surface.say(asked.name, asked.chat, text, files=asked.files or None)
        return {"typed": 1, "pressed": 0}

    async def _file(self, asked: Asked) -> dict[str, Any]:
        if "file" in asked.body:
            file_name, content = _file_of(asked.body["file"], "file")
        elif asked.files:
            file_name, content = next(iter(asked.files.values()))
        else:
            raise Malformed('"file" must be {"name", "content"}, the content in base64.')
        await asked.surface.send_file(asked.name, asked.chat, file_name, content)
        return {"typed": 0, "pressed": 0}

    async def _press(self, asked: Asked) -> dict[str, Any]:
        label, control = asked.body.get("label"), asked.body.get("control")
        if not isinstance(label, str) and not isinstance(control, str):
            raise Malformed('A press needs the "label" or the "control" id of what is pressed.')
        await asked.surface.press(asked.name, asked.chat, label=label, control=control)
        return {"typed": 0, "pressed": 1}

    async def _fill(self, asked: Asked) -> dict[str, Any]:
        fields = asked.body.get("fields")
        if not isinstance(fields, dict) or not fields:
            raise Malformed('"fields" must hold at least one label with its value.')
        if asked.surface.platform == "telegram":
            return await self._converse(asked, fields)
        modal = asked.surface.view(asked.name, asked.chat).get("modal") or {}
        typed = sum(
            1
            for field in modal.get("fields") or ()
            if field.get("kind") in {"text", "paragraph"}
            and any(same_label(str(field.get("label", "")), label) for label in fields)
        )
        await asked.surface.fill(asked.name, asked.chat, fields)
        return {"typed": typed, "pressed": 1}

    async def _converse(self, asked: Asked, fields: dict[str, Any]) -> dict[str, Any]:
        """A form on Telegram is a conversation: each value is pressed where a button bears it,
        and typed otherwise."""
        typed = pressed = 0
        for value in fields.values():
            await settle(self._surfaces, self._program)
            if isinstance(value, dict):
                await asked.surface.send_file(asked.name, asked.chat, *_file_of(value, "fields"))
                continue
            for word in value if isinstance(value, list) else [value]:
                messages = asked.surface.view(asked.name, asked.chat).get("messages") or []
                newest: View = next((m for m in reversed(messages) if not m.get("is_own")), {})
                if any(same_label(label, str(word)) for label in labels_of(newest)):
                    await asked.surface.press(asked.name, asked.chat, label=str(word))
                    pressed += 1
                else:
                    await asked.surface.say(asked.name, asked.chat, str(word))
                    typed += 1
                await settle(self._surfaces, self._program)
        return {"typed": typed, "pressed": pressed}

    async def _dismiss(self, asked: Asked) -> dict[str, Any]:
        await asked.surface.dismiss(asked.name, asked.chat)
        return {}

    async def _complete(self, asked: Asked) -> dict[str, Any]:
        choices = await asked.surface.complete(
            asked.name,
            asked.chat,
            asked.text("command"),
            asked.text("option"),
            asked.text("partial", default=""),
        )
        return {"choices": choices}

    async def _act(self, asked: Asked) -> dict[str, Any]:
        values = asked.body.get("values") or {}
        if not isinstance(values, dict):
            raise Malformed('"values" must be an object.')
        what = asked.text("what")
        try:
            return await asked.surface.act(asked.name, asked.chat, what, **values)
        except (TypeError, KeyError, ValueError) as wrong:
            raise Malformed(f"{what} needs other values: {wrong}.") from wrong

    async def _read(self, asked: Asked) -> dict[str, Any]:
        asked.surface.mark_read(asked.name, asked.chat)
        return {}

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(await self._live.state())

    async def clock(self, request: web.Request) -> web.Response:
        body, _ = await _read_body(request)
        if "to" in body:
            self._clock.move_to(_moment(body["to"]))
        else:
            seconds = body.get("advance_seconds")
            if isinstance(seconds, bool) or not isinstance(seconds, int | float):
                raise Malformed('The clock needs "advance_seconds" (a number) or "to" (ISO 8601).')
            if not 0 <= seconds <= _LONGEST_MOVE_SECONDS:
                raise Malformed("The clock advances by 0 seconds to ten years.")
            self._clock.advance(float(seconds))
        if self._program.is_running():
            await self._program.set_clock(self._clock.offset_seconds)
        await self._live.tell_state()
        return web.json_response(await self._live.state())

    async def fault(self, request: web.Request) -> web.Response:
        body, _ = await _read_body(request)
        name = body.pop("name", None)
        if not isinstance(name, str):
            raise Malformed('"name" must be a fault, such as "too_many"; docs/faults.md has them.')
        platform = body.pop("on", None)
        platform = platform or _WHERE.get(name)
        chosen = [self._surface(str(platform))] if platform else list(self._surfaces.values())
        refusals: list[NotSeen] = []
        for surface in chosen:
            try:
                surface.fault(name, **body)
            except NotSeen as refusal:  # weather may be one platform's: one must know it
                refusals.append(refusal)
            except (TypeError, KeyError, ValueError) as wrong:
                raise Malformed(f"{name} does not take that: {wrong}.") from wrong
        if len(refusals) == len(chosen):
            raise NotSeen("; ".join(str(refusal) for refusal in refusals))
        self._live.weather = "" if name == "clear" else name
        await self._live.tell_state()
        return web.json_response({})

    async def kill(self, request: web.Request) -> web.Response:
        """SIGKILL, then started again; {"stay_down": true} leaves the plug out."""
        body, _ = await _read_body(request)
        await self._program.kill()
        await self._live.tell_state()
        if not body.get("stay_down"):
            await self._start()
        return web.json_response(await self._live.state())

    async def restart(self, request: web.Request) -> web.Response:
        await self._start()
        return web.json_response(await self._live.state())

    async def _start(self) -> None:
        await self._program.restart()
        await self._program.set_clock(self._clock.offset_seconds)
        await self._live.tell_state()

    async def settle(self, request: web.Request) -> web.Response:
        await settle(self._surfaces, self._program)
        return web.json_response({})

    async def happened(self, request: web.Request) -> web.Response:
        since = request.query.get("since", "0")
        if not since.isdecimal():
            raise Malformed('"since" must be the number of the last entry you have.')
        if not self._program.is_running():
            raise Impossible("The program is switched off: plug it in to read what happened.")
        return web.json_response(await self._program.happened(int(since)))

    async def requests(self, request: web.Request) -> web.Response:
        return web.json_response(self._surface(request.query.get("on", "")).requests()[-200:])

    async def census(self, request: web.Request) -> web.Response:
        return web.json_response(self._surface(request.query.get("on", "")).census())

    def _surface(self, platform: str) -> Surface:
        surface = self._surfaces.get(platform)
        if surface is None:
            raise Malformed(f'"on" must be {" or ".join(self._surfaces)}, not {platform[:40]!r}.')
        return surface


async def _read_body(
    request: web.Request,
) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """JSON, with files as base64; or multipart, each file under its option's name."""
    if request.content_type == "multipart/form-data":
        body: dict[str, Any] = {}
        uploads: dict[str, tuple[str, bytes]] = {}
        for key, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                uploads[key] = (value.filename, value.file.read())
            else:
                body[key] = value
        return body, uploads
    raw = await request.read()
    try:
        parsed = json.loads(raw or b"{}")
    except ValueError as wrong:
        raise Malformed(f"The body must be JSON: {wrong}.") from wrong
    if not isinstance(parsed, dict):
        raise Malformed("The body must be a JSON object.")
    files = parsed.pop("files", None) or {}
    if not isinstance(files, dict):
        raise Malformed('"files" must be {option: {"name", "content"}}.')
    return parsed, {option: _file_of(value, "files") for option, value in files.items()}


def _file_of(value: Any, key: str) -> tuple[str, bytes]:
    try:
        return str(value["name"]), base64.b64decode(value["content"], validate=True)
    except (TypeError, KeyError, binascii.Error) as wrong:
        raise Malformed(f'"{key}" must hold {{"name", "content"}}, content in base64.') from wrong


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as wrong:
        raise Malformed('"to" must be ISO 8601, such as 2027-03-09T19:00:00+01:00.') from wrong
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
