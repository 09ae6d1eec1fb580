"""What two administrators decide: told with its lines in words, approved or declined by a press."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command
from bots.dialogue.screen import Choice, Mode, Screen, Style
from bots.dialogue.statement_words import account_words, amount_words, moved
from bots.dialogue.texts import Texts
from bots.dialogue.titles import title_of
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, ListBlock, text
from engine.people.queries import first_names
from engine.wallet.chart import rule_named
from engine.wallet.commands import Line
from engine.wallet.errors import InsufficientBalance, InsufficientFunds
from engine.wallet.proposals import (
    NEEDED,
    Proposal,
    ProposalMade,
    ProposalQuery,
    Vote,
    proposal,
    vote,
    waiting_proposals,
)
from engine.wallet.queries import treasury_state

MOST_SHOWN = 8
MOST_LINES = 20
_PERSON = re.compile(r"(?:person|educator):([0-9]+):")


@dataclass(frozen=True)
class Told:
    """Who reads a proposal, in which language, and what is asked for it."""

    read: Callable[..., Awaitable[Any]]
    texts: Texts
    reader_id: int

    async def money(self, amount: int) -> str:
        return self.texts.money(amount, (await self.read(treasury_state, None)).currency)


@command("proposals", audience="admin")
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_all(visit)


@action("proposal.all")
async def show_all(visit: Visit) -> Screen:
    waiting = await visit.read(waiting_proposals, visit.person_id)
    texts = visit.texts
    rows = tuple(
        (
            visit.choice(
                "proposals-open", show, one.proposal_id, number=one.proposal_id,
                what=_kind(texts, one),
            ),
        )
        for one in waiting[:MOST_SHOWN]
    )  # fmt: skip
    body = () if waiting else (text(texts("proposals-none")),)
    return Screen(title=texts("proposals-title"), body=body, rows=rows)


@action("proposal.show")
async def show(visit: Visit, proposal_id: Id) -> Answer:
    found = await visit.read(proposal, ProposalQuery(visit.person_id, proposal_id))
    return await _shown(visit, found)


@action("proposal.approve")
async def approve(visit: Visit, proposal_id: Id) -> Answer:
    return await _voted(visit, proposal_id, is_approval=True)


@action("proposal.decline")
async def decline(visit: Visit, proposal_id: Id) -> Answer:
    return await _voted(visit, proposal_id, is_approval=False)


async def _voted(visit: Visit, proposal_id: int, *, is_approval: bool) -> Screen:
    try:
        found = await visit.run(vote, Vote(visit.person_id, proposal_id, is_approval))
    except (InsufficientFunds, InsufficientBalance) as refusal:
        return Screen(toast=await short(visit, refusal), is_alert=True)
    return await _shown(visit, found)


async def short(visit: Visit, refusal: InsufficientFunds | InsufficientBalance) -> str:
    """What is missing and where, in its unit: the engine's sentence knows no currency."""
    data, texts = refusal.data, visit.texts
    currency = (await visit.read(treasury_state, None)).currency
    wanted = int(data["amount"])
    if isinstance(refusal, InsufficientFunds):
        own = texts.money(int(data["own_funds"]), currency)
        return texts("proposal-short", own=own, amount=texts.money(wanted, currency))
    account = str(data["account"])
    asset = rule_named(account).asset_in(currency)
    return texts(
        "proposal-short-account",
        account=account_words(texts, account),
        held=amount_words(texts, int(data["balance"]), asset),
        amount=amount_words(texts, wanted, asset),
    )


async def _shown(visit: Visit, found: Proposal) -> Screen:
    buttons = (
        visit.choice("proposal-approve", approve, found.proposal_id, style=Style.SUCCESS),
        visit.choice("proposal-decline", decline, found.proposal_id, style=Style.DANGER),
    )
    told = Told(visit.read, visit.texts, visit.person_id)
    return await _screen(told, found, buttons, visit.choice("proposals-all", show_all))


@announcement(ProposalMade)
async def tell(telling: Telling, event: ProposalMade) -> Screen | None:
    """Nothing to who is no administrator any more, nor to who proposed it and has it before them,
    nor of what is decided."""
    reader = telling.address.person_id
    found = await telling.read(proposal, ProposalQuery(reader, event.proposal_id))
    if found.state != "waiting" or found.proposed_by == reader:
        return None
    texts, number = telling.texts, found.proposal_id
    buttons = (
        Choice(
            texts("proposal-approve"),
            telling.token("proposal.approve", number),
            style=Style.SUCCESS,
        ),
        Choice(
            texts("proposal-decline"),
            telling.token("proposal.decline", number),
            style=Style.DANGER,
        ),
    )
    shown = await _screen(Told(telling.read, texts, reader), found, buttons, None)
    return replace(shown, mode=Mode.NEW)


