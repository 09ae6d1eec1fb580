"""The Telegram adapter as one thing: the bot, its intake, its answers and its announcements."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import TelegramAPIError, TelegramUnauthorizedError
from aiogram.types import Update
from pydantic import ValidationError

from bots.dialogue.ports import Dialogue, Mailroom
from bots.dialogue.request import PlaceKind
from bots.telegram import limits
from bots.telegram.announcer import Announcer
from bots.telegram.hands import TelegramHands
from bots.telegram.intake import Intake, Lanes, Poller, Reception, Stored
from bots.telegram.limiter import Rates
from bots.telegram.menus import publish_menus
from bots.telegram.messenger import Messenger
from bots.telegram.raw import completed
from bots.telegram.replies import Replies
from bots.telegram.requests import Incoming, Reading, incoming
from bots.telegram.sender import Sender
from bots.telegram.webhook import KNOWN, OUTCOMES, STORED, Webhook, WebhookPlace

Log = structlog.typing.FilteringBoundLogger

_FIRST_WAIT_SECONDS = 0.2
_LAST_WAIT_SECONDS = 30.0


def bot_id_of(token: str) -> str:
    """The bot's id as text: what its stored updates are kept under. Raises ValueError, without
    repeating the token, when it does not look like one."""
    head, colon, secret = token.partition(":")
    if not (head.isdigit() and colon and secret):
        raise ValueError("a Telegram token looks like 123456:letters; this one does not")
    return head


class TelegramAdapter:
    """One bot, by webhook where a place for it is given, else by long polling. `api_base` is
    another Bot API server's address, None the real one.

    `run` works until it is cancelled; then `close` lets go of the connections. What was not
    finished is handled first by the next process.
    """

    def __init__(
        self,
        *,
        token: str,
        dialogue: Dialogue,
        mailroom: Mailroom,
        intake: Intake,
        api_base: str | None = None,
        webhook: WebhookPlace | None = None,
        is_rich: bool = True,
        rates: Rates | None = None,
        answer_seconds: float = limits.CALLBACK_ANSWER_SECONDS,
        log: Log | None = None,
    ) -> None:
        bot_id_of(token)
        self._log: Log = log if log is not None else structlog.get_logger("telegram")
        server = TelegramAPIServer.from_base(api_base) if api_base else PRODUCTION
        session = AiohttpSession(api=server)
        self._activity = 0
        self._sender = Sender(rates or Rates(), self._log, self._note)
        session.middleware(self._sender)
        # No parse mode anywhere: a name that looks like markup stays a name.
        self._bot = Bot(token, session=session, default=DefaultBotProperties(parse_mode=None))
        self._dialogue = dialogue
        self._intake = intake
        self.hands = TelegramHands(self._bot, self._log)
        messenger = Messenger(self._bot, self._log, is_rich=is_rich)
        self._replies = Replies(
            self._bot,
            dialogue,
            messenger,
            self.hands.deep_link,
            self._log,
            answer_seconds=answer_seconds,
        )
        self._lanes = Lanes(self._handle)
        self._reception = Reception(intake, self._lanes)
        self._source: Poller | Webhook = (
            Poller(self._bot, self._reception, self._log)
            if webhook is None
            else Webhook(self._bot, webhook, self._reception, self._lanes, self._log)
        )
        self._announcer = Announcer(mailroom, messenger, self._note, self._log)
        self._is_started = False

    async def run(self) -> None:
        """Until cancelled. Raises TelegramUnauthorizedError when the token is not accepted, and
        BadWebhook."""
        await self._introduce()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._source.run())
                group.create_task(self._announcer.run())
                group.create_task(publish_menus(self._bot, self._dialogue.commands(), self._log))
        finally:
            self._is_started = False
            await self._lanes.close()

    def wake(self) -> None:
        """The outbox has something: the announcer looks at once."""
        self._announcer.wake()

    def is_ready(self) -> bool:
        """The bot knows itself and what a former process left, and Telegram is within reach: it
        takes messages."""
        return self._is_started and self._reception.is_open and self._source.is_reached

    def is_idle(self) -> bool:
        """True when no update is stored but unhandled, no handler at work, no send under way."""
        return self._is_started and not (
            self._lanes.under_way
            or self._reception.under_way
            or not self._reception.is_open
            or self._sender.under_way
            or self._announcer.under_way
        )

    def rate_limit_waits(self) -> tuple[int, float]:
        """(how often, seconds in all) that messages waited for Telegram's rates."""
        return self._sender.waits

    def activity(self) -> int:
        """Grows with every update taken or handled, every request sent and every delivery."""
        return self._activity + self._reception.stored + self._reception.known

    def updates_taken(self) -> dict[str, int]:
        """How many updates came, by what became of them; what was refused came by webhook."""
        counts = dict.fromkeys(OUTCOMES, 0)
        if isinstance(self._source, Webhook):
            counts |= self._source.refused
        return counts | {STORED: self._reception.stored, KNOWN: self._reception.known}

    def updates_not_taken(self) -> int:
        """How many Telegram keeps for the webhook, as of the newest look; 0 with polling."""
        return self._source.pending if isinstance(self._source, Webhook) else 0

    async def close(self) -> None:
        """After `run` has ended."""
        await self._bot.session.close()

    def _note(self) -> None:
        self._activity += 1

    async def _introduce(self) -> None:
        """Waits for the platform: a machine that starts without a network finds it later."""
        wait = _FIRST_WAIT_SECONDS
        while True:
            try:
                me = await self._bot.get_me()
            except TelegramUnauthorizedError:
                raise
            except TelegramAPIError as error:
                self._log.warning(
                    "telegram.not_reached", error=type(error).__name__, wait_seconds=wait
                )
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LAST_WAIT_SECONDS)
            else:
                self.hands.username = me.username or ""
                self._is_started = True
                self._log.info("telegram.started", bot=me.username)
                return

    async def _handle(self, stored: Stored) -> None:
        """One stored update from reading to its last message. Only a fault of the program can
        escape the dialogue; the update is then finished all the same, or it would come for ever."""
        try:
            found = await self._read(stored)
            if found is not None:
                await self._answer(found)
        except Exception:
            self._log.exception("telegram.update_failed", update_id=stored.update_id)
        try:
            await self._intake.finish(stored.update_id)
        except Exception:
            self._log.exception("telegram.update_not_finished", update_id=stored.update_id)
        self._note()

    async def _answer(self, found: Incoming) -> None:
        try:
            await self._replies.answer(found)
        except Exception as fault:
            await self._replies.apologise(found, fault)

    async def _read(self, stored: Stored) -> Incoming | None:
        try:
            raw = completed(json.loads(stored.body))
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            self._log.error(
                "telegram.update_unreadable", update_id=stored.update_id, errors=error.error_count()
            )
            return None
        reading = Reading(
            bot_id=self._bot.id,
            username=self.hands.username,
            entries=self._dialogue.commands(),
            download=self.hands.download,
        )
        found = incoming(update, reading)
        if found is None or found.request.place.kind is PlaceKind.PRIVATE:
            return found
        person_id = found.request.sender.platform_user_id
        if not person_id:
            return found
        can_manage = await self.hands.can_manage(found.request.place.chat_id, person_id)
        sender = replace(found.request.sender, can_manage_place=can_manage)
        return replace(found, request=replace(found.request, sender=sender))
