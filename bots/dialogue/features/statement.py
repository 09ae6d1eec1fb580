"""The statement: every line in words, the rows behind each, and both to take away as files."""

from __future__ import annotations

import asyncio
from datetime import UTC, date

from bots.dialogue.registry import Answer, action, command
from bots.dialogue.screen import Attached, Mode, Screen
from bots.dialogue.statement_pdf import Heading, as_pdf
from bots.dialogue.statement_table import as_csv
from bots.dialogue.statement_words import moved, signed, what_happened
from bots.dialogue.titles import titles_of
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, text
from engine.people.commands import UseAllowance
from engine.people.queries import community
from engine.people.service import use_allowance
from engine.quizzes.reward_facts import PassedQuery, paid_attempt
from engine.rewards.queries import reward_of
from engine.wallet.commands import StatementQuery
from engine.wallet.history import History, HistoryQuery, history
from engine.wallet.line_facts import LineFacts, LineQuery, LotFacts, line_facts
from engine.wallet.queries import statement

STATEMENT_LINES = 10
WHY_IN_A_ROW = 5
MOST_IN_PDF = 2_000
MOST_IN_CSV = 50_000
MOST_LOTS = 8
MOST_POSTINGS = 8


@command("statement", in_menu=True)
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_statement(visit, 0)


@action("wallet.statement")
async def show_statement(visit: Visit, before: Id) -> Screen:
    """One's own lines only, the newest first; a button for each says why."""
    texts = visit.texts
    page = await visit.read(
        statement, StatementQuery(visit.person_id, before=before or None, limit=STATEMENT_LINES)
    )
    titles = await titles_of(visit, page.lines)
    body: list[Block] = []
    for number, line in enumerate(page.lines, start=1):
        what = f"{what_happened(texts, line, titles)}, {texts.moment(line.at)}"
        then = texts("line-balance", tokens=line.balance_after, bucket=line.bucket)
        body.append(
            Paragraph(
                (
                    Span(f"{number}. "),
                    Span(signed(texts, line.amount), is_bold=True),
                    Span(f"  {what}  {then}"),
                )
            )
        )
    whys = [
        visit.choice("statement-why-number", why_there, line.id, before, number=number)
        for number, line in enumerate(page.lines, start=1)
    ]
    rows = [tuple(whys[n : n + WHY_IN_A_ROW]) for n in range(0, len(whys), WHY_IN_A_ROW)]
    if page.lines:
        rows.append((visit.choice("statement-csv", csv_file), visit.choice("statement-pdf", pdf)))
    last = [visit.choice("go-back", "wallet.show")]
    if page.has_more:
        last.insert(0, visit.choice("statement-earlier", show_statement, page.lines[-1].id))
    if before:
        last.insert(0, visit.choice("statement-newest", show_statement, 0))
    return Screen(
        title=texts("statement-title"),
        body=tuple(body) or (text(texts("wallet-empty")),),
        rows=(*rows, tuple(last)),
    )


@action("statement.why")
async def why(visit: Visit, line_id: Id) -> Answer:
    """For buttons that do not know their page."""
    return await why_there(visit, line_id, 0)


@action("statement.why_there")
async def why_there(visit: Visit, line_id: Id, before: Id) -> Answer:
    """The facts of the line's journal in words, then its rows; back to the page it was on."""
    texts = visit.texts
    found = await visit.read(line_facts, LineQuery(visit.person_id, line_id))
    line = found.line
    titles = await titles_of(visit, [line])
    balances = texts(
        "facts-balance",
        bucket=line.bucket,
        before=line.balance_after - line.amount,
        after=line.balance_after,
    )
    said = [f"{what_happened(texts, line, titles)}, {texts.moment(line.at)}."]
    said += await _achievement(visit, found, titles)
    said += _lots(visit, found)
    said.append(balances)
    if found.reverses is not None:
        said.append(texts("facts-reverses", journal=found.reverses))
    if found.refers_to is not None:
        said.append(texts("facts-refers", journal=found.refers_to))
    rows = tuple((text(moved(texts, one)),) for one in found.postings[:MOST_POSTINGS])
    return Screen(
        title=texts("facts-title", amount=signed(texts, line.amount)),
        body=(
            *(text(sentence) for sentence in said),
            text(texts("facts-rows", journal=found.journal_id)),
            ListBlock(rows),
        ),
        rows=((visit.choice("go-back", show_statement, before),),),
    )


