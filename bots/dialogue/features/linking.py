"""Linking one's accounts on both platforms: a code from one side, a yes from each."""

from __future__ import annotations

from bots.dialogue.mailroom import Telling
from bots.dialogue.registry import Answer, Option, action, announcement, command
from bots.dialogue.screen import Choice, Fact, Mode, Screen, Style
from bots.dialogue.texts import Texts
from bots.dialogue.tokens import Id
from bots.dialogue.visit import Visit
from engine.foundation.richtext import Block, Paragraph, Span, text
from engine.people.commands import PlatformAccount
from engine.people.events import AccountsLinked, LinkAsked, LinkUndone
from engine.people.link_commands import (
    AcceptLink,
    ConfirmLink,
    DeclineLink,
    GiveLinkCode,
    LinkOffer,
    LinkOfferQuery,
    LinkSide,
    MakeLinkCode,
    UndoMerge,
)
from engine.people.link_queries import link_standing, recent_merges
from engine.people.linking import (
    accept_link,
    confirm_link,
    decline_link,
    give_link_code,
    make_link_code,
    undo_merge,
)
from engine.people.queries import accounts_of

PAYLOAD = "l_"  # of a deep link; the code follows
MOST_LINKS = 8


@command("link", options=[Option("code")])
async def link(visit: Visit, given: dict[str, str]) -> Answer:
    """With a code from the other platform, or for one to take there."""
    code = (given.get("code") or given.get("text") or "").strip()
    return await code_given(visit, code) if code else await front(visit)


async def way_to_link(visit: Visit) -> tuple[Choice, ...]:
    """The button for who has not linked the other platform yet."""
    own = {account.platform for account in await visit.read(accounts_of, visit.person_id)}
    missing = [platform for platform in visit.platforms if platform not in own]
    if not missing:
        return ()
    name = visit.texts(f"platform-{missing[0]}")
    return (visit.choice("link-button", front, platform=name),)


@action("link.front")
async def front(visit: Visit) -> Answer:
    """A code for the other side. The engine keeps its hash alone, so no answer of it is kept."""
    if len(visit.platforms) < 2:
        return visit.said("link-one-platform")
    made = await visit.surroundings.engine.run(
        make_link_code, MakeLinkCode(visit.person_id, visit.platform, visit.platforms)
    )
    texts = visit.texts
    other = made.to_platforms[0]
    name = texts(f"platform-{other}")
    shown = f"{made.code[:5]}-{made.code[5:]}"
    typed = f"/link code: {shown}" if other == "discord" else f"/link {shown}"
    hands = visit.hands_of(other)
    address = hands.deep_link(PAYLOAD + made.code) if hands else ""
    rows: list[tuple[Choice, ...]] = []
    if address:
        rows.append((Choice(texts("link-open", platform=name), url=address),))
    rows.append(
        (
            visit.choice("link-check", check, made.code_id),
            visit.choice("link-no", stop, made.code_id),
        )
    )
    return Screen(
        title=texts("link-title", platform=name),
        body=(
            text(texts("link-what")),
            text(texts("link-open-how" if address else "link-type-how", platform=name)),
            Paragraph((Span(typed, is_code=True),)),
            text(texts("link-how-long")),
        ),
        rows=tuple(rows),
    )


async def code_given(visit: Visit, code: str) -> Answer:
    """What linking would do; nothing is done yet. The address that led here holds the code."""
    answer = await visit.surroundings.engine.run(
        give_link_code, GiveLinkCode(visit.person_id, visit.platform, code)
    )
    if answer.offer is None:
        return visit.said(f"link-{answer.state}", tries=answer.tries_left)
    maker, giver = answer.offer.maker, answer.offer.giver
    texts = visit.texts
    return Screen(
        title=texts("link-ask", name=_named(maker), platform=texts(f"platform-{maker.platform}")),
        body=(
            *_what_merges(texts, own=giver, other=maker),
            text(texts("link-then", platform=texts(f"platform-{maker.platform}"))),
        ),
        rows=(
            (
                visit.choice("link-yes", accept, answer.offer.code_id, style=Style.PRIMARY),
                visit.choice("link-no", stop, answer.offer.code_id),
            ),
        ),
        mode=Mode.NEW,
    )


@action("link.accept")
async def accept(visit: Visit, code_id: Id) -> Answer:
    offer = await visit.run(accept_link, AcceptLink(visit.person_id, code_id))
    platform = visit.texts(f"platform-{offer.maker.platform}")
    return Screen(
        title=visit.texts("link-half"),
        body=(text(visit.texts("link-half-what", platform=platform)),),
    )


@action("link.check")
async def check(visit: Visit, code_id: Id) -> Answer:
    """For who made the code: has the other side said yes?"""
    standing = await visit.read(link_standing, LinkOfferQuery(visit.person_id, code_id))
    if standing.state == "taken" and standing.offer is not None:
        return _confirmation(
            visit.texts, standing.offer, visit.token(confirm, code_id), visit.token(stop, code_id)
        )
    if standing.state == "open":
        return visit.toast("link-waiting", is_alert=True)
    if standing.state == "used":
        return visit.toast("link-done-title", is_alert=True)
    return Screen(
        body=(text(visit.texts("link-over")),), rows=((visit.choice("link-again", front),),)
    )


