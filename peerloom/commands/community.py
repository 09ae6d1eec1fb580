"""`peerloom init` and `peerloom doctor`."""

from __future__ import annotations

import argparse
import base64
import binascii
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.exceptions import ClientDecodeError, TelegramAPIError
from aiogram.types import WebhookInfo

from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.people.commands import MakeClaimCode, SetCommunity
from engine.people.queries import admins, community
from engine.people.role_service import make_claim_code
from engine.people.service import set_community
from engine.wallet.commands import OpenTreasury
from engine.wallet.queries import fund_state, verify
from engine.wallet.service import open_treasury
from peerloom import database
from peerloom.commands.refused import Refused
from peerloom.database_role import may_write_ledger
from peerloom.settings import BadSettings, Settings, load_settings, shell_clock
from peerloom.webhook_settings import webhook_place

# View channels, send messages (also in threads), embed links, attach files, read history.
DISCORD_RIGHTS = 1 << 10 | 1 << 11 | 1 << 14 | 1 << 15 | 1 << 16 | 1 << 38


MOST_FUND = 10**12  # the largest amount of one posting
NO_CURRENCY = "XXX"  # ISO 4217: no currency is meant
Say = Callable[[str, str], None]


async def init(given: argparse.Namespace) -> int:
    """Asks for what was not given as an option; run again, it changes name, language and zone."""
    settings = load_settings(given.data)
    asks = sys.stdin.isatty()
    language = given.language or _asked(asks, "Language of the community (en, es, ru)", "en")
    name = given.name or _asked(asks, "Its name", "Peerloom")
    zone = given.zone or _asked(asks, "Its time zone", "UTC")
    fund = given.fund or _asked(
        asks, "Rewards fund: 0 (points only), cents (100000), or no-cash-out:AMOUNT", "0"
    )
    treasury = _treasury(fund)
    try:
        with database.held(settings.data, settings.database):
            database.migrate(settings.database)
            engine = Engine(settings.database)
            try:
                await engine.run(
                    set_community, SetCommunity(name=name, language=language, zone=zone)
                )
                opened = await engine.run(open_treasury, treasury)
                state = await engine.read(fund_state, None)
            finally:
                await engine.close()
    except database.InUse as fault:
        raise Refused(str(fault)) from fault
    except EngineError as refusal:
        raise Refused(f"{refusal.code}: {refusal.data}") from refusal
    print(f"{name} ({language}, {zone}) in {settings.data}")
    if opened.mode == "points":
        print("rewards: points only, no tokens")
    else:
        is_notional = opened.mode == "notional"
        kind = "tokens without cash-out" if is_notional else "tokens"
        unit = "tokens" if is_notional else f"{opened.currency} cents"
        print(f"rewards: {kind}, fund {state.available:,} {unit}")
    print("next: `peerloom doctor`, then `peerloom serve`")
    return 0


def _asked(asks: bool, question: str, usual: str) -> str:
    if not asks:
        return usual
    return input(f"{question} [{usual}]: ").strip() or usual


def _treasury(fund: str) -> OpenTreasury:
    kind, _, amount = fund.rpartition(":")
    if kind not in ("", "no-cash-out") or not amount.isdigit():
        raise Refused(
            f"“{fund}” is no rewards fund: give 0, an amount in cents such as 100000, or "
            "no-cash-out:100000"
        )
    if amount == "0" and not kind:
        return OpenTreasury("points")
    if int(amount) > MOST_FUND:
        raise Refused(f"a rewards fund holds at most {MOST_FUND:,} cents")
    if kind:
        return OpenTreasury("notional", int(amount), currency=NO_CURRENCY)
    return OpenTreasury("money", int(amount))


async def claim_code(given: argparse.Namespace) -> int:
    """A new code for `/claim`, also while `serve` runs; the code before it is void. The first line
    is the code alone."""
    settings = load_settings(given.data)
    if not database.exists(settings.database):
        raise Refused(
            f"there is no database at {settings.database_name}: run `peerloom init` first"
        )
    database.migrate(settings.database)
    engine = Engine(settings.database, shell_clock())
    try:
        made = await engine.run(make_claim_code, MakeClaimCode())
    finally:
        await engine.close()
    print(f"{made.code}\nwithin 15 minutes, once: send the bot /claim and this code")
    return 0


