"""The books' daily check, as administrators hear of it, look again, and let payouts go on."""

from __future__ import annotations

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command
from bots.dialogue.screen import Choice, Mode, Screen, Style
from bots.dialogue.texts import Texts
from bots.dialogue.visit import Visit
from engine.foundation.richtext import ListBlock, text
from engine.wallet.checking import (
    CashOutFrozen,
    CheckBooks,
    FreezeState,
    LiftFreeze,
    check_books,
    freeze_state,
    lift_freeze,
)
from engine.wallet.commands import AuditProblem

MOST_SHOWN = 10


@command("books", audience="admin")
async def asked(visit: Visit, given: dict[str, str]) -> Answer:
    return _shown(visit, await visit.read(freeze_state, visit.person_id))


@action("books.check")
async def check(visit: Visit) -> Answer:
    return _shown(visit, await visit.run(check_books, CheckBooks(visit.person_id)))


@action("books.lift")
async def lift(visit: Visit) -> Answer:
    found = await visit.run(lift_freeze, LiftFreeze(visit.person_id))
    if found.is_frozen:
        return _shown(visit, found)
    return Screen(title=visit.texts("books-clean-title"), body=(text(visit.texts("books-lifted")),))


@announcement(CashOutFrozen)
async def tell(telling: Telling, event: CashOutFrozen) -> Screen | None:
    """As it stands when it is told; nothing once it is lifted."""
    found = await telling.read(freeze_state, telling.address.person_id)
    if not found.is_frozen:
        return None
    texts = telling.texts
    again = Choice(texts("books-check"), telling.token("books.check"), style=Style.PRIMARY)
    return _screen(texts, found, (again,), mode=Mode.NEW)


def _shown(visit: Visit, found: FreezeState) -> Screen:
    buttons = [visit.choice("books-check", check, style=Style.PRIMARY)]
    if found.is_frozen and not found.problems:
        buttons.append(visit.choice("books-lift", lift, style=Style.SUCCESS))
    return _screen(visit.texts, found, tuple(buttons))


def _screen(
    texts: Texts, found: FreezeState, buttons: tuple[Choice, ...], *, mode: Mode = Mode.EDIT
) -> Screen:
    if not found.is_frozen:
        return Screen(
            title=texts("books-clean-title"),
            body=(text(texts("books-fine")),),
            rows=(buttons,),
            mode=mode,
        )
    if not found.problems:
        return Screen(
            title=texts("books-clean-title"),
            body=(text(texts("books-clean")),),
            rows=(buttons,),
            mode=mode,
        )
    lines = [_told(texts, problem) for problem in found.problems[:MOST_SHOWN]]
    more = len(found.problems) - len(lines)
    if more:
        lines.append(texts("problem-more", more=more))
    return Screen(
        title=texts("books-frozen-title"),
        body=(
            text(texts("books-frozen", problems=len(found.problems))),
            ListBlock(tuple((text(line),) for line in lines)),
            text(texts("books-how")),
        ),
        rows=(buttons,),
        mode=mode,
    )


def _told(texts: Texts, problem: AuditProblem) -> str:
    data = problem.data
    where = data.get("account") or data.get("asset") or data.get("journal") or "ledger"
    return texts(f"problem-{problem.code}", where=str(where))
