"""Partners' vouchers for administrators: what is in stock, and a file of codes for more."""

from __future__ import annotations

import asyncio

from bots.dialogue import forms
from bots.dialogue.features import proposals
from bots.dialogue.registry import Answer, action, command, form
from bots.dialogue.request import Attachment
from bots.dialogue.screen import FieldKind, FormField, Mode, Screen, Style
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, ListBlock, Paragraph, Span, text
from engine.people.commands import Role, UseAllowance
from engine.people.service import use_allowance
from engine.wallet.queries import treasury_state
from engine.wallet.redemption_commands import ImportVouchers
from engine.wallet.redemption_queries import voucher_stock
from engine.wallet.vouchers_csv import COLUMNS, MOST_BYTES, VoucherProblem, read_vouchers
from engine.wallet.vouchers_importing import import_vouchers

PROBLEMS_SHOWN = 12
OFFERS_SHOWN = 20


@command("vouchers", audience="admin")
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_stock(visit)


@action("vouchers.stock")
async def show_stock(visit: Visit) -> Screen:
    stock = await visit.read(voucher_stock, visit.person_id)
    texts = visit.texts
    lines = tuple(
        (
            text(
                texts(
                    "vouchers-line", title=offer.title, partner=offer.partner, price=offer.price,
                    codes=offer.in_stock,
                )
            ),
        )
        for offer in stock[:OFFERS_SHOWN]
    )  # fmt: skip
    body: list[Block] = [ListBlock(lines)] if lines else [text(texts("vouchers-none"))]
    return Screen(
        title=texts("vouchers-title"),
        body=tuple(body),
        rows=((visit.choice("vouchers-send", ask_file, style=Style.PRIMARY),),),
    )


@action("vouchers.send", opens_form=True)
async def ask_file(visit: Visit) -> Answer:
    if not visit.is_(Role.ADMIN):
        return await show_stock(visit)
    return await forms.open_form(visit, "vouchers")


async def _fields(
    visit: Visit, values: dict[str, str], arguments: tuple[int | str, ...]
) -> list[FormField]:
    """The file last: an answer in a chat is there for its own message alone."""
    texts = visit.texts
    paid = (("ahead", texts("vouchers-ahead")), ("later", texts("vouchers-later")))
    return [
        FormField(
            "paid", texts("form-vouchers-paid"), kind=FieldKind.ONE, options=paid,
            hint=texts("form-vouchers-paid-hint"),
        ),
        forms.file_field(
            texts("form-vouchers-file"), texts("form-vouchers-hint", columns=",".join(COLUMNS))
        ),
    ]  # fmt: skip


@form("vouchers", fields=_fields)
async def file_given(visit: Visit, values: dict[str, str]) -> Answer:
    attachment = visit.files.get("file")
    if attachment is None:
        return visit.said("form-wants-file")
    return await take(visit, attachment, is_prepaid=values.get("paid") == "ahead")


async def take(visit: Visit, attachment: Attachment, *, is_prepaid: bool) -> Answer:
    """Size first, then the bytes. Nothing is kept unless every row is right."""
    if not visit.is_(Role.ADMIN):
        return await show_stock(visit)
    await visit.run(use_allowance, UseAllowance(visit.person_id, "import"))
    if attachment.size_bytes > MOST_BYTES:
        return _refused(visit, (VoucherProblem(0, "too_large", str(MOST_BYTES // 1024)),))
    content = await attachment.read()
    peg = (await visit.read(treasury_state, None)).peg
    rows, problems = await asyncio.to_thread(read_vouchers, content, now=visit.now, peg=peg)
    if problems:
        return _refused(visit, problems)
    made = await visit.run(import_vouchers, ImportVouchers(visit.person_id, is_prepaid, rows))
    return await proposals.show(visit, made.proposal_id)


def _refused(visit: Visit, problems: tuple[VoucherProblem, ...]) -> Screen:
    texts = visit.texts
    lines = tuple((text(_told(visit, one)),) for one in problems[:PROBLEMS_SHOWN])
    body: list[Block] = [
        Paragraph((Span(texts("vouchers-refused"), is_bold=True),)),
        ListBlock(lines),
    ]
    if len(problems) > PROBLEMS_SHOWN:
        body.append(text(texts("import-more-notes", notes=len(problems) - PROBLEMS_SHOWN)))
    return Screen(
        title=texts("vouchers-kept-nothing"),
        body=tuple(body),
        rows=((visit.choice("gift-again", ask_file, style=Style.PRIMARY),),),
        mode=Mode.NEW,
    )


def _told(visit: Visit, problem: VoucherProblem) -> str:
    what = visit.texts(f"voucher-problem-{problem.what}", detail=problem.detail)
    if not problem.line:
        return what
    return visit.texts("voucher-problem-line", line=problem.line, what=what)
