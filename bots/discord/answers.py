"""Interactions answered in time: first the acknowledgement, then the work, then what it shows."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, replace
from typing import Any

from bots.dialogue.ports import CommandEntry, Dialogue, Shown
from bots.dialogue.request import ActionPressed, CommandGiven, Request
from bots.dialogue.screen import Mode, Reply, Screen
from bots.discord import limits
from bots.discord.commands import name_given
from bots.discord.interactions import (
    Arrival,
    Kind,
    pressed_token,
    request_of,
    typing_of,
)
from bots.discord.lanes import Busy, Lanes, Turn
from bots.discord.limits import clip
from bots.discord.modals import modal_of
from bots.discord.render import Message, bare, late_form, messages_of, words_of
from bots.discord.wire import EPHEMERAL, FAULTS, Wire, code_of

DEFERRED, DEFERRED_UPDATE, CHOICES, MODAL = 5, 6, 8, 9
UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED, INVALID_BODY = 10062, 40060, 50035


@dataclass(frozen=True)
class Manner:
    """How an interaction is answered. `is_new`: by a message that now says "thinking", which must
    be filled or taken away; else by editing the one pressed. `is_open`: others read it."""

    is_new: bool
    is_open: bool
    is_ephemeral: bool
    opens_form: bool


class Answers:
    """Takes interactions as they arrive, any number at once; nothing it does raises."""

    def __init__(self, *, dialogue: Dialogue, wire: Wire, log: Any) -> None:
        self._dialogue = dialogue
        self._wire = wire
        self._log = log
        self._lanes = Lanes()
        self._slots = asyncio.Semaphore(limits.INTERACTIONS_AT_WORK)
        self._unacknowledged = Busy()
        self.busy = Busy()

    async def take(self, arrival: Arrival) -> None:
        """Answers one interaction. Its turn in its person's lane is taken before the first await:
        two fast presses are handled in the order in which they arrived."""
        log = self._log.bind(interaction=arrival.id, kind=arrival.kind)
        with self.busy:
            try:
                if arrival.kind == Kind.AUTOCOMPLETE:
                    await self._complete(arrival, log)
                else:
                    async with self._lanes.take(arrival.sender.platform_user_id) as turn:
                        await self._answer(arrival, turn, log)
            except Exception:
                # One interaction's fault is no reason to stop answering the others.
                log.exception("interaction_failed")

    # ── the three steps ────────────────────────────────────────────────────────────────────────

    async def _answer(self, arrival: Arrival, turn: Turn, log: Any) -> None:
        request = self._request(arrival)
        if request is None:
            log.warning("interaction_of_unknown_kind")
            return
        manner = self._manner(arrival, request)
        if manner.opens_form:
            await self._answer_with_form(arrival, request, manner, turn, log)
            return
        with self._unacknowledged:
            is_acknowledged = await self._defer(arrival, manner, log)
        if is_acknowledged:
            await self._quiet()
            reply = await self._handle(request, turn, log)
            await self._show_or_tell(arrival, request, manner, reply, log)

    async def _answer_with_form(
        self, arrival: Arrival, request: Request, manner: Manner, turn: Turn, log: Any
    ) -> None:
        """The handler first, since nothing may come before a modal; too slow a one is deferred."""
        work = asyncio.create_task(self._handle(request, turn, log))
        try:
            await asyncio.wait({work}, timeout=limits.FORM_SECONDS)
            form = _form_in(work.result()) if work.done() else None
            if form and form.form:
                await self._acknowledge(arrival, MODAL, modal_of(form.form), log)
                return
            is_acknowledged = await self._defer(arrival, manner, log)
            reply = await work
        finally:
            work.cancel()
        if is_acknowledged:
            await self._show_or_tell(arrival, request, manner, reply, log)

    async def _quiet(self) -> None:
        """Acknowledgements have three seconds, work has fifteen minutes: while many press at once,
        work waits for them. Not for long: where it never grows quiet, people want answers, too."""
        if self._unacknowledged.at_work:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(limits.WORK_WAITS_SECONDS):
                    await self._unacknowledged.quiet()

    async def _handle(self, request: Request, turn: Turn, log: Any) -> Reply:
        await turn.come()
        async with self._slots:
            try:
                return await self._dialogue.handle(request)
            except Exception as fault:
                # The dialogue promises not to raise; were it to, "thinking" must not stay for ever.
                log.error("dialogue_raised")
                return self._dialogue.went_wrong(request, fault)

    def _request(self, arrival: Arrival) -> Request | None:
        request = request_of(arrival, self._wire.fetch)
        if request and isinstance(request.given, CommandGiven):
            name = name_given(request.given.name, self._dialogue.commands())
            return replace(request, given=replace(request.given, name=name))
        return request

    def _manner(self, arrival: Arrival, request: Request) -> Manner:
        if isinstance(request.given, CommandGiven):
            entry = self._entry(request.given.name)
            is_private = entry is None or entry.is_private
            is_open = not is_private and not arrival.is_direct
            opens_form = entry is not None and entry.opens_form
            return Manner(True, is_open, is_private and not arrival.is_direct, opens_form)
        nature = self._dialogue.nature(pressed_token(arrival))
        # A modal cannot answer a modal; a form's own token on a button opens the form again.
        opens_form = arrival.kind == Kind.COMPONENT and (nature.opens_form or nature.is_form)
        if arrival.has_message and not arrival.is_open:
            return Manner(False, False, False, opens_form)
        if arrival.is_open and nature.is_known and not nature.is_private:
            return Manner(False, True, False, opens_form)
        return Manner(True, False, not arrival.is_direct, opens_form)

    def _entry(self, name: str) -> CommandEntry | None:
        return next((one for one in self._dialogue.commands() if one.name == name), None)

    # ── acknowledging ──────────────────────────────────────────────────────────────────────────

    async def _defer(self, arrival: Arrival, manner: Manner, log: Any) -> bool:
        if not manner.is_new:
            return await self._acknowledge(arrival, DEFERRED_UPDATE, None, log)
        data = {"flags": EPHEMERAL} if manner.is_ephemeral else {}
        return await self._acknowledge(arrival, DEFERRED, data, log)

    async def _acknowledge(
        self, arrival: Arrival, kind: int, data: dict[str, Any] | None, log: Any
    ) -> bool:
        """Whether the interaction may go on. One that nobody can answer any more is not worked: the
        person saw it fail and will press again."""
        try:
            await self._wire.callback(arrival, kind, data)
        except FAULTS as fault:
            code = code_of(fault)
            if code == ALREADY_ACKNOWLEDGED:
                # A callback whose own answer was lost on the way: it did arrive.
                log.info("interaction_already_acknowledged")
                return kind != MODAL
            event = "interaction_too_late" if code == UNKNOWN_INTERACTION else "callback_failed"
            log.warning(event, code=code, fault=type(fault).__name__, detail=_said(fault))
            return False
        return True

    async def _complete(self, arrival: Arrival, log: Any) -> None:
        typing = typing_of(arrival, self._wire.fetch)
        found: list[tuple[str, str]] = []
        if typing is not None:
            given = typing.request.given
            if isinstance(given, CommandGiven):
                name = name_given(given.name, self._dialogue.commands())
                given = replace(given, name=name)
            request = replace(typing.request, given=given)
            try:
                async with asyncio.timeout(limits.COMPLETE_SECONDS):
                    found = await self._dialogue.complete(request, typing.option, typing.partial)
            except TimeoutError:
                log.warning("autocomplete_too_slow", option=typing.option)
        choices = [
            {
                "name": clip(label, limits.CHOICE_TEXT),
                "value": int(value) if typing and typing.is_integer else value,
            }
            for label, value in found[: limits.CHOICES]
            if label and len(value) <= limits.CHOICE_TEXT
        ]
        await self._acknowledge(arrival, CHOICES, {"choices": choices}, log)

    # ── showing ────────────────────────────────────────────────────────────────────────────────

    async def _show_or_tell(
        self, arrival: Arrival, request: Request, manner: Manner, reply: Reply, log: Any
    ) -> None:
        """Where a screen cannot be drawn, its person reads a reference in its place."""
        try:
            await self._show(arrival, request, manner, reply, log)
        except Exception as fault:
            told = self._dialogue.went_wrong(request, fault)
            await self._show(arrival, request, manner, told, log)

    async def _show(
        self, arrival: Arrival, request: Request, manner: Manner, reply: Reply, log: Any
    ) -> None:
        """Screens in order, each in its place, then the passing words."""
        is_waiting = manner.is_new  # the message that says "thinking" is still to be filled
        is_first = True
        toasts = [screen.toast for screen in reply.screens if screen.toast]
        for screen in reply.screens:
            if screen.is_toast_only:
                continue
            if screen.form:
                given = request.given
                token = given.token if isinstance(given, ActionPressed) else ""
                screen = replace(late_form(screen.form, token), is_private=screen.is_private)
            hides = screen.is_private and manner.is_open
            if is_waiting and hides:
                # A follow-up would take over the place of the open message and its openness.
                await self._try(self._wire.delete_original(arrival), log)
                is_waiting = False
            takes_place = is_waiting or (is_first and screen.mode is Mode.EDIT)
            is_edit = takes_place and not hides
            is_ephemeral = not arrival.is_direct and (hides or not manner.is_open)
            messages = _with_words(screen, manner) if is_edit else messages_of(screen)
            if is_edit and _takes_words(screen, manner):
                toasts.remove(screen.toast)
            is_shown = await self._say(arrival, screen, messages, is_edit, is_ephemeral, log)
            if screen.delivery_id:
                where = arrival.place.chat_id
                await self._dialogue.shown(request, Shown(screen, where, 0, is_shown=is_shown))
            is_waiting = is_first = False
        for toast in toasts:
            if is_waiting and not manner.is_open:
                await self._try(self._wire.edit_original(arrival, words_of(toast)), log)
            else:
                if is_waiting:
                    await self._try(self._wire.delete_original(arrival), log)
                said = self._wire.follow_up(arrival, words_of(toast), is_private=True)
                await self._try(said, log)
            is_waiting = False
        if is_waiting:
            await self._try(self._wire.delete_original(arrival), log)

    async def _say(
        self,
        arrival: Arrival,
        screen: Screen,
        messages: list[Message],
        is_edit: bool,
        is_ephemeral: bool,
        log: Any,
    ) -> bool:
        """True when all of it is there to be read."""
        is_shown = True
        for message in messages:
            fault = await self._put(arrival, message, is_edit, is_ephemeral, log)
            if fault is not None and code_of(fault) == INVALID_BODY:
                # Better the bare words than "thinking" for a quarter of an hour.
                return await self._put(arrival, bare(screen), is_edit, is_ephemeral, log) is None
            is_shown = is_shown and fault is None
            is_edit = False
        return is_shown

    async def _put(
        self, arrival: Arrival, message: Message, is_edit: bool, is_ephemeral: bool, log: Any
    ) -> BaseException | None:
        if is_edit:
            return await self._try(self._wire.edit_original(arrival, message), log)
        said = self._wire.follow_up(arrival, message, is_private=is_ephemeral)
        return await self._try(said, log)

    async def _try(self, sending: Any, log: Any) -> BaseException | None:
        """What went wrong, already told to the log; None when it is done."""
        try:
            await sending
        except FAULTS as fault:
            log.warning(
                "answer_not_shown",
                code=code_of(fault),
                fault=type(fault).__name__,
                detail=_said(fault),
            )
            return fault
        return None


def _takes_words(screen: Screen, manner: Manner) -> bool:
    """A passing word stands above what it came with, where its person alone reads it: it goes with
    the next edit. An alert is a message of its own."""
    return bool(screen.toast) and not screen.is_alert and not manner.is_open


def _with_words(screen: Screen, manner: Manner) -> list[Message]:
    first, *others = messages_of(screen)
    if not _takes_words(screen, manner):
        return [first, *others]
    words = words_of(screen.toast).body["content"]
    return [replace(first, body=first.body | {"content": words}), *others]


def _form_in(reply: Reply) -> Screen | None:
    return next((screen for screen in reply.screens if screen.form), None)


def _said(fault: BaseException) -> str:
    """Discord's own words; of a network's fault none, since it may name an address with a token."""
    return clip(str(getattr(fault, "text", "")), 300)