@announcement(LinkAsked)
async def tell_asked(telling: Telling, event: LinkAsked) -> Screen | None:
    standing = await telling.read(link_standing, LinkOfferQuery(event.person_id, event.code_id))
    if standing.state != "taken" or standing.offer is None:
        return None
    return _confirmation(
        telling.texts,
        standing.offer,
        telling.token("link.confirm", event.code_id),
        telling.token("link.stop", event.code_id),
    )


def _confirmation(texts: Texts, offer: LinkOffer, yes: str, no: str) -> Screen:
    giver = offer.giver
    platform = texts(f"platform-{giver.platform}")
    return Screen(
        title=texts("link-ask", name=_named(giver), platform=platform),
        body=(
            *_what_merges(texts, own=offer.maker, other=giver),
            text(texts("link-only-you")),
        ),
        rows=(
            (
                Choice(texts("link-yes"), yes, style=Style.PRIMARY),
                Choice(texts("link-no"), no),
            ),
        ),
    )


@action("link.confirm")
async def confirm(visit: Visit, code_id: Id) -> Answer:
    await visit.run(confirm_link, ConfirmLink(visit.person_id, code_id))
    return Screen(
        title=visit.texts("link-done-title"),
        body=(text(visit.texts("link-done")),),
        rows=((visit.choice("result-wallet", "wallet.show"),),),
    )


@action("link.stop")
async def stop(visit: Visit, code_id: Id) -> Answer:
    await visit.run(decline_link, DeclineLink(visit.person_id, code_id))
    return Screen(body=(text(visit.texts("link-stopped")),))


@announcement(AccountsLinked)
async def tell_linked(telling: Telling, event: AccountsLinked) -> Screen | None:
    """On each of the two: whoever did not want this reads how to have it undone."""
    accounts = await telling.read(accounts_of, event.person_id)
    others = [account for account in accounts if account.platform != event.platform]
    if not others:
        return None
    texts = telling.texts
    name = _called(others[0])
    return Screen(
        title=texts("link-done-title"),
        body=(
            text(texts("link-told", name=name, platform=texts(f"platform-{others[0].platform}"))),
            text(texts("link-not-me")),
        ),
        rows=((Choice(texts("result-wallet"), telling.token("wallet.show")),),),
    )


@announcement(LinkUndone)
async def tell_undone(telling: Telling, event: LinkUndone) -> Screen | None:
    return Screen(body=(text(telling.texts("link-undone-told")),))


@command("links", audience="admin")
async def links(visit: Visit, given: dict[str, str]) -> Answer:
    return await show_links(visit)


@action("link.recent")
async def show_links(visit: Visit) -> Answer:
    """The links of the last seven days, each to be undone."""
    recent = await visit.read(recent_merges, visit.person_id)
    texts = visit.texts
    rows = [
        (
            visit.choice(
                "links-undo", ask_undo, merge.merge_id, name=merge.name[:30],
                day=texts.local_day(merge.merged_at),
            ),
        )
        for merge in recent[:MOST_LINKS]
    ]  # fmt: skip
    return Screen(
        title=texts("links-title"),
        body=(text(texts("links-what" if recent else "links-none")),),
        rows=tuple(rows),
    )


@action("link.ask_undo")
async def ask_undo(visit: Visit, merge_id: Id) -> Answer:
    texts = visit.texts
    recent = await visit.read(recent_merges, visit.person_id)
    merge = next((one for one in recent if one.merge_id == merge_id), None)
    if merge is None:
        return await show_links(visit)
    facts = [
        Fact(texts(f"platform-{account.platform}"), _called(account))
        for account in await visit.read(accounts_of, merge.keeper_id)
    ]
    return Screen(
        title=texts("links-sure"),
        body=(text(texts("links-sure-what")),),
        facts=tuple(facts),
        rows=(
            (
                visit.choice("links-undo-yes", undo, merge_id, style=Style.DANGER),
                visit.choice("go-back", show_links),
            ),
        ),
    )


@action("link.undo")
async def undo(visit: Visit, merge_id: Id) -> Answer:
    await visit.run(undo_merge, UndoMerge(visit.person_id, merge_id))
    return visit.with_toast(await show_links(visit), visit.texts("links-undone"))  # type: ignore[arg-type]


def _called(account: PlatformAccount) -> str:
    name = account.first_name
    return f"{name} (@{account.username})" if account.username else name


def _named(side: LinkSide) -> str:
    return f"{side.name} (@{side.username})" if side.username else side.name


def _what_merges(texts: Texts, *, own: LinkSide, other: LinkSide) -> tuple[Block, ...]:
    """One's own first: who has nothing here need not fear for it."""
    if not own.holdings and not other.holdings:
        return (text(texts("link-both-empty")),)
    if not own.holdings:
        return (
            text(texts("link-own-empty")),
            text(texts("link-theirs", holdings=_list(texts, other))),
        )
    if not other.holdings:
        return (text(texts("link-other-empty", holdings=_list(texts, own))),)
    return (
        text(texts("link-own", holdings=_list(texts, own))),
        text(texts("link-theirs", holdings=_list(texts, other))),
        text(texts("link-one-of-all")),
    )


def _list(texts: Texts, side: LinkSide) -> str:
    return ", ".join(
        texts(f"holding-{holding.what}", number=holding.number) for holding in side.holdings
    )
