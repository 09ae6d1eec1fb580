"""The golden run: all journals of the worked example, with every invariant after each."""

from __future__ import annotations

from collections import Counter

from engine.foundation.door import Engine
from engine.wallet.chart import rule_of
from engine.wallet.commands import Journal, Line, Money
from engine.wallet.journals import (
    fund_added,
    fund_slice_returned,
    fund_sliced,
    operator_deposited,
    reward_expired,
    reward_granted,
)
from engine.wallet.queries import audit
from engine.wallet.service import post_journal, reverse_journal
from engine.wallet.snapshots import balance_of
from tests.engine.wallet.replaying import Rows, problems
from tests.engine.wallet.test_snapshots import rows
from tests.engine.wallet.worked_example import (
    ExampleJournal,
    find_worked_example,
    read_journals,
)

# The text tells own funds in passing: (after journal, amount).
OWN_FUNDS = {101: 9466, 103: 9966, 142: 9919, 143: 4960}


def example() -> list[ExampleJournal]:
    path = find_worked_example()
    assert path is not None
    return read_journals(path)


async def test_every_journal_of_the_worked_example_keeps_every_invariant(engine: Engine) -> None:
    journals = example()
    assert len(journals) == 143
    assert len({journal.kind for journal in journals}) == 65
    own_funds = {}
    for journal in journals:
        await engine.run(
            post_journal,
            Journal(
                f"golden:{journal.number}", journal.kind, journal.lines, reverses=journal.reverses
            ),
        )
        report = await engine.read(audit, None)
        assert report.problems == (), journal
        own_funds[journal.number] = report.own_funds
    assert report.journals == 143
    assert report.postings == sum(len(journal.lines) for journal in journals)
    assert {number: own_funds[number] for number in OWN_FUNDS} == OWN_FUNDS
    assert min(own_funds.values()) == 4960


async def test_every_balance_is_what_the_lines_of_the_example_add_up_to(engine: Engine) -> None:
    wanted: Counter[str] = Counter()
    for journal in example():
        posted = Journal(
            f"golden:{journal.number}", journal.kind, journal.lines, reverses=journal.reverses
        )
        await engine.run(post_journal, posted)
        for line in journal.lines:
            wanted[line.debit] += line.amount * rule_of(line.debit).normal_side
            wanted[line.credit] -= line.amount * rule_of(line.credit).normal_side
        # Its lines know no lots.
        found = [one for one in problems(Rows(engine.address)) if "lots" not in one]
        assert found == [], journal
    for code, amount in wanted.items():
        assert await engine.read(balance_of, code) == amount, code
    known = [row[0] for row in rows(engine.address, "SELECT code FROM ledger_account")]
    assert sorted(known) == sorted(wanted)


async def test_a_replay_of_the_example_changes_nothing(engine: Engine) -> None:
    for _ in range(2):
        for journal in example():
            await engine.run(
                post_journal,
                Journal(
                    f"golden:{journal.number}",
                    journal.kind,
                    journal.lines,
                    reverses=journal.reverses,
                ),
            )
    report = await engine.read(audit, None)
    assert (report.journals, report.problems) == (143, ())


async def test_a_reversal_in_the_example_is_what_we_would_reverse(engine: Engine) -> None:
    ids: dict[int, int] = {}
    for journal in example():
        if journal.reverses is None:
            command = Journal(f"golden:{journal.number}", journal.kind, journal.lines)
            ids[journal.number] = (await engine.run(post_journal, command)).journal_id
            continue

        def reverse(tx, of, journal=journal):
            return reverse_journal(tx, ids[of], key=f"golden:{journal.number}", kind=journal.kind)

        posted = await engine.run(reverse, journal.reverses)
        ids[journal.number] = posted.journal_id
    report = await engine.read(audit, None)
    assert (report.own_funds, report.problems) == (4960, ())


def test_our_builders_write_the_lines_of_the_example() -> None:
    lines = {journal.number: journal.lines for journal in example()}
    money = Money()
    built = {
        1: operator_deposited(money, key="k", amount=20_000),
        2: fund_added(money, key="k", amount=10_000),
        3: fund_sliced(money, key="k", programme="quiz", share="d1", amount=500),
        141: fund_slice_returned(money, key="k", programme="quiz", share="d1", amount=320),
    }
    for number, journal in built.items():
        assert journal.lines == lines[number], number
    granted = reward_granted(
        money,
        key="k",
        person_id=7,
        programme="quiz",
        tokens=50,
        paid_by="fund:slice:quiz:d1",
    )
    assert granted.lines == _for_person(lines[7], "ann", 7)
    expired = reward_expired(money, key="k", person_id=7, tokens=25)
    assert expired.lines == _for_person(lines[45], "ann", 7)


def _for_person(lines: tuple[Line, ...], name: str, person_id: int) -> tuple[Line, ...]:
    def code(text: str) -> str:
        return text.replace(f"person:{name}:", f"person:{person_id}:")

    return tuple(Line(code(x.debit), code(x.credit), x.asset, x.amount) for x in lines)
