"""The wallet: what is there, until when, and why it came."""

from __future__ import annotations

from collections.abc import Mapping

from bots.dialogue.features.linking import way_to_link
from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, action, announcement, command
from bots.dialogue.screen import Choice, Screen
from bots.dialogue.statement_words import quizzes_in, signed, what_happened
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, Paragraph, Span, bold, text
from engine.quizzes.reward_facts import quiz_titles
from engine.rewards import policy
from engine.rewards.programmes import terms_now
from engine.wallet.commands import WalletLine, WalletQuery
from engine.wallet.expiry import TokensExpire
from engine.wallet.queries import treasury_state, wallet_page
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
    if page.use_by is not None:
        held.append(texts("wallet-use-by", day=page.use_by))
    if page.purchased:
        held.append(texts("wallet-purchased", tokens=page.purchased))
    body: list[Block] = [bold(", ".join(held))]
    if page.latest:
        titles = await visit.read(quiz_titles, quizzes_in(page.latest))
        body += [_line(visit, line, titles) for line in page.latest]
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


def _line(visit: Visit, line: WalletLine, titles: Mapping[int, str]) -> Paragraph:
    what = what_happened(visit.texts, line, titles)
    amount = Span(signed(visit.texts, line.amount), is_bold=True)
    return Paragraph((amount, Span(f"  {what}, {visit.texts.moment(line.at)}")))


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
