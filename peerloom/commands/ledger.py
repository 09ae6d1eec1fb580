"""`peerloom ledger`: is it sound, what does an account hold, what moved it, what is proposed."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel.numbers import get_currency_precision

from bots.dialogue.gradebook_table import cell
from bots.dialogue.texts import Texts
from engine.foundation.door import Engine
from engine.foundation.errors import EngineError
from engine.wallet.account_lines import (
    AccountLine,
    AccountLinesQuery,
    BalanceAt,
    account_lines,
    balance_at,
)
from engine.wallet.audit import verify
from engine.wallet.chart import STARS, TOKENS, person_earned, person_purchased, rule_of
from engine.wallet.checking import BridgeState, bridges
from engine.wallet.commands import AuditReport, Line
from engine.wallet.proposals import NEEDED, Proposal, Propose, propose
from engine.wallet.queries import treasury_state
from engine.wallet.snapshots import balance_of
from peerloom import database
from peerloom.commands.refused import BadInput, Refused
from peerloom.settings import load_settings, shell_clock

# What `verify` looks at, and the problems that each finds.
INVARIANTS = {
    "zero sums": ("unbalanced",),
    "own funds": ("own_funds",),
    "complete journals": ("incomplete_journal",),
    "balances are their replay": ("balance_differs", "balance_missing"),
    "floors": ("below_floor",),
    "entries chain": ("broken_chain",),
    "tokens lie in lots": ("lots_differ",),
    "earnings are their orders": ("orders_differ",),
    "holds have what they took": ("holds_differ",),
    "snapshots are their replay": ("snapshot_differs",),
}
_PERSON = re.compile(r"person:(\d+)")
MOST_INPUT = 1_000_000


async def ledger_verify(given: argparse.Namespace) -> int:
    """Exit code 1 when an invariant does not hold."""

    async def ask(engine: Engine) -> int:
        report = await engine.read(verify, None)
        spans = await engine.read(bridges, None)
        if given.json:
            print(json.dumps(_as_json(report, spans)))
        else:
            _print_report(report, spans)
        return 1 if report.problems else 0

    return await _with_engine(given, ask)


def _as_json(report: AuditReport, spans: tuple[BridgeState, ...]) -> dict[str, Any]:
    return {**asdict(report), "bridges": [asdict(span) for span in spans]}


def _print_report(report: AuditReport, spans: tuple[BridgeState, ...]) -> None:
    """Every line begins with ok or fault, as `doctor`'s do."""
    print(
        f"      {report.journals:,} journals, {report.postings:,} postings, "
        f"{report.accounts:,} accounts"
    )
    for name, codes in INVARIANTS.items():
        found = [problem for problem in report.problems if problem.code in codes]
        about = f": {report.own_funds:,}" if name == "own funds" else ""
        print(f"{'fault' if found else 'ok':5} {name}{about}")
        for problem in found:
            print(f"      {problem.code} {_told(problem.data)}")
    broken = {p.data["account"]: p for p in report.problems if p.code == "bridge"}
    for span in spans:
        kind = "fault" if span.account in broken else "ok"
        print(f"{kind:5} bridge {span.account}: {span.money:,} for tokens worth {span.owed:,}")
        if span.account in broken:
            print(f"      bridge {_told(broken[span.account].data)}, by replay")