async def _about(told: Told, found: Proposal, names: Mapping[int, str]) -> list[Block]:
    """What a scholarship, an import of vouchers or a partner's bill is, in words."""
    about, texts = found.about, told.texts
    if found.kind == "vouchers.imported":
        prepaid = "ahead" if about["prepaid"] else "later"
        codes, cost = about["codes"], await told.money(int(about["cost"]))
        return [text(texts(f"proposal-vouchers-{prepaid}", codes=codes, cost=cost))]
    if found.kind == "voucher.settled":
        amount = await told.money(int(about["amount"]))
        return [text(texts("proposal-bill", partner=about["partner"], amount=amount))]
    if found.kind != "scholarship":
        return []
    title = await title_of(told.read, told.reader_id, str(about["thing"])) or "—"
    name = names.get(int(about["person"]), texts("proposal-somebody"))
    said = texts("proposal-for", name=name, course=title, tokens=about["tokens"])
    return [text(said)]


async def _screen(
    told: Told, found: Proposal, buttons: tuple[Choice, Choice], everything: Choice | None
) -> Screen:
    """`buttons`: to approve and to decline, for who may; `everything`: the way to the list."""
    texts = told.texts
    names = await told.read(first_names, _people(found))
    by = texts("proposal-shell")
    if found.proposed_by is not None:
        by = names.get(found.proposed_by, texts("proposal-somebody"))
    body: list[Block] = [
        text(texts("proposal-who", by=by)),
        *await _about(told, found, names),
        *_lines(texts, found, names),
        text(texts("proposal-own-funds", amount=await told.money(found.own_funds))),
        *_standing(texts, found, names),
    ]
    rows: list[tuple[Choice, ...]] = []
    if found.state == "waiting" and told.reader_id == found.proposed_by:
        body.append(text(texts("proposal-yours")))
        rows.append(buttons[1:])
    elif found.state == "waiting" and told.reader_id in found.approved_by:
        body.append(text(texts("proposal-heard")))
    elif found.state == "waiting":
        rows.append(buttons)
    if everything is not None:
        rows.append((everything,))
    return Screen(
        title=texts("proposal-title", number=found.proposal_id, what=_kind(texts, found)),
        body=tuple(body),
        rows=tuple(rows),
    )


def _lines(texts: Texts, found: Proposal, names: Mapping[int, str]) -> list[Block]:
    """In words; a correction's with the codes too, and with the names of those it touches."""
    said = [moved(texts, line) for line in found.lines[:MOST_LINES]]
    if found.kind == "correction":
        codes = [_codes(line, names) for line in found.lines[:MOST_LINES]]
        said = [f"{words} ({code})" for words, code in zip(said, codes, strict=True)]
    return [ListBlock(tuple((text(one),) for one in said))] if said else []


def _codes(line: Line, names: Mapping[int, str]) -> str:
    said = f"{line.debit} → {line.credit}"
    touched = [names[person] for person in _persons_of(line) if person in names]
    return ", ".join([said, *touched])


def _persons_of(line: Line) -> list[int]:
    found = (_PERSON.match(code) for code in (line.debit, line.credit))
    return list(dict.fromkeys(int(one[1]) for one in found if one))


def _standing(texts: Texts, found: Proposal, names: Mapping[int, str]) -> list[Block]:
    """Who decided, or who is to."""
    somebody = texts("proposal-somebody")
    said = tuple(names.get(person_id, somebody) for person_id in found.approved_by)
    match found.state:
        case "approved":
            if found.journal_id is None:
                return [text(texts("proposal-approved-plain", names=said))]
            journal = found.journal_id
            return [text(texts("proposal-approved", names=said, journal=journal))]
        case "declined":
            by = names.get(found.declined_by or 0, somebody)
            return [text(texts("proposal-declined", names=by))]
        case "expired":
            return [text(texts("proposal-expired"))]
    needed: list[Block] = []
    if found.approved_by:
        needed.append(text(texts("proposal-so-far", names=said)))
    until = texts.local_day(found.expires_at)
    if found.needed == NEEDED:
        needed.append(text(texts("proposal-needs", day=until)))
    else:
        needed.append(text(texts("proposal-needs-second", day=until)))
    if found.can_approve < found.needed:
        needed.append(text(texts("proposal-one-only", can=found.can_approve)))
    return needed


def _people(found: Proposal) -> Sequence[int]:
    everybody = (*found.approved_by, found.declined_by, found.proposed_by)
    concerned = found.about.get("person")
    people = [person_id for person_id in everybody if person_id is not None]
    people += [person_id for line in found.lines for person_id in _persons_of(line)]
    return [*people, concerned] if isinstance(concerned, int) else people


def _kind(texts: Texts, found: Proposal) -> str:
    return texts(f"proposal-{found.kind.replace('.', '-')}")
