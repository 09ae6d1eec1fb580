"""The wallet: what is there, until when, and why it came."""

from __future__ import annotations

from collections.abc import Mapping

from bots.dialogue.features.linking import way_to_link
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command
from bots.dialogue.screen import Choice, Screen
from bots.dialogue.statement_words import signed, what_happened
from bots.dialogue.titles import title_of, titles_of
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, Paragraph, Span, bold, text
from engine.rewards import policy
from engine.rewards.programmes import terms_now
from engine.wallet.commands import WalletLine, WalletQuery
from engine.wallet.expiry import TokensExpire
from engine.wallet.queries import earned_lots, treasury_state, wallet_page
from engine.wallet.token_policy import EARNED_LAST


@command("wallet", in_menu=True)
async def wallet(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_wallet(visit)


@action("wallet.show")
async def show_wallet(visit: Visit) -> Screen:
    texts = visit.texts
    page = await visit.read(wallet_page, WalletQuery(visit.person_id))
    treasury = await visit.read(treasury_state, None)
    held = [texts("wallet-earned", tokens=page.earned)]
    if page.purchased:
        held.append(texts("wallet-purchased", tokens=page.purchased))
    body: list[Block] = [bold(", ".join(held)), *await _of_the_earned(visit)]
    if page.latest:
        titles = await titles_of(visit, page.latest)
        is_mixed = len({line.bucket for line in page.latest}) > 1
        body += [_line(visit, line, titles, is_mixed=is_mixed) for line in page.latest]
    else:
        body.append(text(texts("wallet-empty")))
    if not treasury.is_open or treasury.mode == "points":
        body.append(text(texts("withheld-points_only")))
    rows: list[tuple[Choice, ...]] = [(visit.choice("wallet-why", why),)]
    if page.latest:
        rows[0] = (*rows[0], visit.choice("wallet-statement", "wallet.statement", 0))
    if treasury.is_open and treasury.mode != "points":
        rows.append((visit.choice("wallet-redeem", "redeem.front"),))
    linking = await way_to_link(visit)
    return Screen(
        title=texts("wallet-title"),
        body=tuple(body),
        rows=(*rows, linking) if linking else tuple(rows),
    )


@action("wallet.why")
async def why(visit: Visit) -> Answer:
    """The rules that gave what is there, with the amounts that hold in this community."""
    texts = visit.texts
    terms = await visit.read(terms_now, None)
    quiz, streak, caps = terms["quiz"], terms["streak"], terms["caps"]
    return Screen(
        title=texts("why-title"),
        body=(
            text(texts("why-quiz", tokens=quiz["passed"], bonus=quiz["all_right"])),
            text(
                texts(
                    "why-streak",
                    seven=streak["7"],
                    thirty=streak["30"],
                    hundred=streak["100"],
                )
            ),
            text(texts("why-caps", day=caps["daily"], month=caps["monthly"])),
            text(texts("why-newcomer", tokens=caps["newcomer"], days=policy.NEWCOMER_FOR.days)),
            text(texts("why-expiry", days=EARNED_LAST.days)),
        ),
        rows=((visit.choice("go-back", show_wallet),),),
    )


async def _of_the_earned(visit: Visit) -> list[Block]:
    """Until when, and what of it cannot be used yet, or for one thing alone: what a price then
    takes is no surprise."""
    texts, now = visit.texts, visit.now
    lots = await visit.read(earned_lots, visit.person_id)
    said: list[str] = []
    if lots:
        day = texts.before(lots[0].use_by, now)
        soonest = sum(lot.tokens for lot in lots if texts.before(lot.use_by, now) == day)
        said.append(texts("wallet-use-by", tokens=soonest, day=day))
    waiting = [lot for lot in lots if lot.usable_from > now]
    if waiting:
        at = min(lot.usable_from for lot in waiting)
        said.append(texts("wallet-waiting", tokens=sum(lot.tokens for lot in waiting), at=at))
    for thing in dict.fromkeys(lot.thing for lot in lots if lot.thing):
        tokens = sum(lot.tokens for lot in lots if lot.thing == thing)
        if title := await title_of(visit.read, visit.person_id, thing):
            said.append(texts("wallet-given", tokens=tokens, course=title))
    return [text(one) for one in said]


def _line(
    visit: Visit, line: WalletLine, titles: Mapping[str, str], *, is_mixed: bool
) -> Paragraph:
    """`is_mixed`: the lines are of both classes, so each says which."""
    texts = visit.texts
    said = f"{what_happened(texts, line, titles)}, {texts.moment(line.at)}"
    if is_mixed:
        said += " " + texts("line-class", bucket=line.bucket)
    return Paragraph((Span(signed(texts, line.amount), is_bold=True), Span(f"  {said}")))


@announcement(TokensExpire)
async def tell_expiry(telling: Telling, event: TokensExpire) -> Screen | None:
    """Nothing once they are used or gone."""
    lots = await telling.read(earned_lots, event.person_id)
    left = sum(lot.tokens for lot in lots)
    if not lots or lots[0].use_by > event.use_by:
        return None
    texts = telling.texts
    day = texts.local_day(event.use_by)
    return Screen(
        title=texts("expiry-title", tokens=min(event.tokens, left), day=day),
        body=(text(texts("expiry-what")),),
        rows=(
            (
                Choice(texts("result-wallet"), telling.token("wallet.show")),
                Choice(texts("home-courses"), telling.token("courses.page", 1)),
            ),
        ),
        is_silent=True,
    )
