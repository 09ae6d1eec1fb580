"""The command line: `peerloom run | init | doctor | serve | claim-code | backup | restore |
database | deliveries | ledger | simulate | course | quiz | scenario`."""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import sys
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path

from peerloom.commands.refused import Refused

SMALLEST = "in the smallest unit of money: 500 is 5.00 USD"
CODE = "of the chart: bank, fund:rewards, person:17:earned; person:17 is both classes of tokens"


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 what was asked did not come true, 2 it could not be understood."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        code: int = asyncio.run(_command(given.run)(given))
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 0
    except Refused as refused:
        print(f"peerloom: {refused}", file=sys.stderr)
        return refused.exit_code
    return code


def _command(name: str) -> Callable[[argparse.Namespace], Coroutine[object, object, int]]:
    """Only what a command needs is imported: checking a quiz wants no bots and no playground."""
    module, _, function = name.partition(".")
    # What is imported stays: the collector, looking through it at every turn, finds nothing.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        found = getattr(importlib.import_module(f"peerloom.commands.{module}"), function)
    finally:
        if was_enabled:
            gc.enable()
    command: Callable[[argparse.Namespace], Coroutine[object, object, int]] = found
    return command


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="peerloom", description="Peer-to-peer learning in Telegram and Discord."
    )
    parser.add_argument(
        "--data", type=Path, default=None, help="the data folder (PEERLOOM_DATA; ./.peerloom)"
    )
    parts = parser.add_subparsers(required=True, metavar="COMMAND")

    run = parts.add_parser("run", help="everything on this machine: platforms, bots and a page")
    run.add_argument("--port", type=int, default=0, help="the page's port (0: any that is free)")
    run.add_argument("--selftest", action="store_true", help="run the scenarios and stop")
    run.add_argument("--course", type=Path, help="with --selftest: take this course instead")
    run.add_argument("--quizzes", type=Path, help="GIFT files by lesson for --course")
    run.add_argument("--spec", type=Path, help="check requests against these specifications")
    run.add_argument("files", nargs="*", type=Path, help="scenario files for --selftest")
    run.set_defaults(run="running.run")

    scenario = parts.add_parser("scenario", help="run scenario files against a playground")
    scenario.add_argument("files", nargs="+", type=Path)
    scenario.add_argument("--at", help="the address of a running playground, as its start printed")
    scenario.set_defaults(run="play.scenario")

    init = parts.add_parser("init", help="language, name and rewards fund of the community")
    init.add_argument("--language", choices=("en", "es", "ru"))
    init.add_argument("--name")
    init.add_argument("--zone", help="an IANA time zone, such as Europe/Paris")
    init.add_argument("--fund", help='0 (points only), an amount in cents, or "no-cash-out:AMOUNT"')
    init.set_defaults(run="community.init")

    doctor = parts.add_parser("doctor", help="what is well, what is not, and the invite links")
    doctor.set_defaults(run="community.doctor")

    serve = parts.add_parser("serve", help="the bots on the real platforms")
    serve.add_argument(
        "--webhook", action="store_true", help="Telegram pushes to PEERLOOM_WEBHOOK_URL"
    )
    serve.set_defaults(run="serving.serve")

    claim = parts.add_parser("claim-code", help="a one-time code that makes an administrator")
    claim.set_defaults(run="community.claim_code")

    steered = parts.add_parser("steered")
    steered.set_defaults(run="steered.steered")

    backup = parts.add_parser("backup", help="a sound copy of the database, also while serving")
    backup.add_argument("file", type=Path)
    backup.set_defaults(run="keeping.backup")

    restore = parts.add_parser("restore", help="put a backup in place; what was there is kept")
    restore.add_argument("file", type=Path)
    restore.set_defaults(run="keeping.restore")

    kept = parts.add_parser("database", help="a PostgreSQL database").add_subparsers(
        required=True, metavar="WHAT"
    )
    share = kept.add_parser(
        "share", help="newest tables, and rights for the role that the program works with"
    )
    share.add_argument("role", metavar="ROLE", help="neither the tables' owner nor a superuser")
    share.set_defaults(run="keeping.share")

    deliveries = parts.add_parser("deliveries", help="what was not delivered, and why")
    deliveries.add_argument("--state", choices=("due", "claimed", "held", "dead"))
    deliveries.add_argument("--platform", choices=("telegram", "discord"))
    deliveries.add_argument("--json", action="store_true", help="one JSON object for each")
    deliveries.add_argument(
        "--again", type=int, nargs="+", metavar="ID", help="try dead ones again"
    )
    deliveries.set_defaults(run="deliveries.deliveries")

    course = parts.add_parser("course", help="courses").add_subparsers(
        required=True, metavar="WHAT"
    )
    importing = course.add_parser("import", help="bring in a course from a folder")
    importing.add_argument("folder", type=Path)
    importing.add_argument("--quizzes", type=Path, help="a folder of GIFT files named as lessons")
    importing.add_argument(
        "--owner", help="telegram:ID or discord:ID of the educator; else the first one"
    )
    importing.add_argument("--publish", action="store_true")
    importing.add_argument("--check", action="store_true", help="read and report only")
    importing.set_defaults(run="content.import_course")

    reference = parts.add_parser("reference", help="the commands of the chats, as Markdown")
    reference.set_defaults(run="reference.reference")

    _ledger(parts)
    _simulate(parts)

    quiz = parts.add_parser("quiz", help="quizzes").add_subparsers(required=True, metavar="WHAT")
    check = quiz.add_parser("check", help="read a GIFT file and say what the platforms make of it")
    check.add_argument("file", type=Path)
    check.add_argument("--strict", action="store_true", help="warnings count as errors")
    check.set_defaults(run="content.check_quiz")
    return parser


