"""Interactions: a press, a command or a form on its way to the bot, its deadline and answers."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from playground.discord import limits, messages
from playground.discord.bodies import check_choices, check_modal, number_components
from playground.discord.core import Core
from playground.discord.errors import ApiError, bad_field, unknown
from playground.discord.messages import Draft, Upload
from playground.discord.permissions import channel_permissions
from playground.discord.records import Json

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
NOT_RESPONDING = "The application did not respond"
FAILED = "This interaction failed"
TRY_AGAIN = "Something went wrong. Try again."


@dataclass
class Modal:
    """A form standing open before a person, with what they have filled in so far."""

    user_id: str
    channel: Json
    custom_id: str
    title: str
    components: list[Json]
    message_id: str = ""  # the message whose button opened it
    opener: Json = field(default_factory=dict)  # the interaction that it answers
    values: dict[str, Any] = field(default_factory=dict)  # by custom_id


@dataclass
class Interaction:
    """One interaction. `state`: waiting | deferred | answered | failed."""

    id: str
    token: str
    kind: int
    user_id: str
    channel: Json
    name: str = ""
    source_id: str = ""  # the message of a component, or of the button that opened the form
    modal: Modal | None = None  # the form that was submitted
    state: str = "waiting"
    answer_kind: int = 0
    original_id: str = ""
    since: float = field(default_factory=time.monotonic)
    choices: asyncio.Future[list[Json]] | None = None
    timer: asyncio.TimerHandle | None = None

    def credit(self) -> Json:
        """What a message that answers it remembers of it."""
        opener = self.modal.opener if self.modal is not None else {}
        return {"id": self.id, "type": self.kind, "user_id": self.user_id, "name": self.name,
                "message_id": self.source_id, "opener": opener}  # fmt: skip

    @property
    def is_acknowledged(self) -> bool:
        return self.state in ("deferred", "answered")

    @property
    def is_under_way(self) -> bool:
        """Whether an idle world must still wait for it."""
        if self.state == "deferred":
            return time.monotonic() - self.since < limits.DEFERRED_IDLE_SECONDS
        return self.state == "waiting"


class Interactions:
    """All interactions whose token still lives, and the forms standing open."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._by_token: dict[str, Interaction] = {}
        self.modals: dict[str, Modal] = {}  # by user: a client shows one at a time

    @property
    def pending(self) -> int:
        return sum(one.is_under_way for one in self._by_token.values())

    def open(
        self, kind: int, user_id: str, channel: Json, data: Json, *, name: str = "",
        message: Json | None = None, modal: Modal | None = None,
    ) -> Interaction:  # fmt: skip
        """Sends an interaction to the bot and starts its three seconds. Needs a running loop."""
        self._forget_old()
        core = self._core
        one = Interaction(
            core.state.new_id(), secrets.token_urlsafe(48), kind, user_id, channel, name,
            message["id"] if message else "", modal,
        )  # fmt: skip
        loop = asyncio.get_running_loop()
        if kind == AUTOCOMPLETE:
            one.choices = loop.create_future()
        self._by_token[one.token] = one
        # Longer than any answer takes where nobody listens: the person learns it all the same.
        one.timer = loop.call_later(limits.ANSWER_SECONDS, self._expire, one)
        core.steps += 1
        payload = self._payload(one, data, message)
        core.gateway.dispatch("INTERACTION_CREATE", payload)
        if core.weather.repeats > 0:
            core.weather.repeats -= 1
            core.gateway.dispatch("INTERACTION_CREATE", payload)
        return one

    def expire(self, token: str) -> None:
        """Its three seconds are over now."""
        one = self._by_token.get(token)
        if one is not None:
            self._expire(one)

    def _payload(self, one: Interaction, data: Json, message: Json | None) -> Json:
        core, state = self._core, self._core.state
        locale = state.users[one.user_id]["locale"]
        is_dm = one.channel["type"] == 1
        channel = core.wire.channel(one.channel)
        mine = channel_permissions(state, core.bot_id, one.channel)
        payload: Json = {
            "id": one.id, "application_id": core.bot_id, "type": one.kind, "token": one.token,
            "version": 1, "data": data, "channel_id": one.channel["id"], "channel": channel,
            "locale": locale, "app_permissions": str(mine), "entitlements": [],
            "authorizing_integration_owners": {"0": "0" if is_dm else state.guild_id},
            "context": 1 if is_dm else 0, "attachment_size_limit": limits.FILE_BYTES,
        }  # fmt: skip
        if message is not None:
            payload["message"] = core.wire.message(message)
        if is_dm:
            return payload | {"user": core.wire.user(one.user_id)}
        theirs = str(channel_permissions(state, one.user_id, one.channel))
        channel["permissions"] = theirs
        return payload | {
            "guild_id": state.guild_id, "guild_locale": "en-US",
            "guild": {"id": state.guild_id, "locale": "en-US", "features": ["COMMUNITY"]},
            "member": core.wire.member(one.user_id) | {"permissions": theirs},
        }  # fmt: skip

    def _expire(self, one: Interaction) -> None:
        """The deadline passed without a first answer."""
        if one.state != "waiting":
            return
        one.state = "failed"
        if one.choices is not None:
            if not one.choices.done():
                one.choices.set_result([])
            return
        if one.modal is not None:
            self.modals.setdefault(one.user_id, one.modal)  # what was filled in is not lost
            self._core.notify("modal", one.channel, one.user_id)
        words = {COMMAND: NOT_RESPONDING, SUBMIT: TRY_AGAIN}.get(one.kind, FAILED)
        self._core.toast(one.user_id, words, one.channel)

    def _forget_old(self) -> None:
        now = time.monotonic()
        while self._by_token:  # the oldest first, as they came
            token, one = next(iter(self._by_token.items()))
            if now - one.since <= limits.TOKEN_SECONDS:
                break
            self._give_up(one)
            del self._by_token[token]

    def _give_up(self, one: Interaction) -> None:
        row = self._core.state.messages.get(one.original_id)
        if one.state == "deferred" and row is not None and row["is_pending"]:
            messages.delete(self._core, row)
            self._core.toast(one.user_id, NOT_RESPONDING, one.channel)

    # the first answer

    def callback(
        self, id: str, token: str, body: Json, files: Sequence[tuple[int, Upload]]
    ) -> Json:
        """The bot's first answer. Raises 10062 too late, 40060 twice, 50035 for a wrong body."""
        one = self._by_token.get(token)
        if one is None or one.id != id or one.state == "failed":
            raise unknown(10062)
        if one.is_acknowledged:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        kind, data = body.get("type"), body.get("data") or {}
        self._check_kind(one, kind)
        shown: Json | None = None
        if kind == 8:
            check_choices(data)
        elif kind == 9:
            check_modal(data)
            self._show_modal(one, data)
        elif kind in (4, 5):
            shown = self._show_message(one, data, files, is_deferred=kind == 5)
        elif kind in (6, 7):
            shown = self._core.state.messages.get(one.source_id)
            if shown is None:
                raise unknown(10008)
            if kind == 7:
                shown = messages.edit(self._core, shown, data, files=files)
        one.answer_kind = int(kind or 0)
        one.original_id = shown["id"] if shown else ""
        one.state = "deferred" if kind in (5, 6) else "answered"
        if one.timer is not None:
            one.timer.cancel()
        if kind == 5:
            loop = asyncio.get_running_loop()
            one.timer = loop.call_later(limits.TOKEN_SECONDS, self._give_up, one)
        if one.choices is not None and not one.choices.done():
            one.choices.set_result(data.get("choices") or [])
        self._core.steps += 1
        return self._resource(one, shown)

    def _check_kind(self, one: Interaction, kind: Any) -> None:
        fitting = {
            COMMAND: {4, 5, 9},
            COMPONENT: {4, 5, 6, 7, 9},
            AUTOCOMPLETE: {8},
            SUBMIT: {4, 5, 6, 7} if one.source_id else {4, 5},
        }[one.kind]
        if kind not in fitting:
            words = f"Value must be one of {tuple(sorted(fitting))} for this interaction."
            raise bad_field(("type",), "BASE_TYPE_CHOICES", words)

    def _show_modal(self, one: Interaction, data: Json) -> None:
        self.modals[one.user_id] = Modal(
            one.user_id, one.channel, data["custom_id"], data["title"],
            number_components(data["components"]), one.source_id, one.credit(),
        )  # fmt: skip
        self._core.notify("modal", one.channel, one.user_id)

    def _show_message(
        self,
        one: Interaction,
        data: Json,
        files: Sequence[tuple[int, Upload]],
        *,
        is_deferred: bool,
    ) -> Json:
        is_private = bool(int(data.get("flags") or 0) & limits.EPHEMERAL)
        draft = Draft(
            one.channel, self._core.bot_id, files,
            one.credit(),
            one.user_id if is_private else "", 20 if one.kind == COMMAND else 0,
        )  # fmt: skip
        if not is_deferred:
            return messages.create(self._core, data, draft)
        state = self._core.state
        flags = limits.LOADING | (limits.EPHEMERAL if is_private else 0)
        return messages.post(
            self._core,
            {
                "id": state.new_id(), "channel_id": one.channel["id"], "type": draft.kind,
                "author_id": draft.author_id, "content": "", "at": state.now(), "edited_at": None,
                "embeds": [], "components": [], "attachments": [], "flags": flags,
                "is_pinned": False, "reactions": {}, "reference": None, "nonce": None,
                "visible_to": draft.visible_to, "is_pending": True, "mentions": [],
                "mention_roles": [], "mention_everyone": False, "interaction": draft.interaction,
            },
        )  # fmt: skip

    def _resource(self, one: Interaction, shown: Json | None) -> Json:
        about: Json = {"id": one.id, "type": one.kind}
        answer: Json = {"interaction": about}
        if shown is not None:
            about |= {
                "response_message_id": shown["id"],
                "response_message_loading": shown["is_pending"],
                "response_message_ephemeral": bool(shown["visible_to"]),
            }
            if one.answer_kind in (4, 7):
                message = self._core.wire.message(shown)
                answer["resource"] = {"type": one.answer_kind, "message": message}
        return answer

    # what follows

    def of_token(self, application_id: str, token: str) -> Interaction:
        """The acknowledged interaction of this token; 10015 unknown, 50027 when too old."""
        one = self._by_token.get(token)
        if one is None or application_id != self._core.bot_id or not one.is_acknowledged:
            raise unknown(10015)
        if time.monotonic() - one.since > limits.TOKEN_SECONDS:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return one

    def message_of(self, one: Interaction, id: str) -> Json:
        """A message this interaction made, or the one it answers; 10008 for any other."""
        row = self._core.state.messages.get(one.original_id if id == "@original" else id)
        is_ours = row is not None and (
            row["id"] in (one.original_id, one.source_id)
            or (row.get("interaction") or {}).get("id") == one.id
        )
        if row is None or not is_ours:
            raise unknown(10008)
        return row

    def follow_up(self, one: Interaction, body: Json, files: Sequence[tuple[int, Upload]]) -> Json:
        """A further message; the first one after "thinking" takes its place."""
        row = self._core.state.messages.get(one.original_id)
        if one.answer_kind == 5 and row is not None and row["is_pending"]:
            return self.edit(one, row, body, files)
        flags = int(body.get("flags") or 0)
        draft = Draft(
            one.channel, self._core.bot_id, files,
            one.credit(),
            one.user_id if flags & limits.EPHEMERAL else "",
        )  # fmt: skip
        made = messages.create(self._core, body, draft)
        one.state = "answered"
        return made

    def edit(
        self, one: Interaction, row: Json, body: Json, files: Sequence[tuple[int, Upload]]
    ) -> Json:
        is_fulfilling = bool(row["is_pending"])
        changed = messages.edit(self._core, row, body, files=files, is_fulfilling=is_fulfilling)
        one.state = "answered"
        return changed

    def remove(self, one: Interaction, row: Json) -> None:
        messages.delete(self._core, row)
        one.state = "answered"

    def stop(self) -> None:
        for one in self._by_token.values():
            if one.timer is not None:
                one.timer.cancel()
