"""The wallet: what is there, until when, why it came, and the whole statement."""

from __future__ import annotations

from bots.dialogue.features.linking import way_to_link
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command
from bots.dialogue.screen import Choice, Screen
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, Paragraph, Span, bold, text
from engine.rewards import policy
from engine.wallet.commands import StatementQuery, WalletLine, WalletQuery
from engine.wallet.expiry import TokensExpire
from engine.wallet.queries import statement, treasury_state, wallet_page
from engine.wallet.token_policy import EARNED_LAST

STATEMENT_LINES = 10


@command("wallet", in_menu=True)
async def wallet(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_wallet(visit)


@action("wallet.show")
async def show_wallet(visit: Visit) -> Screen:
    texts = visit.texts
    page = await visit.read(wallet_page, WalletQuery(visit.person_id))
    treasury = await visit.read(treasury_state, None)
    held = [texts("wallet-earned", tokens=page.earned)]
    if page.use_by is not None:
        held.append(texts("wallet-use-by", day=page.use_by))
    if page.purchased:
        held.append(texts("wallet-purchased", tokens=page.purchased))
    body: list[Block] = [bold(", ".join(held))]
    if page.latest:
        body += [_line(visit, line) for line in page.latest]
    else:
        body.append(text(texts("wallet-empty")))
    if not treasury.is_open or treasury.mode == "points":
        body.append(text(texts("withheld-points_only")))
    rows: list[tuple[Choice, ...]] = [(visit.choice("wallet-why", why),)]
    if page.latest:
        rows[0] = (*rows[0], visit.choice("wallet-statement", show_statement, 0))
    linking = await way_to_link(visit)
    return Screen(
        title=texts("wallet-title"),
        body=tuple(body),
        rows=(*rows, linking) if linking else tuple(rows),
    )


@action("wallet.why")
async def why(visit: Visit) -> Answer:
    """The rules that gave what is there, with the amounts of this deployment's policy."""
    texts = visit.texts
    return Screen(
        title=texts("why-title"),
        body=(
            text(texts("why-quiz", tokens=policy.QUIZ_PASSED, bonus=policy.QUIZ_ALL_RIGHT)),
            text(
                texts(
                    "why-streak",
                    seven=policy.STREAK_MILESTONES[7],
                    thirty=policy.STREAK_MILESTONES[30],
                    hundred=policy.STREAK_MILESTONES[100],
                )
            ),
            text(texts("why-caps", day=policy.DAILY_CAP, month=policy.MONTHLY_CAP)),
            text(texts("why-newcomer", tokens=policy.NEWCOMER_CAP, days=policy.NEWCOMER_FOR.days)),
            text(texts("why-expiry", days=EARNED_LAST.days)),
        ),
        rows=((visit.choice("go-back", show_wallet),),),
    )


@action("wallet.statement")
async def show_statement(visit: Visit, before: Id) -> Answer:
    texts = visit.texts
    page = await visit.read(
        statement, StatementQuery(visit.person_id, before=before or None, limit=STATEMENT_LINES)
    )
    rows = [visit.choice("go-back", show_wallet)]
    if page.has_more:
        rows.insert(0, visit.choice("statement-earlier", show_statement, page.lines[-1].id))
    return Screen(
        title=texts("statement-title"),
        body=tuple(_line(visit, line, with_balance=True) for line in page.lines)
        or (text(texts("wallet-empty")),),
        rows=(tuple(rows),),
    )


def _line(visit: Visit, line: WalletLine, *, with_balance: bool = False) -> Paragraph:
    texts = visit.texts
    programme = str(line.about.get("programme", ""))
    id = f"line-{line.kind.replace('.', '-')}" + (f"-{programme}" if programme else "")
    what = texts(id) if texts.has(id) else texts("line-other")
    amount = f"{'+' if line.amount > 0 else '−'}{texts.number(abs(line.amount))}"
    spans = [Span(amount, is_bold=True), Span(f"  {what}, {texts.moment(line.at)}")]
    if with_balance:
        spans.append(Span("  " + texts("line-balance", tokens=line.balance_after)))
    return Paragraph(tuple(spans))


@announcement(TokensExpire)
async def tell_expiry(telling: Telling, event: TokensExpire) -> Screen | None:
    """Nothing once they are used or gone."""
    page = await telling.read(wallet_page, WalletQuery(event.person_id))
    if page.use_by is None or page.use_by > event.use_by.date():
        return None
    texts = telling.texts
    day = event.use_by.date()
    return Screen(
        title=texts("expiry-title", tokens=min(event.tokens, page.earned), day=day),
        body=(text(texts("expiry-what")),),
        rows=(
            (
                Choice(texts("result-wallet"), telling.token("wallet.show")),
                Choice(texts("home-courses"), telling.token("courses.page", 1)),
            ),
        ),
        is_silent=True,
    )