async def doctor(given: argparse.Namespace) -> int:
    """Every line begins with ok, note or fault; the exit code is 1 if there is a fault."""
    faults = 0

    def say(kind: str, line: str) -> None:
        nonlocal faults
        faults += kind == "fault"
        print(f"{kind:5} {line}")

    try:
        settings = load_settings(given.data)
    except BadSettings as fault:
        say("fault", str(fault))
        return 1
    if not database.exists(settings.database):
        say("fault", f"no database at {settings.database_name}: run `peerloom init`")
    else:
        await _database(settings, say)
    await _telegram(settings, say)
    _discord(settings, say)
    if settings.telegram_token is None and settings.discord_token is None:
        say("note", "no platform yet: set TELEGRAM_TOKEN or DISCORD_TOKEN (README, going live)")
    return 1 if faults else 0


async def _database(settings: Settings, tell: Say) -> None:
    try:
        if isinstance(settings.database, Path):
            database.check(settings.database)
        current, newest = database.version_of(settings.database)
    except (database.BadBackup, database.OutOfReach) as fault:
        tell("fault", str(fault))
        return
    if current != newest:
        tell("note", f"database version {current}, newest {newest}: `serve` brings it there")
        return
    tell("ok", f"database {settings.database_name}, version {current}")
    if isinstance(settings.database, str):
        if may_write_ledger(settings.database):
            tell("note", "the program may write the ledger's tables: `peerloom database share`")
        else:
            tell("ok", "the program can only read the ledger's tables, and post")
    engine = Engine(settings.database)
    try:
        report = await engine.read(verify, None)
        for problem in report.problems:
            tell("fault", f"ledger: {problem.code} {problem.data}")
        if not report.problems:
            tell("ok", f"ledger: {report.journals} journals, every invariant holds")
        about = await engine.read(community, None)
        tell("ok", f"community {about.name}, {about.language}, {about.zone}")
        if not await engine.read(admins, None):
            tell("note", "no administrator yet: `peerloom claim-code` prints a code for /claim")
    finally:
        await engine.close()


async def _telegram(settings: Settings, tell: Say) -> None:
    if settings.telegram_token is None:
        return
    own = settings.telegram_api
    server = TelegramAPIServer.from_base(own) if own else PRODUCTION
    bot = Bot(settings.telegram_token.get_secret_value(), session=AiohttpSession(api=server))
    try:
        me = await bot.get_me()
        tell("ok", f"Telegram: @{me.username}")
        tell("ok", f"  add to a group: https://t.me/{me.username}?startgroup=setup")
        _webhook(settings, await bot.get_webhook_info(), tell)
    except (TelegramAPIError, ClientDecodeError) as fault:
        tell("fault", f"Telegram refuses the token or is out of reach: {type(fault).__name__}")
    finally:
        await bot.session.close()


def _webhook(settings: Settings, known: WebhookInfo, tell: Say) -> None:
    """What is set here, and what Telegram says of it; of addresses their host only."""
    wanted = ""
    if settings.webhook_url:
        try:
            place = webhook_place(settings)
        except BadSettings as fault:
            tell("fault", str(fault))
        else:
            wanted = place.url
            tell("ok", f"  `serve --webhook` listens on {place.host}:{place.port}")
    if not known.url:
        tell("ok", "  no webhook at Telegram: `serve` polls, `serve --webhook` sets it")
        return
    waiting = f"{known.pending_update_count} updates wait for it"
    host = urlsplit(known.url).hostname
    if wanted and known.url != wanted:
        tell("note", f"  webhook at {host}, which is not PEERLOOM_WEBHOOK_URL; {waiting}")
    else:
        tell("ok", f"  webhook at {host}; {waiting}")
    if known.last_error_message:
        at = (
            ""
            if known.last_error_date is None
            else f" ({known.last_error_date:%Y-%m-%d %H:%M} UTC)"
        )
        tell("note", f"  last trouble with it: {known.last_error_message}{at}")


def _discord(settings: Settings, tell: Say) -> None:
    if settings.discord_token is None:
        return
    head = settings.discord_token.get_secret_value().split(".")[0]
    try:
        application = base64.b64decode(head + "=" * (-len(head) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        application = ""
    if not application.isdigit():
        tell("fault", "DISCORD_TOKEN does not look like a bot token: copy it from the Bot page")
        return
    tell("ok", f"Discord: application {application}")
    tell(
        "ok",
        "  invite: https://discord.com/oauth2/authorize"
        f"?client_id={application}&scope=bot+applications.commands&permissions={DISCORD_RIGHTS}",
    )
