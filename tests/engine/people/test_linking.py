"""Linking two accounts: who may, when, how often, and who they are afterwards."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from engine.foundation.clock import FrozenClock
from engine.foundation.door import Engine
from engine.foundation.errors import NotFound, TooMany
from engine.foundation.outbox import ClaimDeliveries, claim_deliveries
from engine.foundation.tx import Destination, Tx
from engine.people.commands import (
    Appoint,
    ErasePerson,
    Meet,
    Role,
    SetLocale,
    SetZone,
    WhoQuery,
)
from engine.people.events import AccountsLinked, AdminClaimed, LinkAsked
from engine.people.link_commands import (
    AcceptLink,
    ConfirmLink,
    DeclineLink,
    GiveLinkCode,
    LinkOfferQuery,
    MakeLinkCode,
)
from engine.people.link_errors import (
    AlreadyLinked,
    BothTeach,
    LinkOver,
    LinkSamePlatform,
    LinkToSelf,
)
from engine.people.link_queries import link_standing
from engine.people.linking import (
    CODE_LIFE,
    accept_link,
    confirm_link,
    decline_link,
    give_link_code,
    make_link_code,
)
from engine.people.queries import (
    accounts_of,
    export_person,
    former_ids,
    person_card,
    roles_of,
    who_is,
)
from engine.people.service import appoint, erase_person, meet, set_locale, set_zone
from engine.people.wrong_codes import TRIES_PER_PERSON
from engine.wallet.commands import Journal, Line
from engine.wallet.errors import DebtOpen
from engine.wallet.service import post_journal
from tests.engine.people.linking import BOTH, code_of, given, linked
from tests.engine.people.stored import everything_in


async def somebody(engine: Engine, platform: str, number: int, name: str = "Heron") -> int:
    met = await engine.run(meet, Meet(platform, number, name, f"{name.lower()}{number}"))
    return met.who.person_id


@pytest.fixture
async def two(engine: Engine) -> tuple[int, int]:
    """On Telegram, and on Discord."""
    first = await somebody(engine, "telegram", 5, "Heron")
    return first, await somebody(engine, "discord", 7, "Wren")


async def test_both_agree_and_are_one_person_on_both_platforms(
    engine: Engine, two: tuple[int, int]
) -> None:
    maker, giver = two
    done = await linked(engine, maker, giver)
    assert done.person_id == maker
    assert done.platforms == ("discord", "telegram")
    for platform, number in (("telegram", 5), ("discord", 7)):
        who = await engine.read(who_is, WhoQuery(platform, number))
        assert who is not None
        assert who.person_id == maker
    assert await engine.read(former_ids, maker) == (giver,)
    # An id that something old still holds leads to who they are now.
    assert (await engine.read(person_card, giver)).person_id == maker


async def test_each_side_sees_the_other_before_anything_happens(
    engine: Engine, two: tuple[int, int]
) -> None:
    maker, giver = two
    made = await code_of(engine, maker)
    offer = (await given(engine, giver, made.code)).offer
    assert offer is not None
    assert (offer.maker.name, offer.maker.username) == ("Heron", "heron5")
    assert (offer.giver.name, offer.giver.platform) == ("Wren", "discord")
    await engine.run(accept_link, AcceptLink(giver, made.code_id))
    standing = await engine.read(link_standing, LinkOfferQuery(maker, made.code_id))
    assert standing.state == "taken"
    assert standing.offer == offer
    assert len(await engine.read(accounts_of, maker)) == 1
    stranger = await somebody(engine, "discord", 8)
    with pytest.raises(NotFound):
        await engine.read(link_standing, LinkOfferQuery(stranger, made.code_id))


async def test_who_made_the_code_is_asked_and_both_accounts_are_told(
    engine: Engine, two: tuple[int, int]
) -> None:
    maker, giver = two
    done = await linked(engine, maker, giver)
    told = {
        platform: [
            delivery.event
            for delivery in await engine.run(claim_deliveries, ClaimDeliveries(platform, 10))
        ]
        for platform in BOTH
    }
    asked = [event for event in told["telegram"] if isinstance(event, LinkAsked)]
    assert [event.person_id for event in asked] == [maker]
    assert told["telegram"][1:] == [AccountsLinked(done.merge_id, maker, "telegram")]
    assert told["discord"] == [AccountsLinked(done.merge_id, maker, "discord")]


async def test_a_code_is_good_once_and_for_ten_minutes(
    engine: Engine, two: tuple[int, int], clock: FrozenClock
) -> None:
    maker, giver = two
    made = await code_of(engine, maker)
    clock.advance(seconds=CODE_LIFE.total_seconds())
    assert (await given(engine, giver, made.code)).state == "expired"
    newer = await code_of(engine, maker)
    assert (await given(engine, giver, made.code)).state == "used"
    # As people type it.
    typed = f" {newer.code[:5].lower()}-{newer.code[5:]} ".replace("0", "O")
    assert (await given(engine, giver, typed)).state == "offered"
    await engine.run(accept_link, AcceptLink(giver, newer.code_id))
    third = await somebody(engine, "discord", 8)
    assert (await given(engine, third, newer.code)).state == "used"
    await engine.run(confirm_link, ConfirmLink(maker, newer.code_id))
    assert (await given(engine, third, newer.code)).state == "used"


async def test_the_code_is_kept_nowhere(
    engine: Engine, address: Path | str, two: tuple[int, int]
) -> None:
    made = await code_of(engine, two[0])
    await given(engine, two[1], made.code)
    assert made.code not in everything_in(address)
    assert made.code not in repr(made)


async def test_wrong_codes_are_counted_for_each_person_and_over_all(
    engine: Engine, two: tuple[int, int], clock: FrozenClock
) -> None:
    maker, giver = two
    made = await code_of(engine, maker)
    for left in reversed(range(TRIES_PER_PERSON)):
        answer = await given(engine, giver, "ABCDE12345")
        assert (answer.state, answer.tries_left) == ("wrong", left)
    with pytest.raises(TooMany) as refused:
        await given(engine, giver, made.code)
    assert refused.value.data == {"what": "link", "retry_after_seconds": 3601}
    others = [await somebody(engine, "discord", 100 + number) for number in range(19)]
    for other in others:
        for _ in range(TRIES_PER_PERSON):
            await given(engine, other, "ABCDE12345")
    fresh = await somebody(engine, "discord", 99)
    with pytest.raises(TooMany):
        await given(engine, fresh, made.code)
    clock.advance(hours=1, seconds=1)
    newer = await code_of(engine, maker)
    assert (await given(engine, giver, newer.code)).state == "offered"


async def test_nobody_else_can_take_a_step(engine: Engine, two: tuple[int, int]) -> None:
    maker, giver = two
    third = await somebody(engine, "discord", 8)
    made = await code_of(engine, maker)
    with pytest.raises(LinkOver):  # nobody gave the code yet
        await engine.run(accept_link, AcceptLink(giver, made.code_id))
    await given(engine, giver, made.code)
    for forged in (AcceptLink(third, made.code_id), AcceptLink(maker, made.code_id)):
        with pytest.raises(LinkOver):
            await engine.run(accept_link, forged)
    with pytest.raises(LinkOver):  # the other side has not agreed
        await engine.run(confirm_link, ConfirmLink(maker, made.code_id))
    await engine.run(accept_link, AcceptLink(giver, made.code_id))
    for person in (giver, third):
        with pytest.raises(LinkOver):
            await engine.run(confirm_link, ConfirmLink(person, made.code_id))
    assert not await engine.run(decline_link, DeclineLink(third, made.code_id))
    assert await engine.run(decline_link, DeclineLink(giver, made.code_id))
    with pytest.raises(LinkOver):
        await engine.run(confirm_link, ConfirmLink(maker, made.code_id))
    assert len(await engine.read(accounts_of, maker)) == 1


async def test_who_cannot_be_linked_is_told_why(engine: Engine, two: tuple[int, int]) -> None:
    maker, giver = two
    made = await code_of(engine, maker)
    with pytest.raises(LinkToSelf):
        await engine.run(give_link_code, GiveLinkCode(maker, "telegram", made.code))
    neighbour = await somebody(engine, "telegram", 6)
    with pytest.raises(LinkSamePlatform) as refused:
        await engine.run(give_link_code, GiveLinkCode(neighbour, "telegram", made.code))
    assert refused.value.data == {"platform": "telegram"}
    await linked(engine, maker, giver)
    with pytest.raises(AlreadyLinked):
        await code_of(engine, maker)


async def test_two_educators_and_a_debt_are_refused(engine: Engine, two: tuple[int, int]) -> None:
    maker, giver = two
    made = await code_of(engine, maker)
    debt = Journal(
        "debt",
        "correction",
        (
            Line(f"educator:{giver}:debt", "burn:payout", "TOK", 5),
            Line(f"receivable:educator:{giver}", "expense:bad_debt", "USD", 5),
        ),
    )
    posted = await engine.run(post_journal, debt)
    with pytest.raises(DebtOpen):
        await given(engine, giver, made.code)
    back = Journal(
        "paid",
        "correction",
        (
            Line("expense:bad_debt", f"receivable:educator:{giver}", "USD", 5),
            Line("burn:payout", f"educator:{giver}:debt", "TOK", 5),
        ),
        refers_to=posted.journal_id,
    )
    await engine.run(post_journal, back)
    for person in two:
        await engine.run(appoint, Appoint(person, Role.EDUCATOR))
    with pytest.raises(BothTeach):
        await given(engine, giver, made.code)


async def test_who_teaches_stays_who_they_are(engine: Engine, two: tuple[int, int]) -> None:
    maker, giver = two
    await engine.run(appoint, Appoint(giver, Role.EDUCATOR))
    await engine.run(appoint, Appoint(maker, Role.ADMIN))
    done = await linked(engine, maker, giver)
    assert done.person_id == giver
    assert await engine.read(roles_of, giver) == frozenset(Role)
    assert await engine.read(roles_of, maker) == frozenset()


async def test_what_the_keeper_never_said_is_taken_from_the_other(
    engine: Engine, two: tuple[int, int]
) -> None:
    maker, giver = two
    await engine.run(set_zone, SetZone(giver, "Asia/Tokyo"))
    await engine.run(set_locale, SetLocale(maker, "es"))
    await linked(engine, maker, giver)
    card = await engine.read(person_card, maker)
    assert (card.zone, card.locale) == ("Asia/Tokyo", "es")


async def test_what_waited_for_the_other_waits_for_them(
    engine: Engine, two: tuple[int, int]
) -> None:
    maker, giver = two

    def tell(tx: Tx, person_id: int) -> None:
        tx.emit(AdminClaimed(1), to=[Destination("person", person_id, "discord")])

    await engine.run(tell, giver)
    await linked(engine, maker, giver)
    claimed = await engine.run(claim_deliveries, ClaimDeliveries("discord", 10))
    assert [delivery.to_id for delivery in claimed] == [maker, maker]


async def test_twenty_presses_at_once_are_one_merge(engine: Engine, two: tuple[int, int]) -> None:
    maker, giver = two
    made = await code_of(engine, maker)
    await given(engine, giver, made.code)
    await engine.run(accept_link, AcceptLink(giver, made.code_id))
    answers = await asyncio.gather(
        *(engine.run(confirm_link, ConfirmLink(maker, made.code_id)) for _ in range(20)),
        return_exceptions=True,
    )
    assert sum(not isinstance(answer, Exception) for answer in answers) == 1
    assert all(isinstance(answer, LinkOver) for answer in answers if isinstance(answer, Exception))
    assert await engine.read(former_ids, maker) == (giver,)


async def test_erasing_lets_go_of_both_names(
    engine: Engine, address: Path | str, two: tuple[int, int]
) -> None:
    maker, giver = two
    await linked(engine, maker, giver)
    exported = await engine.read(export_person, maker)
    assert len(exported["people"]["platform_accounts"]) == 2
    assert exported["people"]["accounts_linked"] == [
        {"at": "2027-03-04T09:00:00+00:00", "is_undone": False}
    ]
    await engine.run(erase_person, ErasePerson(maker))
    everything = everything_in(address)
    assert "Heron" not in everything
    assert "Wren" not in everything
    with pytest.raises(NotFound):
        await engine.read(person_card, giver)


async def test_a_code_of_somebody_erased_leads_nowhere(
    engine: Engine, two: tuple[int, int]
) -> None:
    maker, giver = two
    made = await code_of(engine, maker)
    await engine.run(erase_person, ErasePerson(maker))
    assert (await given(engine, giver, made.code)).state == "wrong"
    with pytest.raises(NotFound):
        await engine.run(make_link_code, MakeLinkCode(maker, "telegram", BOTH))