def _amount(given: str) -> int:
    try:
        return int(given)
    except ValueError as fault:
        raise argparse.ArgumentTypeError(
            f"a whole number in the smallest unit of money (500 is 5.00 USD), not {given!r}"
        ) from fault


def _ledger(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ledger = parts.add_parser("ledger", help="tokens and money: look, and propose").add_subparsers(
        required=True, metavar="WHAT"
    )
    verify = ledger.add_parser("verify", help="every invariant; exit code 1 when one is broken")
    verify.add_argument("--json", action="store_true", help="the same for a program")
    verify.set_defaults(run="ledger.ledger_verify")

    balance = ledger.add_parser("balance", help="what an account holds")
    balance.add_argument("code", metavar="CODE|person:ID", help=CODE)
    balance.add_argument("--at", metavar="MOMENT", help="2027-03-04 (its end), 2027-03-04T18:00")
    balance.set_defaults(run="ledger.ledger_balance")

    statement = ledger.add_parser("statement", help="every line of an account, with balances")
    statement.add_argument("code", metavar="CODE|person:ID", help=CODE)
    statement.add_argument("--csv", action="store_true", help="for a spreadsheet")
    statement.set_defaults(run="ledger.ledger_statement")

    propose = ledger.add_parser(
        "propose", help="what two administrators approve in chat"
    ).add_subparsers(required=True, metavar="WHAT", dest="what")
    fund = propose.add_parser("fund", help="own funds become part of the rewards fund")
    fund.add_argument("amount", type=_amount, metavar="AMOUNT", help=SMALLEST)
    fund.add_argument("--scholarship", action="store_true", help="the scholarship fund instead")
    deposit = propose.add_parser("deposit", help="the operator's own money came to the bank")
    deposit.add_argument("amount", type=_amount, metavar="AMOUNT", help=SMALLEST)
    correction = propose.add_parser("correction", help="lines of its own")
    correction.add_argument(
        "file", help='JSON lines {"debit": CODE, "credit": CODE, "amount": N}; - for the input'
    )
    bill = propose.add_parser("bill", help="a partner is paid for vouchers that were used")
    bill.add_argument("partner", metavar="PARTNER", help="its short name, as in the vouchers")
    bill.add_argument("amount", type=_amount, metavar="AMOUNT", help=SMALLEST)
    for one in (fund, deposit, correction, bill):
        one.set_defaults(run="ledger.ledger_propose")


def _simulate(parts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    simulate = parts.add_parser("simulate", help="play a community through in minutes")
    economy = simulate.add_subparsers(required=True, metavar="WHAT").add_parser(
        "economy", help="who earns, spends and cheats, and what it does to the fund"
    )
    # Checked where they are used: the simulation is not imported for every other command.
    economy.add_argument("--people", default="2000", help="honest learners (2000)")
    economy.add_argument("--days", default="30", help="simulated days (30)")
    economy.add_argument("--seed", default="7", help="the same seed tells the same story (7)")
    economy.add_argument("--adversaries", action="store_true", help="five strategies against it")
    economy.add_argument("--check", action="store_true", help="exit code 1 beyond the thresholds")
    economy.add_argument("--json", action="store_true", help="one JSON object as the last line")
    economy.set_defaults(run="simulate.simulate_economy")
