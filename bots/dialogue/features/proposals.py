"""What two administrators decide: told with its lines in words, approved or declined by a press."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command
from bots.dialogue.screen import Choice, Mode, Screen, Style
from bots.dialogue.statement_words import moved
from bots.dialogue.texts import Texts
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.courses.access import course_in
from engine.courses.commands import CourseQuery
from engine.courses.queries import course_card
from engine.foundation.errors import NotFound
from engine.foundation.richtext import Block, ListBlock, text
from engine.people.queries import first_names
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

MOST_SHOWN = 8
MOST_LINES = 20


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
    found = await visit.run(vote, Vote(visit.person_id, proposal_id, is_approval))
    return await _shown(visit, found)


async def _shown(visit: Visit, found: Proposal) -> Screen:
    names = await visit.read(first_names, _people(found))
    buttons = (
        visit.choice("proposal-approve", approve, found.proposal_id, style=Style.SUCCESS),
        visit.choice("proposal-decline", decline, found.proposal_id, style=Style.DANGER),
    )
    about = await _about(visit.read, visit.texts, found, names, visit.person_id)
    return _screen(visit.texts, found, names, buttons, about)


@announcement(ProposalMade)
async def tell(telling: Telling, event: ProposalMade) -> Screen | None:
    """Nothing to who is no administrator any more, nor of what is decided."""
    query = ProposalQuery(telling.address.person_id, event.proposal_id)
    found = await telling.read(proposal, query)
    if found.state != "waiting":
        return None
    texts = telling.texts
    names = await telling.read(first_names, _people(found))
    buttons = (
        Choice(
            texts("proposal-approve"),
            telling.token("proposal.approve", found.proposal_id),
            style=Style.SUCCESS,
        ),
        Choice(
            texts("proposal-decline"),
            telling.token("proposal.decline", found.proposal_id),
            style=Style.DANGER,
        ),
    )
    about = await _about(telling.read, texts, found, names, telling.address.person_id)
    return _screen(texts, found, names, buttons, about, mode=Mode.NEW)


async def _about(
    read: Callable[..., Awaitable[Any]],
    texts: Texts,
    found: Proposal,
    names: Mapping[int, str],
    reader_id: int,
) -> list[Block]:
    """What a scholarship, an import of vouchers or a partner's bill is, in words."""
    about = found.about
    if found.kind == "vouchers.imported":
        prepaid = "ahead" if about["prepaid"] else "later"
        codes, cost = about["codes"], texts.number(int(about["cost"]))
        return [text(texts(f"proposal-vouchers-{prepaid}", codes=codes, cost=cost))]
    if found.kind == "voucher.settled":
        amount = texts.number(int(about["amount"]))
        return [text(texts("proposal-bill", partner=about["partner"], amount=amount))]
    if found.kind != "scholarship":
        return []
    course_id = course_in(str(about["thing"]))
    try:
        title = (await read(course_card, CourseQuery(reader_id, course_id))).title
    except NotFound:
        title = "—"
    name = names.get(int(about["person"]), texts("proposal-somebody"))
    said = texts("proposal-for", name=name, course=title, tokens=about["tokens"])
    return [text(said)]


def _screen(
    texts: Texts,
    found: Proposal,
    names: Mapping[int, str],
    buttons: tuple[Choice, ...],
    about: Sequence[Block],
    *,
    mode: Mode = Mode.EDIT,
) -> Screen:
    by = texts("proposal-shell")
    if found.proposed_by is not None:
        by = names.get(found.proposed_by, texts("proposal-somebody"))
    body: list[Block] = [
        text(texts("proposal-who", by=by)),
        *about,
        *_lines(texts, found),
        text(texts("proposal-own-funds", amount=texts.number(found.own_funds))),
        *_standing(texts, found, names),
    ]
    return Screen(
        title=texts("proposal-title", number=found.proposal_id, what=_kind(texts, found)),
        body=tuple(body),
        rows=(buttons,) if found.state == "waiting" else (),
        mode=mode,
    )


def _lines(texts: Texts, found: Proposal) -> list[Block]:
    lines = tuple(
        (text(f"{moved(texts, line)} ({line.debit} → {line.credit})"),)
        for line in found.lines[:MOST_LINES]
    )
    return [ListBlock(lines)] if lines else []


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
    until = found.expires_at.date()
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
    return [*people, concerned] if isinstance(concerned, int) else people


def _kind(texts: Texts, found: Proposal) -> str:
    return texts(f"proposal-{found.kind.replace('.', '-')}")