def _told(data: dict[str, int | str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in data.items())


async def ledger_balance(given: argparse.Namespace) -> int:
    """Of an account, or of both classes of a person's tokens; now or by a moment."""
    codes = _codes(given.code)
    at = _moment(given.at) if given.at else None

    async def ask(engine: Engine) -> int:
        currency = (await engine.read(treasury_state, None)).currency
        for code in codes:
            if at is None:
                held = await engine.read(balance_of, code)
            else:
                held = await engine.read(balance_at, BalanceAt(code, at))
            named = f"{code} holds " if len(codes) > 1 else ""
            print(named + _amount(held, rule_of(code).asset_in(currency)))
        oldest = [
            await engine.read(account_lines, AccountLinesQuery(code, limit=1)) for code in codes
        ]
        if not any(oldest):
            print(f"nothing was ever booked on {given.code}", file=sys.stderr)
        return 0

    return await _with_engine(given, ask)


def _codes(given: str) -> tuple[str, ...]:
    """Raises Refused for what the chart has no place for, before anything is looked at."""
    owner = _PERSON.fullmatch(given)
    if owner:
        return person_earned(int(owner[1])), person_purchased(int(owner[1]))
    try:
        rule_of(given)
    except ValueError as fault:
        raise Refused(
            f"{fault}; it has bank, fund:rewards, person:17:earned, for example"
        ) from fault
    return (given,)


async def ledger_statement(given: argparse.Namespace) -> int:
    """Every line of an account, or of both classes of a person's tokens."""
    codes = _codes(given.code)

    async def ask(engine: Engine) -> int:
        out = csv.writer(sys.stdout) if given.csv else None
        if out is not None:
            out.writerow(["account", *AccountLine.__dataclass_fields__])
        currency = (await engine.read(treasury_state, None)).currency
        for code in codes:
            last = 0
            async for line in _lines(engine, code):
                last = line.balance_after
                if out is not None:
                    row = [code, *asdict(line).values()]
                    out.writerow([cell(one) if isinstance(one, str) else one for one in row])
                else:
                    print(
                        f"{line.at:%Y-%m-%d %H:%M}  {line.journal_id:6}  {line.kind:20}  "
                        f"{line.amount:+10}  {line.balance_after:10}  {line.other}"
                    )
            if out is None:
                print(f"{code} holds {_amount(last, rule_of(code).asset_in(currency))}")
        return 0

    return await _with_engine(given, ask)


async def _lines(engine: Engine, code: str) -> AsyncIterator[AccountLine]:
    query = AccountLinesQuery(code)
    while True:
        found = await engine.read(account_lines, query)
        for line in found:
            yield line
        if len(found) < query.limit:
            return
        query = AccountLinesQuery(code, found[-1].id, found[-1].balance_after)


async def ledger_propose(given: argparse.Namespace) -> int:
    """The shell proposes; administrators approve in chat."""
    if given.what == "correction":
        command = Propose("correction", lines=_read_lines(given.file))
    elif given.what == "deposit":
        command = Propose("operator.deposited", given.amount)
    elif given.what == "bill":
        command = Propose("voucher.settled", given.amount, partner=given.partner)
    else:
        fund = "fund:scholarship" if given.scholarship else "fund:rewards"
        command = Propose("fund.added", given.amount, fund)

    async def ask(engine: Engine) -> int:
        currency = (await engine.read(treasury_state, None)).currency
        lines = tuple(
            Line(line.debit, line.credit, line.asset or rule_of(line.debit).asset_in(currency),
                 line.amount)
            for line in command.lines
        )  # fmt: skip
        made = await engine.run(propose, replace(command, lines=lines))
        _print_proposal(made)
        return 0

    return await _with_engine(given, ask, is_writing=True)


def _read_lines(name: str) -> tuple[Line, ...]:
    """JSON lines: {"debit": CODE, "credit": CODE, "amount": N}, and "asset" if one likes."""
    try:
        stream = sys.stdin if name == "-" else io.StringIO(Path(name).read_text("utf-8"))
        text = stream.read(MOST_INPUT)
    except (OSError, UnicodeDecodeError) as fault:
        raise Refused(f"{name} cannot be read: {fault}") from fault
    lines = []
    for number, row in enumerate(text.splitlines(), start=1):
        if not row.strip():
            continue
        try:
            found = json.loads(row)
            if not isinstance(found, dict) or set(found) - {"debit", "credit", "amount", "asset"}:
                raise ValueError(row)
            line = Line(found["debit"], found["credit"], found.get("asset", ""), found["amount"])
            if not all(isinstance(x, str) for x in (line.debit, line.credit, line.asset)):
                raise ValueError(row)
        except (ValueError, KeyError) as fault:
            raise BadInput(
                f'line {number} of {name} is not {{"debit": CODE, "credit": CODE, "amount": N}}'
            ) from fault
        lines.append(line)
    return tuple(lines)


def _print_proposal(made: Proposal) -> None:
    print(f"proposal {made.proposal_id}: {made.kind}")
    for line in made.lines:
        print(f"  {line.debit} -> {line.credit}  {_amount(line.amount, line.asset)}")
    print(f"{NEEDED} administrators approve it in chat (/proposals) by {made.expires_at:%Y-%m-%d}")
    if not made.can_approve:
        print("none of them may: two other administrators are needed first (peerloom claim-code)")
    elif made.can_approve < NEEDED:
        print("only 1 of them may: a second administrator is needed first (peerloom claim-code)")
    asked = sum(line.amount for line in made.lines)
    if made.kind == "fund.added" and made.own_funds < asked:
        held = _amount(made.own_funds, made.lines[0].asset)
        print(f"own funds are {held}: they do not cover it before a deposit is approved")


def _amount(amount: int, asset: str) -> str:
    """The whole number that the ledger has, and what that is in a currency's own unit."""
    digits = 0 if asset in (TOKENS, STARS) else get_currency_precision(asset)
    if not digits:
        return f"{amount} {asset}"
    return f"{amount} ({Decimal(amount).scaleb(-digits):,} {asset})"


def _moment(given: str) -> datetime:
    """A day alone means until its end; without an offset it is UTC."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", given):
            end = datetime.combine(date.fromisoformat(given), time(), UTC) + timedelta(days=1)
            return end - timedelta(microseconds=1)
        found = datetime.fromisoformat(given)
    except ValueError as fault:
        raise Refused(f"“{given}” is no moment: give 2027-03-04 or 2027-03-04T18:00") from fault
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def _with_engine(
    given: argparse.Namespace,
    ask: Callable[[Engine], Awaitable[int]],
    *,
    is_writing: bool = False,
) -> int:
    settings = load_settings(given.data)
    if not database.exists(settings.database):
        raise Refused(
            f"there is no database at {settings.database_name}: run `peerloom init` first"
        )
    if is_writing:
        database.migrate(settings.database)
    engine = Engine(settings.database, shell_clock())
    try:
        return await ask(engine)
    except EngineError as refusal:
        said = Texts("en")(f"error-{refusal.code.replace('.', '-')}", **refusal.data)
        raise Refused(f"{said} ({refusal.code}: {_told(refusal.data)})") from refusal
    except (ValueError, TypeError) as fault:
        kind = BadInput if is_writing else Refused
        raise kind(str(fault)) from fault
    finally:
        await engine.close()