async def _achievement(visit: Visit, found: LineFacts, titles: dict[str, str]) -> list[str]:
    """What a reward was for, how it was counted, and what cut it."""
    texts, about = visit.texts, found.line.about
    if found.line.kind != "reward.granted":
        return []
    quiz, days, amount = about.get("quiz"), about.get("days"), found.line.amount
    bonus = int(about.get("bonus", 0))
    kept = await visit.read(reward_of, found.key)
    worth = kept.worth if kept is not None else amount
    said = []
    if isinstance(quiz, int):
        attempt = await visit.read(paid_attempt, PassedQuery(visit.person_id, quiz))
        if attempt is not None:
            said.append(
                texts(
                    "facts-attempt",
                    number=attempt.number,
                    earned=attempt.points_earned,
                    possible=attempt.points_possible,
                )
            )
        if 0 < bonus < amount == worth:
            said.append(texts("facts-quiz-amount", base=amount - bonus, bonus=bonus))
    elif isinstance(days, int):
        day = date.fromisoformat(found.key.rsplit(":", 1)[-1])
        said.append(texts("facts-streak", days=days, day=day))
    if kept is not None and kept.withheld_reason:
        said.append(texts(f"withheld-{kept.withheld_reason}"))
        said.append(texts("facts-cut", tokens=amount, full=worth))
    return said


def _lots(visit: Visit, found: LineFacts) -> list[str]:
    texts, said = visit.texts, []
    for lot in found.made[:MOST_LOTS]:
        said.append(texts("facts-lot", tokens=lot.amount, left=lot.left))
        if lot.expires_at is not None:
            until = texts.before(lot.expires_at, visit.now)
            said.append(texts("facts-lot-use-by", day=until))
    said += [_spent(visit, lot) for lot in found.spent[:MOST_LOTS]]
    return said


def _spent(visit: Visit, lot: LotFacts) -> str:
    texts = visit.texts
    id = f"source-{lot.source.replace(':', '-')}"
    source = texts(id) if texts.has(id) else texts("source-other")
    day = texts.local_day(lot.made_at)
    if lot.expires_at is None:
        return texts("facts-lot-spent", tokens=lot.amount, day=day, source=source)
    return texts(
        "facts-lot-spent-use-by",
        tokens=lot.amount,
        day=day,
        source=source,
        use_by=texts.before(lot.expires_at, visit.now),
    )


@action("statement.csv")
async def csv_file(visit: Visit) -> Answer:
    found, titles = await _everything(visit, MOST_IN_CSV)
    content = await asyncio.to_thread(as_csv, found, titles, visit.texts)
    return _file(visit, "csv", content, found)


@action("statement.pdf")
async def pdf(visit: Visit) -> Answer:
    found, titles = await _everything(visit, MOST_IN_PDF)
    about = await visit.read(community, None)
    heading = Heading(visit.person.first_name, about.name, visit.now)
    content = await asyncio.to_thread(as_pdf, found, titles, heading, visit.texts)
    return _file(visit, "pdf", content, found)


async def _everything(visit: Visit, most: int) -> tuple[History, dict[str, str]]:
    """Counted as every export is."""
    await visit.run(use_allowance, UseAllowance(visit.person_id, "export"))
    found = await visit.read(history, HistoryQuery(visit.person_id, most))
    return found, await titles_of(visit, found.lines)


def _file(visit: Visit, kind: str, content: bytes, found: History) -> Screen:
    texts = visit.texts
    said = texts("statement-file-part", lines=len(found.lines))
    if found.is_whole:
        said = texts("statement-file-what")
    day = visit.now.astimezone(UTC).date().isoformat()
    return Screen(
        title=texts("statement-title"),
        body=(text(said),),
        attached=(Attached(f"statement-{day}.{kind}", content, alt=said),),
        mode=Mode.NEW,
    )
