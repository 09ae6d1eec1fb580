"""`peerloom serve`: the bots on the real platforms."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator

import structlog

from bots.discord.adapter import WrongToken
from bots.telegram.failures import TelegramUnauthorizedError
from bots.telegram.webhook import BadWebhook
from engine.people.commands import MakeClaimCode
from engine.people.queries import admins
from engine.people.role_service import make_claim_code
from peerloom import database, logs
from peerloom.commands.refused import Refused
from peerloom.program import NoPlatform, Program
from peerloom.settings import BadSettings, load_settings
from peerloom.webhook_settings import webhook_place
from web.monitoring import serve as listen

log = structlog.get_logger()


async def serve(given: argparse.Namespace) -> int:
    try:
        settings = load_settings(given.data)
        if given.webhook and settings.telegram_token is None:
            raise BadSettings("--webhook is Telegram's: set TELEGRAM_TOKEN, or leave it out")
        webhook = webhook_place(settings) if given.webhook else None
    except BadSettings as fault:
        raise Refused(str(fault)) from fault
    logs.set_up(settings.log_level, settings.secrets)
    try:
        with database.held(settings.data, settings.database):
            program = Program(settings, webhook=webhook)
            try:
                await program.start()
                if not await program.engine.read(admins, None):
                    made = await program.engine.run(make_claim_code, MakeClaimCode())
                    print(
                        f"no administrator yet: within 15 minutes, send the bot /claim {made.code}"
                    )
                print(f"serving {' and '.join(program.platforms)}; Ctrl-C stops")
                async with monitored(program, settings.web_address):
                    await until_stopped(program)
            finally:
                await program.close()
    except (database.InUse, database.OutOfReach, NoPlatform) as fault:
        raise Refused(str(fault)) from fault
    return 0


@contextlib.asynccontextmanager
async def monitored(program: Program, address: tuple[str, int] | None) -> AsyncIterator[None]:
    """Health, readiness and metrics on this address, if there is one. Raises Refused."""
    if address is None:
        yield
        return
    try:
        runner, port = await listen(program.monitoring(), *address)
    except OSError as fault:
        raise Refused(
            f"PEERLOOM_WEB: nothing can listen on {address[0]}:{address[1]} ({fault.strerror}): "
            "choose another port, or leave it out"
        ) from fault
    print(f"health and metrics on http://{address[0]}:{port}")
    try:
        yield
    finally:
        await runner.cleanup()


async def until_stopped(program: Program) -> None:
    """Until SIGINT or SIGTERM. Raises Refused when a platform does not take its token."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    running = asyncio.create_task(program.run())
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            _refused(running.exception())
    finally:
        waiting.cancel()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await running


def _refused(fault: BaseException | None) -> None:
    faults = list(fault.exceptions) if isinstance(fault, BaseExceptionGroup) else [fault]
    for one in faults:
        if isinstance(one, WrongToken | BadWebhook):
            raise Refused(str(one)) from one
        if isinstance(one, TelegramUnauthorizedError):
            raise Refused(
                "Telegram refuses the bot's token: copy it again from BotFather into TELEGRAM_TOKEN"
            ) from one
    if fault is not None:
        raise fault
