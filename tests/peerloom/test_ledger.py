"""`peerloom ledger`: an operator looks at the books and proposes; a fault fails the command."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.people.commands import Appoint, Meet, Role
from engine.people.role_service import appoint
from engine.people.service import meet
from engine.wallet.commands import GrantFromFund, OpenTreasury
from engine.wallet.proposals import waiting_proposals
from engine.wallet.service import grant_from_fund, open_treasury
from peerloom.cli import main
from tests.engine.wallet.test_attacks import Attacker
from tests.postgresql import PostgresServer


@dataclass
class Shell:
    folder: Path
    address: Path | str
    capsys: pytest.CaptureFixture[str]

    def says(self, *arguments: str) -> tuple[int, str]:
        code = main(["--data", str(self.folder), "ledger", *arguments])
        captured = self.capsys.readouterr()
        return code, captured.out + captured.err


async def fill(address: Path | str) -> None:
    clock = FrozenClock(datetime(2027, 3, 4, 9, 0, tzinfo=UTC))
    engine = Engine(address, clock)
    for number in (1, 2):
        await engine.run(meet, Meet("telegram", number, "Otter"))
    await engine.run(appoint, Appoint(2, Role.ADMIN))
    await engine.run(open_treasury, OpenTreasury("money", 10_000))
    for quiz in (1, 2):
        await engine.run(grant_from_fund, GrantFromFund(f"quiz-passed:{quiz}:1", 1, "quiz", 20))
        clock.advance(days=1)
    await engine.close()


@pytest.fixture(scope="module")
def filled_file(migrated_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "peerloom.sqlite"
    shutil.copy(migrated_database, path)
    asyncio.run(fill(path))
    return path


@pytest.fixture(scope="module")
def filled_template(postgres_server: PostgresServer, migrated_template: str) -> str:
    address = postgres_server.new_database(migrated_template)
    asyncio.run(fill(address))
    return postgres_server.name_of(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def shell(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Shell]:
    """A learner (person 1) with two grants of 20 on two days; one administrator (person 2)."""
    if request.param == "sqlite":
        path = tmp_path / "peerloom.sqlite"
        shutil.copy(request.getfixturevalue("filled_file"), path)
        yield Shell(tmp_path, path, capsys)
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    address = server.new_database(request.getfixturevalue("filled_template"))
    monkeypatch.setenv("PEERLOOM_DATABASE", address)
    yield Shell(tmp_path, address, capsys)
    server.drop(address)


def test_sound_books_are_told_invariant_by_invariant(shell: Shell) -> None:
    code, text = shell.says("verify")
    assert code == 0
    counted, *lines = text.splitlines()
    assert counted.strip() == "6 journals, 8 postings, 9 accounts"
    assert len(lines) == 14
    assert {line.split()[0] for line in lines} == {"ok"}
    assert "ok    own funds: 0" in lines
    assert "ok    bridge fund:committed: 40 for tokens worth 40" in lines


def test_a_forged_balance_fails_the_command(shell: Shell) -> None:
    attacker = Attacker.__new__(Attacker)
    attacker._address = shell.address
    attacker.is_on_server = isinstance(shell.address, str)
    if attacker.is_on_server:
        attacker.runs("ALTER TABLE ledger_balance DISABLE TRIGGER ALL")
    else:
        attacker.runs("DROP TRIGGER ledger_balance_check")
    attacker.runs("UPDATE ledger_balance SET balance = 999 WHERE balance = 40")
    code, text = shell.says("verify")
    assert code == 1
    assert "fault balances are their replay" in text
    assert "balance_differs account person:1:earned, balance 999, replayed 40" in text
    code, text = shell.says("verify", "--json")
    found = json.loads(text)
    assert code == 1
    assert {problem["code"] for problem in found["problems"]} == {"balance_differs", "lots_differ"}
    assert found["bridges"][1] == {"account": "fund:committed", "money": 40, "owed": 999}


def test_balances_now_and_then(shell: Shell) -> None:
    assert shell.says("balance", "person:1:earned") == (0, "40 TOK\n")
    assert shell.says("balance", "person:1:earned", "--at", "2027-03-04") == (0, "20 TOK\n")
    assert shell.says("balance", "fund:committed", "--at", "2027-03-05T08:59") == (
        0,
        "20 (0.20 USD)\n",
    )
    assert shell.says("balance", "fund:committed") == (0, "40 (0.40 USD)\n")
    assert shell.says("balance", "bank", "--at", "2027-03-03") == (0, "0 (0.00 USD)\n")
    code, text = shell.says("balance", "fund:nowhere")
    assert code == 1
    assert "no place for 'fund:nowhere'" in text
    assert "person:17:earned, for example" in text
    assert shell.says("balance", "person:1") == (
        0,
        "person:1:earned holds 40 TOK\nperson:1:purchased holds 0 TOK\n",
    )
    assert shell.says("balance", "person:99:earned") == (
        0,
        "0 TOK\nnothing was ever booked on person:99:earned\n",
    )
    code, text = shell.says("balance", "bank", "--at", "yesterday")
    assert code == 1
    assert "give 2027-03-04" in text


def test_a_statement_has_the_balance_after_each_line(shell: Shell) -> None:
    code, text = shell.says("statement", "person:1")
    assert code == 0
    first, second, earned, purchased = text.splitlines()
    assert first.split()[:2] == ["2027-03-04", "09:00"]
    assert first.split()[3:] == ["reward.granted", "+20", "20", "issuance:rewards:quiz"]
    assert second.split()[3:] == ["reward.granted", "+20", "40", "issuance:rewards:quiz"]
    assert (earned, purchased) == ("person:1:earned holds 40 TOK", "person:1:purchased holds 0 TOK")
    _, text = shell.says("statement", "bank", "--csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["amount"], row["balance_after"], row["other"]) for row in rows] == [
        ("10000", "10000", "own:capital")
    ]


def test_a_proposal_is_written_down_and_says_that_a_second_one_is_needed(shell: Shell) -> None:
    code, text = shell.says("propose", "deposit", "500")
    assert code == 0
    assert "bank -> own:capital  500 (5.00 USD)" in text
    assert "2 administrators approve it in chat" in text
    assert "only 1 of them may: a second administrator is needed first" in text
    _, text = shell.says("propose", "fund", "999999")
    assert "expense:rewards -> fund:rewards  999999 (9,999.99 USD)" in text
    assert "they do not cover it before a deposit is approved" in text
    lines = shell.folder / "lines.jsonl"
    lines.write_text('{"debit": "bank", "credit": "suspense", "amount": 7}\n\n')
    code, text = shell.says("propose", "correction", str(lines))
    assert code == 0

    async def waiting() -> list[str]:
        engine = Engine(shell.address, FrozenClock(datetime.now(UTC)))
        found = await engine.read(waiting_proposals, 2)
        await engine.close()
        return [one.kind for one in found]

    assert asyncio.run(waiting()) == ["operator.deposited", "fund.added", "correction"]
    assert shell.says("balance", "bank") == (0, "10000 (100.00 USD)\n")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("bank to suspense", "line 2"),
        ('{"debit": "bank", "credit": "suspense", "amount": 7, "note": "x"}', "line 2"),
        ('{"debit": "bank", "credit": ["x"], "amount": 7}', "line 2"),
        ('{"debit": "bank", "credit": "suspense", "amount": 1.5}', "a whole number"),
        ('{"debit": "bank", "credit": "fund:nowhere", "amount": 7}', "no place for"),
        ('{"debit": "person:1:earned", "credit": "burn:expiry", "amount": 70}', "insufficient"),
        ('{"debit": "person:99:purchased", "credit": "burn:tax", "amount": 1}', "insufficient"),
    ],
)
def test_what_cannot_be_proposed_says_why(shell: Shell, row: str, told: str) -> None:
    lines = shell.folder / "lines.jsonl"
    lines.write_text(f"\n{row}\n")
    code, text = shell.says("propose", "correction", str(lines))
    # What makes no sense is 2; what the books do not hold just now is 1.
    assert code == (1 if told == "insufficient" else 2)
    assert told in text
    assert ("There are not enough tokens for this" in text) == (told == "insufficient")


@pytest.mark.parametrize("amount", ["0", "-5", "1.5", "True", "lots", "", "9" * 30])
@pytest.mark.parametrize("what", ["deposit", "fund", "bill"])
def test_an_amount_that_is_none_is_said_with_exit_code_2(
    shell: Shell, what: str, amount: str
) -> None:
    arguments = ("propose", what, *(("acme",) if what == "bill" else ()), amount)
    try:
        code, text = shell.says(*arguments)
    except SystemExit as stopped:  # as the parser of the command line does
        code, text = int(stopped.code or 0), shell.capsys.readouterr().err
    assert code == 2
    assert amount in text
    assert "an amount from 1 to" in text or "a whole number in the smallest unit" in text
    code, text = shell.says("verify")
    assert "6 journals" in text


def test_a_file_that_is_not_there_is_named(shell: Shell) -> None:
    code, text = shell.says("propose", "correction", str(shell.folder / "nothing.jsonl"))
    assert code == 1
    assert "nothing.jsonl cannot be read" in text
